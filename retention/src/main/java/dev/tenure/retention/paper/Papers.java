package dev.tenure.retention.paper;

import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.RunReportVerifier;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Readable pages of signed documents. */
public final class Papers {

    private Papers() {}

    /**
     * A certificate as PDF, the signed document attached.
     *
     * @param signed the document as it was signed
     * @param zone in which people read its times, beside UTC
     * @throws IllegalArgumentException when it is no certificate, or its signature does not fit: a page would make it look valid
     */
    public static byte[] certificate(String signed, ZoneId zone) {
        return switch (CertificateVerifier.ofAnyKey().verify(signed.getBytes(StandardCharsets.UTF_8))) {
            case CertificateVerdict.Invalid(String reason) ->
                throw new IllegalArgumentException("no page for what proves nothing: " + reason);
            case CertificateVerdict.Valid(var certificate, String keyId) -> {
                CertificatePage page = new CertificatePage(certificate, keyId, new Times(zone));
                yield Press.print(
                        page.xhtml(),
                        page.title() + " of " + certificate.item().id(),
                        certificate.verification().verifiedAt(),
                        "certificate.json",
                        signed);
            }
        };
    }

    /**
     * The report of a run as PDF, the signed document attached.
     *
     * @param signed the document as it was signed
     * @param zone in which people read its times, beside UTC
     * @throws IllegalArgumentException when it is no report, or its signature does not fit
     */
    public static byte[] report(String signed, ZoneId zone) {
        return switch (RunReportVerifier.ofAnyKey().verify(signed.getBytes(StandardCharsets.UTF_8))) {
            case RunReportVerifier.Verdict.Invalid(String reason) ->
                throw new IllegalArgumentException("no page for what proves nothing: " + reason);
            case RunReportVerifier.Verdict.Valid(var report, String keyId) -> {
                ReportPage page = new ReportPage(report, keyId, new Times(zone));
                yield Press.print(
                        page.xhtml(), page.title() + " " + report.run(), report.endedAt(), "report.json", signed);
            }
        };
    }
}
