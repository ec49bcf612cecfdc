package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.retention.OrphanCertificate.Destroyed;
import dev.tenure.retention.OrphanCertificate.Kind;
import dev.tenure.retention.OrphanCertificate.Listing;
import dev.tenure.retention.OrphanCertificateVerifier.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanCertificateVerifierTest {

    private static final Instant FOUND = Instant.parse("2027-01-02T00:00:00Z");
    private static final Instant DECIDED = Instant.parse("2027-02-02T00:00:00Z");
    private static final Listing FIRST = listing("2027-02-03T00:00:00Z");
    private static final Listing SECOND = listing("2027-02-04T00:00:00Z");

    @TempDir
    Path directory;

    private CertificateSigner signer;
    private String file;

    @BeforeEach
    void sign() {
        signer = CertificateSigner.openOrCreate(directory.resolve("key.pem"));
        file = signer.sign(certificate(DECIDED.plusSeconds(1), FIRST, SECOND));
    }

    private static Listing listing(String began) {
        return new Listing(Instant.parse(began), Instant.parse(began).plusSeconds(60), 17);
    }

    private static OrphanCertificate certificate(@Nullable Instant deleted, Listing first, Listing second) {
        return certificate(deleted, first, second, "system:verifier");
    }

    private static OrphanCertificate certificate(
            @Nullable Instant deleted, Listing first, Listing second, String verifier) {
        return new OrphanCertificate(
                new UUID(7, 7),
                "ab".repeat(32),
                null,
                "recordings",
                List.of(
                        new Destroyed("cd".repeat(32), Kind.VERSION, "v1", 42, FOUND),
                        new Destroyed("cd".repeat(32), Kind.MARKER, "v2", 0, FOUND)),
                DECIDED,
                deleted,
                "a clock",
                "a method",
                "system:reconcile",
                "tenure",
                first,
                second,
                verifier,
                "nothing");
    }

    @Test
    void comesBackAsItWasSigned() {
        assertThat(verify(file))
                .isEqualTo(new Verdict.Valid(certificate(DECIDED.plusSeconds(1), FIRST, SECOND), signer.keyId()));
        assertThat(verify(signer.sign(certificate(null, FIRST, SECOND)))).isInstanceOf(Verdict.Valid.class);
        assertThat(OrphanCertificateVerifier.ofKey("0".repeat(64)).verify(bytes(file)))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void everyChangedByteIsNoticed() {
        BitFlips.inEachByteOf(
                file,
                (changed, position) -> assertThat(
                                OrphanCertificateVerifier.ofAnyKey().verify(changed))
                        .as("bit flipped in byte %d", position)
                        .isInstanceOf(Verdict.Invalid.class));
    }

    @Test
    void isToldApartFromOtherDocuments() {
        String ofItem = signer.sign(SampleCertificates.withEvidence());
        assertThat(OrphanCertificateVerifier.recognises(bytes(file))).isTrue();
        assertThat(OrphanCertificateVerifier.recognises(bytes(ofItem))).isFalse();
        assertThat(OrphanCertificateVerifier.recognises(bytes("no JSON"))).isFalse();
        assertThat(RunReportVerifier.recognises(bytes(file))).isFalse();
        assertThat(verify(ofItem)).isInstanceOf(Verdict.Invalid.class);
        assertThat(CertificateVerifier.ofAnyKey().verify(bytes(file))).isInstanceOf(CertificateVerdict.Invalid.class);
    }

    @Test
    void cannotBeMadeOfWhatWasNotListedTwiceAfterwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(FIRST.beganAt(), FIRST, SECOND))
                .withMessageContaining("before the destruction");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(null, listing(DECIDED.toString()), SECOND))
                .withMessageContaining("before the destruction");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(null, FIRST, FIRST))
                .withMessageContaining("second listing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(DECIDED.minusSeconds(1), FIRST, SECOND))
                .withMessageContaining("before it was decided");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate(null, FIRST, SECOND, "system:reconcile"))
                .withMessageContaining("verified it, too");
    }

    private static Verdict verify(String file) {
        return OrphanCertificateVerifier.ofAnyKey().verify(bytes(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
