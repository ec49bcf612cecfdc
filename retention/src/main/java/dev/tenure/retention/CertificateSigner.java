package dev.tenure.retention;

import dev.tenure.catalog.signing.SignedDocument;
import dev.tenure.catalog.signing.SigningKey;
import java.nio.file.Path;

/** Signs certificates and reports with the installation's key. */
public final class CertificateSigner {

    static final String DOCUMENT = "certificate";
    static final String REPORT = "report";
    static final String ORPHANS = "orphanCertificate";

    private final SigningKey key;

    private CertificateSigner(SigningKey key) {
        this.key = key;
    }

    /**
     * Signs with the key in a file, and makes that file at first use. Whoever has issued certificates before and finds no
     * file must not come here: a new key would silently stop being the one that auditors know.
     *
     * @throws dev.tenure.catalog.signing.UnusableSigningKey if others may read the file, or it holds no Ed25519 key
     */
    public static CertificateSigner openOrCreate(Path keyFile) {
        return new CertificateSigner(SigningKey.openOrCreate(keyFile));
    }

    /**
     * Signs with the key in a file that must exist.
     *
     * @throws dev.tenure.catalog.signing.UnusableSigningKey if there is no file, others may read it, or it holds no
     *     Ed25519 key
     */
    public static CertificateSigner open(Path keyFile) {
        return new CertificateSigner(SigningKey.open(keyFile));
    }

    /** Names the key in every signature; publish it, so that auditors can tell our certificates from others. */
    public String keyId() {
        return key.keyId();
    }

    /** The certificate and its signature as one line of canonical JSON. */
    public String sign(DestructionCertificate certificate) {
        return SignedDocument.sign(DOCUMENT, CertificateJson.write(certificate), key)
                .canonical();
    }

    /** The certificate of destroyed orphans and its signature as one line of canonical JSON. */
    public String sign(OrphanCertificate certificate) {
        return SignedDocument.sign(ORPHANS, OrphanCertificateJson.write(certificate), key)
                .canonical();
    }

    /** The report of a run and its signature as one line of canonical JSON. */
    public String sign(RunReport report) {
        return SignedDocument.sign(REPORT, RunReportJson.write(report), key).canonical();
    }
}
