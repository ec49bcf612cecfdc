package dev.tenure.storageapi.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of a message as Standard Webhooks 1.0 has them: {@code v1}, HMAC-SHA256 over id, time and body. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * Signs a message.
     *
     * @param secrets each signs; a receiver is content with one signature that it knows
     * @param id contains no full stop
     * @param at when it is sent, which is another time with every attempt
     */
    static Map<String, String> headers(List<WebhookSecret> secrets, String id, Instant at, byte[] body) {
        long seconds = at.getEpochSecond();
        String signatures = secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(hash(secret, id + "." + seconds + ".", body)))
                .collect(Collectors.joining(" "));
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", signatures);
    }

    private static byte[] hash(WebhookSecret secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            mac.update(head.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
