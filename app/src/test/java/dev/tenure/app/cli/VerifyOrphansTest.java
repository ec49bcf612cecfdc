package dev.tenure.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.OrphanCertificate.Destroyed;
import dev.tenure.retention.OrphanCertificate.Kind;
import dev.tenure.retention.OrphanCertificate.Listing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyOrphansTest {

    private static final Instant DECIDED = Instant.parse("2027-02-02T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void checksACertificateOfOrphansWithNothingButTheFile() throws IOException {
        CertificateSigner signer = CertificateSigner.openOrCreate(directory.resolve("key.pem"));
        String document = signer.sign(certificate());
        Path genuine = Files.writeString(directory.resolve("genuine.json"), document);
        Path forged = Files.writeString(directory.resolve("forged.json"), document.replace("\"v1\"", "\"v2\""));

        assertThat(CommandLineRoot.execute("verify", "--key", signer.keyId(), genuine.toString()))
                .isZero();
        assertThat(CommandLineRoot.execute("verify", forged.toString())).isEqualTo(1);
        assertThat(CommandLineRoot.execute("verify", "--key", "another", genuine.toString()))
                .isEqualTo(1);
    }

    @Test
    void tellsWhatBecameOfThem() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        VerifiedFile.orphans(new PrintStream(told, true, StandardCharsets.UTF_8), certificate(), "the key");
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "VALID: 1 orphans, 42 bytes, were destroyed in the bucket recordings",
                        "  folder      none",
                        "  first found 2027-01-01T00:00:00Z",
                        "  decided     2027-02-02T00:00:00Z",
                        "  deleted     before the first listing; the worker broke down",
                        "  absent      2027-02-03T00:00:00Z and 2027-02-04T00:00:00Z",
                        "  signed by   the key");
    }

    private static OrphanCertificate certificate() {
        return new OrphanCertificate(
                new UUID(7, 7),
                "ab".repeat(32),
                null,
                "recordings",
                List.of(new Destroyed("cd".repeat(32), Kind.VERSION, "v1", 42, Instant.parse("2027-01-01T00:00:00Z"))),
                DECIDED,
                null,
                "a clock",
                "a method",
                "system:reconcile",
                "tenure",
                listing(DECIDED.plus(Duration.ofDays(1))),
                listing(DECIDED.plus(Duration.ofDays(2))),
                "system:verifier",
                "nothing");
    }

    private static Listing listing(Instant began) {
        return new Listing(began, began.plusSeconds(60), 17);
    }
}
