package dev.tenure.retention;

import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a certificate of destroyed orphans with nothing but the file: its form, its signature, and that it does not contradict itself. */
public final class OrphanCertificateVerifier {

    private final @Nullable String expectedKeyId;

    private OrphanCertificateVerifier(@Nullable String expectedKeyId) {
        this.expectedKeyId = expectedKeyId;
    }

    /** Accepts any key: tells whether the file is whole, and names the key for the reader to judge. */
    public static OrphanCertificateVerifier ofAnyKey() {
        return new OrphanCertificateVerifier(null);
    }

    /** Accepts only signatures of the key with this id, as {@link CertificateSigner#keyId()} gives it. */
    public static OrphanCertificateVerifier ofKey(String keyId) {
        return new OrphanCertificateVerifier(keyId);
    }

    /** What checking one came to. */
    public sealed interface Verdict {

        /** The certificate is what the holder of the key signed. */
        record Valid(OrphanCertificate certificate, String keyId) implements Verdict {}

        /** The file proves nothing. */
        record Invalid(String reason) implements Verdict {}
    }

    /** Whether the file is an envelope of such a certificate at all, valid or not. */
    public static boolean recognises(byte[] file) {
        try {
            return StrictJson.parseObject(file, CertificateVerifier.MAX_BYTES)
                    .members()
                    .containsKey(CertificateSigner.ORPHANS);
        } catch (MalformedJson e) {
            return false;
        }
    }

    public Verdict verify(byte[] file) {
        try {
            var envelope = StrictJson.parseObject(file, CertificateVerifier.MAX_BYTES);
            return switch (SignedDocument.open(CertificateSigner.ORPHANS, envelope, expectedKeyId)) {
                case SignedDocument.Forged(String reason) -> new Verdict.Invalid(reason);
                case SignedDocument.Genuine(var document, String keyId) -> {
                    ObjectReader reader = ObjectReader.of(document, CertificateSigner.ORPHANS);
                    OrphanCertificate certificate = OrphanCertificateJson.read(reader);
                    reader.end();
                    yield new Verdict.Valid(certificate, keyId);
                }
            };
        } catch (MalformedJson e) {
            return new Verdict.Invalid(Objects.requireNonNull(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Invalid("the certificate contradicts itself: " + e.getMessage());
        }
    }
}
