package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Candidates.Ruled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is due, account by account, and destroys it. What it finds is a candidate only: the destruction decides anew under its own lock. Before
 * it takes anything of an account it counts, and asks when that is far more than usual.
 */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** The most items that a plan or a report names; it bounds their memory, never the work. */
    static final int MAX_SHOWN = 10_000;

    private final Candidates candidates;
    private final ItemDecisions decisions;
    private final Destruction destruction;
    private final SweepBrake brake;
    private final InstantSource clock;

    Sweep(
            Candidates candidates,
            ItemDecisions decisions,
            Destruction destruction,
            SweepBrake brake,
            InstantSource clock) {
        this.candidates = candidates;
        this.decisions = decisions;
        this.destruction = destruction;
        this.brake = brake;
        this.clock = clock;
    }

    /** Items whose time may have come, each with the reasons; changes nothing. At most {@value #MAX_SHOWN} of them. */
    public Map<ItemId, Explanation> plan() {
        Map<ItemId, Explanation> plan = new LinkedHashMap<>();
        Instant now = clock.instant();
        candidates
                .byAccount(now)
                .values()
                .forEach(ruled -> each(ruled, now, () -> false, (item, explanation) -> {
                    if (plan.size() < MAX_SHOWN) {
                        plan.put(item.id(), explanation);
                    }
                }));
        return plan;
    }

    /** How many items of the account the next sweep would take: those that are due and that nothing holds. */
    public long due(AccountId account) {
        Instant now = clock.instant();
        return due(candidates.byAccount(now).getOrDefault(account, List.of()), now);
    }

    /**
     * Destroys the keys of all items that are due. Their bytes are unreadable when this returns; deleting them follows. Every candidate is acted
     * on, however many are held; the report names at most {@value #MAX_SHOWN} of those that stay. Of an account whose sweeps are paused, or that a
     * person should look at first, nothing is taken; the report says why.
     */
    public SweepReport run() {
        Tally tally = new Tally();
        brake.begin()
                .ifPresent(sweep -> candidates.byAccount(sweep.now()).forEach((account, ruled) -> {
                    if (brake.paused(account)) {
                        tally.stopped(account, "sweeps of the account are paused");
                        return;
                    }
                    brake.objection(account, due(ruled, sweep.now()), sweep)
                            .ifPresentOrElse(
                                    cause -> tally.stopped(account, cause),
                                    () -> destroy(account, ruled, sweep.now(), tally));
                }));
        return tally.report();
    }

    private void destroy(AccountId account, List<Ruled> ruled, Instant now, Tally tally) {
        each(
                ruled,
                now,
                () -> brake.paused(account),
                (item, explanation) -> causeToStay(item.id(), explanation)
                        .ifPresentOrElse(cause -> tally.deferred(item.id(), cause), () -> tally.destroyed(item.id())));
    }

    private long due(List<Ruled> ruled, Instant now) {
        AtomicLong due = new AtomicLong();
        candidates.eachDue(ruled, now, item -> due.incrementAndGet());
        return due.get();
    }

    private void each(List<Ruled> ruled, Instant now, BooleanSupplier end, BiConsumer<Item, Explanation> action) {
        candidates.each(ruled, now, end, item -> {
            try {
                decisions.explain(item, now).ifPresent(explanation -> action.accept(item, explanation));
            } catch (RuntimeException failure) {
                // Whatever it is with this item, what is due behind it must go.
                LOG.error("item {} could not be judged and stays", item.id(), failure);
            }
        });
    }

    /** Destroys the item if it is due; why it stays where it is not. */
    private Optional<String> causeToStay(ItemId item, Explanation explanation) {
        return switch (explanation.standing()) {
            case DUE ->
                switch (destruction.begin(item)) {
                    case Destruction.Begun() -> Optional.empty();
                    case Destruction.Kept(String cause) -> Optional.of(cause);
                };
            case HELD -> Optional.of("a legal hold, or its cool-off, keeps it");
            case CONFLICTED -> Optional.of("the law demands both keeping and destroying it");
            case WAITING, KEPT_FOREVER ->
                Optional.of("its own facts keep it: " + explanation.sentences().getFirst());
        };
    }
}
