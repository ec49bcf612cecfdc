package dev.tenure.app.cli;

import dev.tenure.app.server.TrailDesk;
import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailReport;
import dev.tenure.catalog.trail.TrailVerdict;
import dev.tenure.catalog.trail.TrailVerifier;
import dev.tenure.embedded.EmbeddedPartFailed;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.OrphanCertificateVerifier;
import dev.tenure.retention.RunReportVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a certificate or a proof with nothing but the file, or the whole trail with nothing but the database. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a certificate of destruction, of an item or of orphans, the report of a run, a proof",
            "or a head of the trail, offline.",
            "With --trail, recomputes the whole trail in the database that the environment names, as 'up' does,",
            "and names the first row that was tampered with.",
            "Exit code 0 if all is as it was signed, 1 if not."
        })
final class VerifyCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "a certificate, report, proof or head, as the API gave it")
    private @Nullable Path file;

    @Option(
            names = "--key",
            paramLabel = "KEY-ID",
            description =
                    "accept only this signing key; without it, compare the key that is printed with the one your operator publishes")
    private @Nullable String key;

    @Option(names = "--trail", description = "check the whole trail in the database")
    private boolean trail;

    @Option(
            names = "--head",
            paramLabel = "FILE",
            description = "with --trail: the trail must go on from this head, which was kept elsewhere")
    private List<Path> heads = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "with --trail: the server's data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path given = file;
        if (trail == (given != null)) {
            if (spec == null) {
                throw new IllegalStateException("picocli fills this in");
            }
            throw new ParameterException(spec.commandLine(), "say what to check: a FILE, or --trail");
        }
        return given == null ? database() : file(given);
    }

    private int file(Path given) throws IOException {
        if (!Files.isReadable(given)) {
            return invalid("cannot read " + given);
        }
        byte[] bytes = Files.readAllBytes(given);
        if (TrailVerifier.recognises(bytes)) {
            TrailVerifier verifier = key == null ? TrailVerifier.ofAnyKey() : TrailVerifier.ofKey(key);
            return told(verifier.verify(bytes));
        }
        if (RunReportVerifier.recognises(bytes)) {
            return report(bytes);
        }
        if (OrphanCertificateVerifier.recognises(bytes)) {
            return orphans(bytes);
        }
        CertificateVerifier verifier = key == null ? CertificateVerifier.ofAnyKey() : CertificateVerifier.ofKey(key);
        return switch (verifier.verify(bytes)) {
            case CertificateVerdict.Valid(var certificate, String keyId) -> {
                VerifiedFile.certificate(System.out, certificate, keyId);
                yield 0;
            }
            case CertificateVerdict.Invalid(String reason) -> invalid("NOT VALID: " + reason);
        };
    }

    private int report(byte[] bytes) {
        RunReportVerifier verifier = key == null ? RunReportVerifier.ofAnyKey() : RunReportVerifier.ofKey(key);
        return switch (verifier.verify(bytes)) {
            case RunReportVerifier.Verdict.Valid(var report, String keyId) -> {
                VerifiedFile.report(System.out, report, keyId);
                yield 0;
            }
            case RunReportVerifier.Verdict.Invalid(String reason) -> invalid("NOT VALID: " + reason);
        };
    }

    private int orphans(byte[] bytes) {
        OrphanCertificateVerifier verifier =
                key == null ? OrphanCertificateVerifier.ofAnyKey() : OrphanCertificateVerifier.ofKey(key);
        return switch (verifier.verify(bytes)) {
            case OrphanCertificateVerifier.Verdict.Valid(var certificate, String keyId) -> {
                VerifiedFile.orphans(System.out, certificate, keyId);
                yield 0;
            }
            case OrphanCertificateVerifier.Verdict.Invalid(String reason) -> invalid("NOT VALID: " + reason);
        };
    }

    private static int told(TrailVerdict verdict) {
        switch (verdict) {
            case TrailVerdict.Included included -> VerifiedFile.included(System.out, included);
            case TrailVerdict.Consistent consistent -> VerifiedFile.consistent(System.out, consistent);
            case TrailVerdict.Signed signed -> VerifiedFile.signed(System.out, signed);
            case TrailVerdict.Invalid(String reason) -> {
                return invalid("NOT VALID: " + reason);
            }
        }
        return 0;
    }

    private int database() throws IOException {
        List<SignedHead> known = new ArrayList<>();
        TrailVerifier verifier = key == null ? TrailVerifier.ofAnyKey() : TrailVerifier.ofKey(key);
        for (Path head : heads) {
            if (!Files.isReadable(head)) {
                return invalid("cannot read " + head);
            }
            if (!(verifier.verify(Files.readAllBytes(head)) instanceof TrailVerdict.Signed(SignedHead signed))) {
                return invalid(head + " is no head of the trail whose signature fits");
            }
            known.add(signed);
        }
        TrailReport report;
        try {
            report = new TrailDesk(data, System.getenv()).check(key == null ? List.of() : List.of(key), known);
        } catch (EmbeddedPartFailed running) {
            return invalid("the trail cannot be seen: " + running.getMessage());
        }
        if (report.finding().isPresent()) {
            return invalid("TAMPERED WITH: " + report.finding().get());
        }
        VerifiedFile.whole(System.out, report);
        return 0;
    }

    private static int invalid(String why) {
        System.err.println("tenure: " + why);
        return 1;
    }
}
