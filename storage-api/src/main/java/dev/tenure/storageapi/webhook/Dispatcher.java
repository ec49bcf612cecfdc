package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventId;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.reach.HttpSender;
import dev.tenure.catalog.reach.Outcome;
import dev.tenure.catalog.reach.Slots;
import dev.tenure.storageapi.webhook.Deliveries.Attempt;
import dev.tenure.storageapi.webhook.Deliveries.Claimed;
import dev.tenure.storageapi.webhook.Deliveries.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends what is due. Every process of the fleet has one; each delivery is claimed by one of them. A receiver that is slow keeps few of its own
 * deliveries under way and nobody else's waiting. Events come to a receiver in no promised order.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Actor ACTOR = Actor.system("webhooks");

    /** Events that become deliveries in one transaction. */
    private static final int PAGE = 100;

    /** Requests under way in one process: each is a virtual thread and a connection. */
    private static final int SLOTS = 64;

    /** Requests under way to one webhook. More is unkind to a small receiver, fewer slow for a busy account. */
    private static final int EACH = 4;

    /** Events that are forgotten with one nudge: deliveries and attempts go with them. */
    private static final int FORGOTTEN = 500;

    /** How long a delivery waits that failed for a reason of ours. */
    private static final Duration OUR_TROUBLE = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final JdbcWebhooks webhooks;
    private final JdbcDeliveries deliveries;
    private final Secrets secrets;
    private final Trail trail;
    private final HttpSender sender;
    private final RetrySchedule schedule;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    private final Slots slots = new Slots(SLOTS);

    Dispatcher(
            Outbox outbox,
            JdbcWebhooks webhooks,
            JdbcDeliveries deliveries,
            Secrets secrets,
            Trail trail,
            HttpSender sender,
            RetrySchedule schedule,
            WebhookSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.secrets = secrets;
        this.trail = trail;
        this.sender = sender;
        this.schedule = schedule;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Takes new events, begins to send what is due, and forgets what is old. Does not wait for receivers. */
    public void nudge() {
        while (fanOut() == PAGE) {
            // Goes on until no full page is left.
        }
        begin();
        outbox.forget(clock.instant().minus(settings.keepEvents()), FORGOTTEN);
    }

    private int fanOut() {
        Integer taken = transaction.execute(status -> {
            List<EventId> events = outbox.take(PAGE);
            if (!events.isEmpty()) {
                deliveries.queue(events, clock.instant());
            }
            return events.size();
        });
        return taken == null ? 0 : taken;
    }

    /** Claims as much as there is room for, and sends it side by side. */
    private void begin() {
        slots.fill(
                room -> deliveries.claim(clock.instant(), room, EACH),
                claimed -> "webhook-" + claimed.tries(),
                this::carry,
                this::goOn);
    }

    /** The outermost edge of a thread: whatever happens here must not keep the others. */
    private void carry(Claimed claimed) {
        try {
            attempt(claimed);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "event {} is not sent to webhook {} yet: {}",
                    claimed.event(),
                    claimed.webhook(),
                    failure.toString());
            giveBack(claimed);
        }
    }

    private void goOn() {
        try {
            begin();
        } catch (RuntimeException failure) {
            LOG.warn("webhooks wait: {}", failure.toString());
        }
    }

    private void giveBack(Claimed claimed) {
        try {
            deliveries.giveBack(claimed, clock.instant().plus(OUR_TROUBLE));
        } catch (RuntimeException failure) {
            // The claim runs out by itself.
            LOG.debug("and could not be given back", failure);
        }
    }

    private void attempt(Claimed claimed) {
        List<WebhookSecret> keys = claimed.sealedSecrets().stream()
                .map(kept -> new WebhookSecret(secrets.open(Webhooks.purpose(claimed.webhook()), kept)))
                .toList();
        byte[] body = claimed.body().bytes();
        Instant at = clock.instant();
        long began = System.nanoTime();
        Outcome outcome = sender.post(
                claimed.url(), Signature.headers(keys, claimed.event().toString(), at, body), body);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        transaction.executeWithoutResult(status -> record(claimed, outcome, at, took));
    }

    private void record(Claimed claimed, Outcome outcome, Instant at, long took) {
        switch (outcome) {
            case Outcome.Answered answer -> answered(claimed, answer, at, took);
            case Outcome.Unanswered(String reason) ->
                again(claimed, new Attempt(at, took, null, null, reason), null, reason);
        }
    }

    private void answered(Claimed claimed, Outcome.Answered answer, Instant at, long took) {
        int status = answer.status();
        Attempt attempt = new Attempt(at, took, status, answer.head(), null);
        if (status >= 200 && status < 300) {
            delivered(claimed, attempt);
        } else if (status != 410) {
            again(claimed, attempt, answer.retryAfter(), "the receiver answered " + status);
        } else if (failed(claimed, attempt)) {
            disable(claimed.webhook(), null, "Its receiver answered 410 Gone.");
        }
    }

    private void delivered(Claimed claimed, Attempt attempt) {
        if (deliveries.settle(claimed, State.DELIVERED)) {
            deliveries.note(claimed, attempt);
            webhooks.succeeded(claimed.webhook(), attempt.at());
        }
    }

    private boolean failed(Claimed claimed, Attempt attempt) {
        boolean settled = deliveries.settle(claimed, State.FAILED);
        if (settled) {
            deliveries.note(claimed, attempt);
        }
        return settled;
    }

    private void again(Claimed claimed, Attempt attempt, @Nullable String retryAfter, String reason) {
        Optional<Instant> next = schedule.next(claimed.tries(), clock.instant(), retryAfter);
        if (next.isPresent()) {
            if (deliveries.postpone(claimed, next.get())) {
                deliveries.note(claimed, attempt);
            }
        } else if (failed(claimed, attempt)) {
            disable(
                    claimed.webhook(),
                    claimed.queuedAt(),
                    "Nothing was delivered since " + claimed.queuedAt() + "; at last: " + reason);
        }
    }

    private void disable(WebhookId webhook, @Nullable Instant unlessSuccessSince, String reason) {
        webhooks.disable(webhook, unlessSuccessSince, reason)
                .ifPresent(account -> trail.append(
                        account,
                        null,
                        ACTOR,
                        "webhook.disabled",
                        Map.of("webhook", webhook.toString(), "reason", reason)));
    }

    /** Waits until nothing is under way here; false when that took too long. */
    boolean quiet(Duration limit) {
        return slots.quiet(limit);
    }

    /** Begins nothing more, and lets what is under way come to its end: at most one attempt's deadline. */
    @Override
    public void close() {
        slots.close();
        if (!quiet(settings.deadline().plusSeconds(1))) {
            LOG.info("some webhooks are still being sent; what becomes of them is not known, so they are sent again");
        }
    }
}
