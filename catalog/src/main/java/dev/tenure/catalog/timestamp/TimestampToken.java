package dev.tenure.catalog.timestamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;
import org.jspecify.annotations.Nullable;

/**
 * A token whose hash and signature were found to fit.
 *
 * @param at when the authority saw the hash, by its clock
 * @param authority the subject of the certificate that signed
 */
public record TimestampToken(Instant at, String authority) {

    /**
     * Checks that the token is for exactly these bytes, and that a certificate for timestamping signed it: the pinned one, or whichever the token
     * brings along. Chains are not built: trust is the pinned certificate's.
     *
     * @param token DER, the {@code TimeStampToken} of RFC 3161
     * @throws TimestampFailed if it proves nothing
     */
    public static TimestampToken check(byte[] token, byte[] message, @Nullable X509Certificate pinned) {
        return check(parse(token), message, pinned);
    }

    static TimestampToken check(TimeStampToken token, byte[] message, @Nullable X509Certificate pinned) {
        if (!token.getTimeStampInfo().getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)
                || !MessageDigest.isEqual(token.getTimeStampInfo().getMessageImprintDigest(), sha256(message))) {
            throw new TimestampFailed("the timestamp is for other bytes", null);
        }
        try {
            X509CertificateHolder signer = signer(token, pinned);
            // Checks the certificate's purpose and validity at that time too.
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            return new TimestampToken(
                    token.getTimeStampInfo().getGenTime().toInstant(),
                    signer.getSubject().toString());
        } catch (TSPException | OperatorCreationException | CertificateException e) {
            throw new TimestampFailed("the timestamp's signature does not fit: " + e.getMessage(), e);
        }
    }

    /** Reads a certificate out of a PEM or DER file. */
    public static X509Certificate certificate(Path file) {
        try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("no certificate can be read from " + file, e);
        }
    }

    private static X509CertificateHolder signer(TimeStampToken token, @Nullable X509Certificate pinned)
            throws CertificateException {
        if (pinned != null) {
            X509CertificateHolder holder = new JcaX509CertificateHolder(pinned);
            if (!token.getSID().match(holder)) {
                throw new TimestampFailed(
                        "the timestamp was signed by another certificate than the pinned " + holder.getSubject(), null);
            }
            return holder;
        }
        Store<X509CertificateHolder> brought = token.getCertificates();
        return brought.getMatches(null).stream()
                .filter(token.getSID()::match)
                .findFirst()
                .orElseThrow(
                        () -> new TimestampFailed("the timestamp brings no certificate of its signer along", null));
    }

    private static TimeStampToken parse(byte[] token) {
        try {
            return new TimeStampToken(new CMSSignedData(token));
        } catch (CMSException | TSPException | IOException e) {
            throw new TimestampFailed("these bytes are no timestamp", e);
        }
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
