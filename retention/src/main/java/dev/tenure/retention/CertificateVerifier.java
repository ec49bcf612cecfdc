package dev.tenure.retention;

import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import dev.tenure.retention.CertificateVerdict.Invalid;
import dev.tenure.retention.CertificateVerdict.Valid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a certificate file with nothing but the file: its form, its signature, and that it claims a finished
 * destruction. White space and the order of fields do not matter; any other change does.
 */
public final class CertificateVerifier {

    /** Room for a hundred thousand objects; larger files are refused before they fill the memory. */
    public static final int MAX_BYTES = 64 << 20;

    private final @Nullable String expectedKeyId;

    private CertificateVerifier(@Nullable String expectedKeyId) {
        this.expectedKeyId = expectedKeyId;
    }

    /** Accepts any key: tells whether the file is whole, and names the key for the reader to judge. */
    public static CertificateVerifier ofAnyKey() {
        return new CertificateVerifier(null);
    }

    /** Accepts only signatures of the key with this id, as {@link CertificateSigner#keyId()} gives it. */
    public static CertificateVerifier ofKey(String keyId) {
        return new CertificateVerifier(keyId);
    }

    public CertificateVerdict verify(byte[] file) {
        try {
            var envelope = StrictJson.parseObject(file, MAX_BYTES);
            return switch (SignedDocument.open(CertificateSigner.DOCUMENT, envelope, expectedKeyId)) {
                case SignedDocument.Forged(String reason) -> new Invalid(reason);
                case SignedDocument.Genuine(var document, String keyId) -> {
                    ObjectReader reader = ObjectReader.of(document, CertificateSigner.DOCUMENT);
                    DestructionCertificate certificate = CertificateJson.read(reader);
                    reader.end();
                    yield new Valid(certificate, keyId);
                }
            };
        } catch (MalformedJson e) {
            return new Invalid(Objects.requireNonNull(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Invalid("the certificate contradicts itself: " + e.getMessage());
        }
    }
}
