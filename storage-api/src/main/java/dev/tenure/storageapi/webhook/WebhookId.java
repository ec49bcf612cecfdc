package dev.tenure.storageapi.webhook;

import java.util.UUID;

/** Where an account wants to be told of events. */
record WebhookId(UUID value) {

    /** Reads the canonical text form; anything else is an {@link IllegalArgumentException}. */
    static WebhookId of(String text) {
        return new WebhookId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
