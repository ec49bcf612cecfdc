package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.retention.RunReportVerifier.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportVerifierTest {

    @TempDir
    Path directory;

    private CertificateSigner signer;
    private String file;

    @BeforeEach
    void sign() {
        signer = CertificateSigner.openOrCreate(directory.resolve("key.pem"));
        file = signer.sign(SampleCertificates.aReport(3));
    }

    @Test
    void aReportComesBackAsItWasSigned() {
        assertThat(verify(file)).isEqualTo(new Verdict.Valid(SampleCertificates.aReport(3), signer.keyId()));
        assertThat(RunReportVerifier.ofKey(signer.keyId()).verify(bytes(file))).isInstanceOf(Verdict.Valid.class);
        assertThat(RunReportVerifier.ofKey("0".repeat(64)).verify(bytes(file))).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void everyChangedByteIsNoticed() {
        BitFlips.inEachByteOf(
                file,
                (changed, position) -> assertThat(RunReportVerifier.ofAnyKey().verify(changed))
                        .as("bit flipped in byte %d", position)
                        .isInstanceOf(Verdict.Invalid.class));
    }

    @Test
    void certificatesAndReportsAreToldApart() {
        String certificate = signer.sign(SampleCertificates.withEvidence());
        assertThat(RunReportVerifier.recognises(bytes(file))).isTrue();
        assertThat(RunReportVerifier.recognises(bytes(certificate))).isFalse();
        assertThat(RunReportVerifier.recognises(bytes("no JSON"))).isFalse();
        assertThat(verify(certificate)).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aRunOfWhichSomethingStaysIsNotComplete() {
        RunReport report = SampleCertificates.aReport(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunReport(
                        report.run(),
                        report.accountHash(),
                        "COMPLETED",
                        null,
                        report.planned(),
                        report.startedAt(),
                        report.sweptAt(),
                        report.endedAt(),
                        report.proven(),
                        report.certificatesDigest(),
                        report.destroyed(),
                        1,
                        List.of()))
                .withMessageContaining("not complete");
    }

    @Test
    void aReportThatNamesAllIsHeldAgainstItsDigest() {
        RunReport report = SampleCertificates.aReport(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proving(report, 3, "00".repeat(32)))
                .withMessageContaining("digest");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proving(report, 2, report.certificatesDigest()))
                .withMessageContaining("counted");
        assertThat(proving(report, 4, "00".repeat(32)).proven()).isEqualTo(4);
    }

    private static RunReport proving(RunReport report, long proven, String digest) {
        return new RunReport(
                report.run(),
                report.accountHash(),
                report.state(),
                null,
                report.planned(),
                report.startedAt(),
                report.sweptAt(),
                report.endedAt(),
                proven,
                digest,
                report.destroyed(),
                report.deferrals(),
                report.deferred());
    }

    private static Verdict verify(String text) {
        return RunReportVerifier.ofAnyKey().verify(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
