package dev.tenure.app.cli;

import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.DestructionCertificate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a certificate with nothing but the file. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks a certificate of destruction, offline.")
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the certificate, as the API gave it")
    private Path file = Path.of("certificate.json");

    @Option(
            names = "--key",
            paramLabel = "KEY-ID",
            description =
                    "accept only this signing key; without it, compare the key that is printed with the one your operator publishes")
    private @Nullable String key;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            System.err.println("tenure: cannot read " + file);
            return 1;
        }
        CertificateVerifier verifier = key == null ? CertificateVerifier.ofAnyKey() : CertificateVerifier.ofKey(key);
        return switch (verifier.verify(Files.readAllBytes(file))) {
            case CertificateVerdict.Valid(DestructionCertificate certificate, String keyId) -> {
                print(System.out, certificate, keyId);
                yield 0;
            }
            case CertificateVerdict.Invalid(String reason) -> {
                System.err.println("tenure: NOT VALID: " + reason);
                yield 1;
            }
        };
    }

    private static void print(PrintStream out, DestructionCertificate certificate, String keyId) {
        long versions = certificate.objects().stream()
                .mapToLong(object -> object.versions().size())
                .sum();
        out.println("VALID: item " + certificate.item().id() + " ("
                + certificate.item().kind() + ") was destroyed");
        out.println("  due         " + certificate.authority().destroyAt() + " by rule set "
                + certificate.authority().ruleSet());
        out.println("  unreadable  " + certificate.execution().committedAt() + "  "
                + certificate.execution().method().words());
        out.println("  deleted     " + versions + " versions of "
                + certificate.objects().size() + " objects");
        out.println("  absent      "
                + certificate.verification().listings().stream()
                        .map(listing -> listing.at().toString())
                        .reduce((one, other) -> one + " and " + other)
                        .orElse(""));
        out.println("  signed by   " + keyId);
    }
}
