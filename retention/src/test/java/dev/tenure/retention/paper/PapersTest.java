package dev.tenure.retention.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.RunReport;
import dev.tenure.retention.SampleCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path directory;

    private CertificateSigner signer;

    @BeforeEach
    void makeAKey() {
        signer = CertificateSigner.openOrCreate(directory.resolve("key.pem"));
    }

    @Test
    void aCertificateIsOnePageThatSaysWhenInBothZonesAndBearsTheSignedDocument() throws IOException {
        String signed = signer.sign(SampleCertificates.withEvidence());

        byte[] pdf = Papers.certificate(signed, BERLIN);

        keep("certificate.pdf", pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            String text = text(document);
            assertThat(text)
                    .contains(
                            "Certificate of destruction",
                            "28 April 2026, 04:00:01 Europe/Berlin",
                            "2026-04-28 02:00:01 UTC")
                    .contains("2 noted", "HOST", "ACCOUNT_MIN", "Leaf of the trail");
            assertThat(text.replace("\u200b", "").replaceAll("\\s", "")).contains(signer.keyId());
            assertThat(attachment(document, "certificate.json")).isEqualTo(signed);
        }
    }

    @Test
    void theFirstSchemaHasAPageToo() throws IOException {
        try (PDDocument document =
                Loader.loadPDF(Papers.certificate(signer.sign(SampleCertificates.ofTheFirstSchema()), BERLIN))) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void theSameDocumentGivesTheSameBytes() {
        String signed = signer.sign(SampleCertificates.withEvidence());

        assertThat(Papers.certificate(signed, BERLIN)).isEqualTo(Papers.certificate(signed, BERLIN));
    }

    @Test
    void whatSomebodyWroteIsTextAndNothingElse() throws IOException {
        String nasty = "<img src=\"http://example.org/x\"/><script>&]]> \u0000 \ud83d\ude00";
        String signed = signer.sign(SampleCertificates.ofMeeting("</td></tr></table>" + nasty.replace("\u0000", "")));

        try (PDDocument document = Loader.loadPDF(Papers.certificate(signed, BERLIN))) {
            assertThat(text(document).replace("\u200b", "").replaceAll("\\s", ""))
                    .contains("</td></tr></table><imgsrc=\"http://example.org/x\"/>");
        }
    }

    @Test
    void whatProvesNothingGetsNoPage() {
        String signed = signer.sign(SampleCertificates.withEvidence());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Papers.certificate(signed.replace("RECORDING", "TRANSCRIPT"), BERLIN))
                .withMessageContaining("signature");
        assertThatIllegalArgumentException().isThrownBy(() -> Papers.report(signed, BERLIN));
    }

    @Test
    void aReportNamesWhatIsGoneAndWhatStaysWithItsCause() throws IOException {
        RunReport report = SampleCertificates.aReport(40);
        String signed = signer.sign(report);

        byte[] pdf = Papers.report(signed, BERLIN);

        keep("report.pdf", pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(text(document))
                    .contains("Report of a destruction run", "WHAT STAYS, AND WHY", "HELD", "a legal hold keeps it")
                    .contains(report.destroyed().getLast().item().toString());
            assertThat(attachment(document, "report.json")).isEqualTo(signed);
        }
    }

    private static String text(PDDocument document) throws IOException {
        return new PDFTextStripper().getText(document);
    }

    private static String attachment(PDDocument document, String name) throws IOException {
        Map<String, PDComplexFileSpecification> files =
                document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
        return new String(
                Objects.requireNonNull(files.get(name)).getEmbeddedFile().toByteArray(), StandardCharsets.UTF_8);
    }

    /** For people to look at. */
    private static void keep(String name, byte[] pdf) throws IOException {
        Path pages = Files.createDirectories(Path.of("target", "pages"));
        Files.write(pages.resolve(name), pdf);
    }
}
