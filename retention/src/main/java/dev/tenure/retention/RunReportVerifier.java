package dev.tenure.retention;

import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks the report of a run with nothing but the file: its form, its signature, and that it does not contradict itself. */
public final class RunReportVerifier {

    private final @Nullable String expectedKeyId;

    private RunReportVerifier(@Nullable String expectedKeyId) {
        this.expectedKeyId = expectedKeyId;
    }

    /** Accepts any key: tells whether the file is whole, and names the key for the reader to judge. */
    public static RunReportVerifier ofAnyKey() {
        return new RunReportVerifier(null);
    }

    /** Accepts only signatures of the key with this id, as {@link CertificateSigner#keyId()} gives it. */
    public static RunReportVerifier ofKey(String keyId) {
        return new RunReportVerifier(keyId);
    }

    /** What checking a report came to. */
    public sealed interface Verdict {

        /** The report is what the holder of the key signed. */
        record Valid(RunReport report, String keyId) implements Verdict {}

        /** The file proves nothing. */
        record Invalid(String reason) implements Verdict {}
    }

    /** Whether the file is an envelope of a report at all, valid or not. */
    public static boolean recognises(byte[] file) {
        try {
            return StrictJson.parseObject(file, CertificateVerifier.MAX_BYTES)
                    .members()
                    .containsKey(CertificateSigner.REPORT);
        } catch (MalformedJson e) {
            return false;
        }
    }

    public Verdict verify(byte[] file) {
        try {
            var envelope = StrictJson.parseObject(file, CertificateVerifier.MAX_BYTES);
            return switch (SignedDocument.open(CertificateSigner.REPORT, envelope, expectedKeyId)) {
                case SignedDocument.Forged(String reason) -> new Verdict.Invalid(reason);
                case SignedDocument.Genuine(var document, String keyId) -> {
                    ObjectReader reader = ObjectReader.of(document, CertificateSigner.REPORT);
                    RunReport report = RunReportJson.read(reader);
                    reader.end();
                    yield new Verdict.Valid(report, keyId);
                }
            };
        } catch (MalformedJson e) {
            return new Verdict.Invalid(Objects.requireNonNull(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Invalid("the report contradicts itself: " + e.getMessage());
        }
    }
}
