package dev.tenure.ingest.handover;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of the servers' signatures, compared without telling how far they fit. */
public final class Macs {

    private Macs() {}

    /** HMAC-SHA256 over the parts, one after the other. */
    public static byte[] sha256(String secret, byte[]... parts) {
        return hmac("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8), parts);
    }

    /** HMAC by the algorithm's name in Java. */
    public static byte[] hmac(String algorithm, byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Whether the text is, in hexadecimal, the HMAC-SHA256 of the parts under any of the secrets. */
    public static boolean matchesHex(String hex, List<String> secrets, byte[]... parts) {
        byte[] shown = hex.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (String secret : secrets) {
            byte[] right = HexFormat.of().formatHex(sha256(secret, parts)).getBytes(StandardCharsets.UTF_8);
            matches |= MessageDigest.isEqual(right, shown);
        }
        return matches;
    }

    /** Whether the text is one of the secrets. */
    public static boolean isOneOf(String shown, List<String> secrets) {
        boolean matches = false;
        for (String secret : secrets) {
            matches |= MessageDigest.isEqual(
                    secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
        }
        return matches;
    }
}
