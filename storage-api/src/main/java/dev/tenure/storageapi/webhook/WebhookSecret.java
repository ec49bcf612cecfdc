package dev.tenure.storageapi.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/** What a webhook's receiver knows its messages by. Never printed. */
final class WebhookSecret {

    /** Standard Webhooks wants 24 to 64 bytes; more than the hash's own 32 adds nothing. */
    private static final int SIZE = 32;

    private static final String PREFIX = "whsec_";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    WebhookSecret(byte[] bytes) {
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException("a webhook's secret has 24 to 64 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static WebhookSecret random() {
        byte[] bytes = new byte[SIZE];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** As its receiver gets it, once. */
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
