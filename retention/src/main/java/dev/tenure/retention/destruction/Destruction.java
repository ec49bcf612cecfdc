package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKey;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Subject;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.rules.ClassFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The point of no return. In one transaction, of one item or of some: lock the items, put them under the holds that ask for them, decide anew on what is
 * committed by then, look at their holds, destroy their keys, and record the grounds. Whoever places a hold keeps this out, or waits for it: either the hold
 * is seen here, or the hold's placement sees the destruction.
 */
public final class Destruction {

    static final Actor ACTOR = Actor.system("sweep");

    private final Endings endings;
    private final RetentionClasses classes;
    private final ItemDecisions decisions;
    private final JdbcDestructions destructions;
    private final RetentionSettings settings;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Destruction(
            Endings endings,
            RetentionClasses classes,
            ItemDecisions decisions,
            JdbcDestructions destructions,
            RetentionSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        this.endings = endings;
        this.classes = classes;
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

    /**
     * The item stays as it is.
     *
     * @param words what keeps it, for people
     */
    public record Kept(Cause cause, String words) implements Beginning {

        static Kept unknownFacts() {
            return new Kept(Cause.UNKNOWN_FACTS, "the facts that would make it go are not known");
        }

        static Kept conflicted() {
            return new Kept(Cause.CONFLICTED, "the law demands both keeping and destroying it");
        }

        static Kept notDue(Explanation explanation) {
            return new Kept(
                    Cause.NOT_DUE,
                    "its own facts keep it: " + explanation.sentences().getFirst());
        }

        /** By its row: a hold that counts on it, or the cool-off of one that was released. */
        static Optional<Kept> held(Item item, Instant now) {
            if (item.holdCount() > 0) {
                return Optional.of(new Kept(Cause.HELD, "a legal hold keeps it"));
            }
            Instant cooling = item.coolOffUntil();
            return cooling != null && cooling.isAfter(now)
                    ? Optional.of(new Kept(Cause.COOL_OFF, "the cool-off of a released hold keeps it until " + cooling))
                    : Optional.empty();
        }
    }

    /** Destroys the item's key if, and only if, it is due and nothing keeps it at the moment of the commit. */
    public Beginning begin(ItemId id) {
        Beginning beginning = begin(List.of(id), null).get(id);
        if (beginning == null) {
            throw new IllegalArgumentException("no item " + id);
        }
        return beginning;
    }

    /**
     * Destroys the keys of those items that are due and that nothing keeps at the moment of the one commit. Each is judged for itself; when this throws,
     * nothing has happened to any of them.
     *
     * @param run the run that asks; null where none does
     * @return what became of each; one that is not there is not among them
     */
    Map<ItemId, Beginning> begin(List<ItemId> ids, @Nullable UUID run) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Instant started = clock.instant();
            Map<ItemId, Beginning> beginnings = new LinkedHashMap<>();
            List<Due> due = new ArrayList<>();
            Set<AccountId> ruled = new HashSet<>();
            for (Item item : endings.lockToDestroy(ids)) {
                if (ruled.add(item.account())) {
                    // Whoever keeps items longer waits for this: nothing goes by rules that are in force no more.
                    classes.keepInForce(item.account());
                }
                Instant now = clock.instant();
                switch (judge(item, now)) {
                    case Stays(Kept kept) -> beginnings.put(item.id(), kept);
                    case Due found -> {
                        due.add(found);
                        beginnings.put(item.id(), new Begun());
                    }
                }
            }
            if (!due.isEmpty()) {
                destroy(due, started, run);
            }
            return beginnings;
        }));
    }

    /** What is found under the item's lock. */
    private sealed interface Judgement permits Due, Stays {}

    private record Stays(Kept kept) implements Judgement {}

    private record Due(Item item, Explanation explanation, Instant at) implements Judgement {}

    private Judgement judge(Item item, Instant now) {
        if (!ItemLifecycle.destructible().contains(item.state())) {
            return stays(Cause.CHANGED, "it is " + item.state() + " by now");
        }
        Optional<Kept> held = Kept.held(item, now);
        if (held.isPresent()) {
            return new Stays(held.get());
        }
        Optional<Decision> decision = decisions.decide(item, now);
        if (decision.isEmpty()) {
            return new Stays(Kept.unknownFacts());
        }
        Explanation explanation = Explanation.of(decision.get(), now, settings.skewBound());
        return switch (explanation.standing()) {
            case DUE -> new Due(item, explanation, now);
            case HELD -> stays(Cause.HELD, "a legal hold, or its cool-off, keeps it");
            case CONFLICTED -> new Stays(Kept.conflicted());
            case WAITING, KEPT_FOREVER -> new Stays(Kept.notDue(explanation));
        };
    }

    private static Judgement stays(Cause cause, String words) {
        return new Stays(new Kept(cause, words));
    }

    private void destroy(List<Due> due, Instant started, @Nullable UUID run) {
        Map<ItemId, ItemKey> keys = endings.destroy(due.stream().map(Due::item).toList(), ACTOR);
        Map<String, ClassFacts> ruling = new HashMap<>();
        // A clock that went back meanwhile must not let it end before it began: there would never be a certificate of
        // that.
        Instant began = due.stream()
                .map(Due::at)
                .min(Instant::compareTo)
                .filter(started::isAfter)
                .orElse(started);
        destructions.insert(
                due.stream()
                        .map(one -> new JdbcDestructions.Ground(
                                one.item(),
                                one.explanation(),
                                ruling.computeIfAbsent(
                                                Objects.requireNonNull(
                                                        one.item().retentionClass()),
                                                id -> decisions.factsOf(id, one.at()))
                                        .of(Subject.of(one.item())),
                                Objects.requireNonNull(keys.get(one.item().id())),
                                one.at()))
                        .toList(),
                began,
                run);
    }
}
