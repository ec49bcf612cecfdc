package dev.tenure.objectstore.strict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the head of a request was proven with, and what its body is to be proven with. */
final class Proof {

    private final String payload;
    private final String date;
    private final String scope;
    private final String seed;
    private final byte @Nullable [] key;

    Proof(String payload, String date, String scope, String seed, byte @Nullable [] key) {
        this.payload = payload;
        this.date = date;
        this.scope = scope;
        this.seed = seed;
        this.key = key;
    }

    static Proof unchecked(String payload) {
        return new Proof(payload, "", "", "", null);
    }

    /** Hash of the body, or the name of the way in which it comes. */
    String payload() {
        return payload;
    }

    /** The signature of the head, from which those of the chunks go on. */
    String seed() {
        return seed;
    }

    /** Whether nothing is looked at. */
    boolean unchecked() {
        return key == null;
    }

    /** Checks what follows the head; the signature, to go on from. */
    String checkNext(String kind, String previous, String rest, String signature) {
        check(String.join("\n", Signatures.ALGORITHM + "-" + kind, date, scope, previous, rest), signature);
        return signature;
    }

    void check(String toSign, String signature) {
        if (key == null) {
            return;
        }
        String computed = HexFormat.of().formatHex(Digests.hmac(key, toSign.getBytes(StandardCharsets.UTF_8)));
        if (!MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8))) {
            throw new S3Refusal(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided.");
        }
    }
}
