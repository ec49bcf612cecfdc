package dev.tenure.retention;

/** What checking a certificate came to. */
public sealed interface CertificateVerdict {

    /**
     * The certificate is what the holder of the key signed.
     *
     * @param keyId names that key; compare it with the one the operator publishes, as anybody can sign with a key of
     *     their own
     */
    record Valid(DestructionCertificate certificate, String keyId) implements CertificateVerdict {}

    /**
     * The file proves nothing.
     *
     * @param reason the first thing that is wrong, for the person who checks
     */
    record Invalid(String reason) implements CertificateVerdict {}
}
