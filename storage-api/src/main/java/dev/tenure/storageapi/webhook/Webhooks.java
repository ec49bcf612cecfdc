package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** An account's webhooks, and what its people do with them; each act is in the trail. */
final class Webhooks {

    /** Webhooks of one account: each event is sent to each. */
    static final int MOST = 20;

    /** How long the previous secret signs along: enough for a receiver's people to put the new one in place. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private final JdbcWebhooks webhooks;
    private final JdbcDeliveries deliveries;
    private final Outbox outbox;
    private final Secrets secrets;
    private final Trail trail;
    private final TransactionOperations transaction;

    Webhooks(
            JdbcWebhooks webhooks,
            JdbcDeliveries deliveries,
            Outbox outbox,
            Secrets secrets,
            Trail trail,
            TransactionOperations transaction) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.secrets = secrets;
        this.trail = trail;
        this.transaction = transaction;
    }

    static String purpose(WebhookId id) {
        return "webhook:" + id;
    }

    /** Makes a webhook; its secret is returned this once. Empty when the account has {@value #MOST}. */
    Optional<WebhookSecret> create(Webhook webhook, Actor actor) {
        WebhookSecret secret = WebhookSecret.random();
        byte[] sealed = secrets.seal(purpose(webhook.id()), secret.bytes());
        return transaction.execute(status -> {
            if (!webhooks.insert(webhook, sealed, MOST)) {
                return Optional.<WebhookSecret>empty();
            }
            note(webhook.account(), webhook.id(), actor, "webhook.created");
            return Optional.of(secret);
        });
    }

    Optional<Webhook> find(AccountId account, WebhookId id) {
        return webhooks.find(account, id);
    }

    List<Webhook> page(AccountId account, @Nullable WebhookId after, int limit) {
        return webhooks.page(account, after, limit);
    }

    /** What a change came to. */
    enum Change {
        DONE,
        UNKNOWN,
        /** It is another revision than the change was based on. */
        OUTDATED
    }

    /** Makes of a webhook what {@code wish} makes of it as it is, which no other change can come between. */
    Change change(AccountId account, WebhookId id, UnaryOperator<Webhook> wish, Expected expected, Actor actor) {
        return decide(account, id, expected, webhook -> {
            webhooks.change(wish.apply(webhook));
            note(account, id, actor, "webhook.changed");
        });
    }

    /** Gives it another secret, which is returned this once. Empty when it is gone. */
    Optional<WebhookSecret> rotate(Webhook webhook, Instant now, Actor actor) {
        WebhookSecret secret = WebhookSecret.random();
        byte[] sealed = secrets.seal(purpose(webhook.id()), secret.bytes());
        boolean rotated = Boolean.TRUE.equals(transaction.execute(
                status -> webhooks.rotate(webhook.account(), webhook.id(), sealed, now.plus(OVERLAP))
                        && note(webhook.account(), webhook.id(), actor, "webhook.secret-rotated")));
        return rotated ? Optional.of(secret) : Optional.empty();
    }

    Change delete(AccountId account, WebhookId id, Expected expected, Actor actor) {
        return decide(account, id, expected, webhook -> {
            webhooks.delete(account, id);
            note(account, id, actor, "webhook.deleted");
        });
    }

    private Change decide(AccountId account, WebhookId id, Expected expected, Consumer<Webhook> decision) {
        return transaction.execute(status -> {
            Optional<Webhook> now = webhooks.locked(account, id);
            if (now.isEmpty()) {
                return Change.UNKNOWN;
            }
            if (!expected.allows(now.get().revision())) {
                return Change.OUTDATED;
            }
            decision.accept(now.get());
            return Change.DONE;
        });
    }

    /** Appends an event that this webhook alone is told of. */
    EventId test(Webhook webhook, Actor actor) {
        return transaction.execute(status -> {
            note(webhook.account(), webhook.id(), actor, "webhook.tested");
            return outbox.append(
                    EventType.WEBHOOK_TEST,
                    webhook.account(),
                    Map.of("webhook", webhook.id().toString()));
        });
    }

    /** Sends what happened from one instant until before another once more; returns how many events. */
    int replay(Webhook webhook, Instant from, Instant to, Instant now, Actor actor) {
        return transaction.execute(status -> {
            note(webhook.account(), webhook.id(), actor, "webhook.replayed");
            return deliveries.again(webhook.id(), from, to, now);
        });
    }

    /** Sends an event once more, to each webhook that wants it; returns to how many. Empty when the account has no such event. */
    OptionalInt replay(AccountId account, EventId event, Instant now, Actor actor) {
        if (outbox.find(account, event).isEmpty()) {
            return OptionalInt.empty();
        }
        return transaction.execute(status -> {
            trail.append(account, null, actor, "event.replayed", Map.of("event", event.toString()));
            return OptionalInt.of(deliveries.again(account, event, now));
        });
    }

    private boolean note(AccountId account, WebhookId webhook, Actor actor, String action) {
        trail.append(account, null, actor, action, Map.of("webhook", webhook.toString()));
        return true;
    }
}
