package dev.tenure.retention;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names any number of certificates by one digest: SHA-256 of a line for each, in order of item, of the item's id, the certificate's id and the SHA-256 of the
 * certificate in hex, with a space between them and a line feed behind. Not safe for use by several threads.
 */
public final class CertificatesDigest {

    private final MessageDigest digest;

    public CertificatesDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The digest of these alone. */
    static CertificatesDigest of(List<RunReport.Destroyed> destroyed) {
        CertificatesDigest digest = new CertificatesDigest();
        destroyed.forEach(digest::add);
        return digest;
    }

    /** Adds the next one. */
    public void add(RunReport.Destroyed destroyed) {
        String line = destroyed.item() + " " + destroyed.certificate() + " " + destroyed.certificateHash() + "\n";
        digest.update(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** The digest of all that were added, in hex; what is added after that begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
