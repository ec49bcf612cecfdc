package dev.tenure.retention.destruction;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKey;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.rules.RetentionClass;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The point of no return. In one transaction: lock the item, put it under what asks for it, decide anew on what is committed by then, look at its holds,
 * destroy its key, and record the grounds. Whoever places a hold keeps this out, or waits for it: either the hold is seen here, or the hold's placement
 * sees the destruction.
 */
public final class Destruction {

    static final Actor ACTOR = Actor.system("sweep");

    private final Items items;
    private final ItemDecisions decisions;
    private final JdbcDestructions destructions;
    private final RetentionSettings settings;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Destruction(
            Items items,
            ItemDecisions decisions,
            JdbcDestructions destructions,
            RetentionSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        this.items = items;
        this.decisions = decisions;
        this.destructions = destructions;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** What became of the wish to destroy. */
    public sealed interface Beginning {}

    /** The key is destroyed; nothing can bring the bytes back. */
    public record Begun() implements Beginning {}

    /** The item stays as it is. */
    public record Kept(String cause) implements Beginning {}

    /** Destroys the item's key if, and only if, it is due and nothing keeps it at the moment of the commit. */
    public Beginning begin(ItemId id) {
        return transaction.execute(status -> {
            Instant started = clock.instant();
            Item item = items.lockToDestroy(id).orElseThrow();
            if (!ItemLifecycle.destructible().contains(item.state())) {
                return new Kept("it is " + item.state() + " by now");
            }
            Instant now = clock.instant();
            Optional<String> veto = item.vetoAt(now);
            if (veto.isPresent()) {
                return new Kept(veto.get());
            }
            Optional<Decision> decision = decisions.decide(item);
            if (decision.isEmpty()) {
                return new Kept("the facts that would make it go are not known");
            }
            Explanation explanation = Explanation.of(decision.get(), now, settings.skewBound());
            if (explanation.standing() != Decision.Standing.DUE) {
                return new Kept("it is not due: " + explanation.sentences().getFirst());
            }
            destroy(item, explanation, started, now);
            return new Begun();
        });
    }

    private void destroy(Item item, Explanation explanation, Instant started, Instant now) {
        ItemKey key = items.destroyKey(item.id())
                .orElseThrow(() -> new IllegalStateException("item " + item.id() + " has no key to destroy"));
        String retentionClass = item.retentionClass();
        RetentionClass rules = decisions.classOf(retentionClass == null ? "" : retentionClass);
        destructions.insert(item, explanation, rules, key, started, now);
        if (!items.move(item.id(), item.state(), ItemState.DESTROYING, ACTOR, null)) {
            throw new IllegalStateException("item " + item.id() + " moved although it was locked");
        }
    }
}
