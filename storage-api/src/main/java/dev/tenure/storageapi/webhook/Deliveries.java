package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The words of deliveries. */
final class Deliveries {

    /** How long a claim lasts: longer than any attempt, so that none is sent twice for slowness; what a dead process claimed waits for this. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private Deliveries() {}

    /** Where a delivery is. */
    enum State {
        /** To be sent, now or later; or being sent. */
        PENDING,
        /** The receiver took it. */
        DELIVERED,
        /** Given up. */
        FAILED
    }

    /**
     * A delivery that is claimed, with all that sending it takes.
     *
     * @param tries since it was queued, this one among them
     * @param sealedSecrets the present one, and the one before while it signs along
     */
    record Claimed(
            WebhookId webhook,
            EventId event,
            UUID claim,
            int tries,
            Instant queuedAt,
            String url,
            List<byte[]> sealedSecrets,
            EventBody body) {}

    /**
     * One request and what came of it.
     *
     * @param status absent when there was no answer
     * @param answer its first characters
     * @param problem why there was no answer
     */
    record Attempt(
            Instant at,
            long durationMillis,
            @Nullable Integer status,
            @Nullable String answer,
            @Nullable String problem) {}

    /** A delivery as its account sees it, with its last attempts, the newest first. */
    record Delivery(
            EventId event,
            String type,
            State state,
            Instant queuedAt,
            @Nullable Instant nextAttemptAt,
            List<Attempt> attempts) {

        Delivery with(Map<EventId, List<Attempt>> attempts) {
            return new Delivery(event, type, state, queuedAt, nextAttemptAt, attempts.getOrDefault(event, List.of()));
        }
    }
}
