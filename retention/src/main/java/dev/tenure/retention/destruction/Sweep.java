package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Candidates.Ruled;
import dev.tenure.retention.destruction.Planning.Counted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /** Keys that one transaction destroys. More keep their items locked longer, fewer wait more often for the disk. */
    private static final int TOGETHER = 50;

    private final Candidates candidates;
    private final Planning planning;
    private final SweepRuns runs;
    private final ItemDecisions decisions;
    private final Destruction destruction;
    private final SweepBrake brake;
    private final InstantSource clock;

    Sweep(
            Candidates candidates,
            Planning planning,
            SweepRuns runs,
            ItemDecisions decisions,
            Destruction destruction,
            SweepBrake brake,
            InstantSource clock) {
        this.candidates = candidates;
        this.planning = planning;
        this.runs = runs;
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
                .forEach(ruled -> candidates.each(ruled, now, () -> false, (rules, page) -> {
                    for (Item item : page) {
                        if (plan.size() < MAX_SHOWN) {
                            decisions.explain(item, now).ifPresent(explanation -> plan.put(item.id(), explanation));
                        }
                    }
                }));
        return plan;
    }

    /** How many items of the account the next sweep would take: those that are due and that nothing holds. */
    public long due(AccountId account) {
        return planning.count(ruled(account), clock.instant()).items();
    }

    /** Counts what the next sweep would take from the account, and keeps that for people to see; nothing is ever destroyed by it. */
    public SweepRun preview(AccountId account) {
        Counted counted = planning.count(ruled(account), clock.instant());
        return runs.preview(account, counted, brake.wouldObject(account, counted.items(), counted.at()));
    }

    private List<Ruled> ruled(AccountId account) {
        return candidates.byAccount(clock.instant()).getOrDefault(account, List.of());
    }

    /**
     * Destroys the keys of all items that are due. Their bytes are unreadable when this returns; deleting them follows. Every candidate is acted
     * on, however many are held; the report names at most {@value #MAX_SHOWN} of those that stay. Of an account whose sweeps are paused, or that a
     * person should look at first, nothing is taken; the report says why. What is taken from an account is a run of its own; one that a machine left
     * when it broke down is gone on with.
     */
    public SweepReport run() {
        Tally tally = new Tally();
        brake.begin().ifPresent(sweep -> {
            Set<AccountId> interrupted = runs.interrupted();
            candidates.byAccount(sweep.now()).forEach((account, ruled) -> {
                try {
                    sweep(account, ruled, sweep, interrupted.contains(account), tally);
                } catch (RuntimeException failure) {
                    // Whatever it is with this account, what is due of the others must go.
                    LOG.error("the sweep of account {} broke off; the next one goes on with it", account, failure);
                    tally.stopped(account, "it broke off: " + failure.getMessage());
                }
            });
        });
        return tally.report();
    }

    private void sweep(
            AccountId account, List<Ruled> ruled, SweepBrake.Beginning sweep, boolean interrupted, Tally tally) {
        if (brake.paused(account)) {
            tally.stopped(account, SweepRuns.PAUSED);
            if (interrupted) {
                runs.abort(account, SweepRuns.PAUSED);
            }
            return;
        }
        Counted counted = planning.count(ruled, sweep.now());
        Optional<String> objection = brake.objection(account, counted.items(), sweep);
        if (objection.isPresent()) {
            tally.stopped(account, objection.get());
            runs.waits(account, counted, objection.get());
            return;
        }
        if (counted.items() == 0 && !interrupted) {
            runs.nothingDue(account);
            destroy(account, ruled, sweep.now(), null, tally);
            return;
        }
        UUID run = runs.start(account, counted).orElse(null);
        if (run == null) {
            tally.stopped(account, "another machine sweeps it just now");
            return;
        }
        if (destroy(account, ruled, sweep.now(), run, tally)) {
            runs.swept(run, tally.deferrals(account));
        } else {
            runs.abort(account, SweepRuns.PAUSED);
        }
    }

    /** False when it was paused before its end. */
    private boolean destroy(AccountId account, List<Ruled> ruled, Instant now, @Nullable UUID run, Tally tally) {
        boolean[] paused = {false};
        Set<ItemId> trashed = new HashSet<>();
        candidates.each(
                ruled,
                now,
                () -> {
                    paused[0] |= brake.paused(account);
                    return paused[0];
                },
                (rules, page) -> {
                    Map<ItemId, Destruction.Kept> kept = new LinkedHashMap<>();
                    List<ItemId> due = new ArrayList<>();
                    for (Item item : page) {
                        // One that was deleted by a person may come twice.
                        if (item.trashedAt() == null || trashed.add(item.id())) {
                            candidates
                                    .kept(item, rules.rules(), now)
                                    .ifPresentOrElse(cause -> kept.put(item.id(), cause), () -> due.add(item.id()));
                        }
                    }
                    for (int from = 0; from < due.size(); from += TOGETHER) {
                        begin(due.subList(from, Math.min(due.size(), from + TOGETHER)), run)
                                .forEach((item, beginning) -> {
                                    switch (beginning) {
                                        case Destruction.Begun() -> tally.destroyed(item);
                                        case Destruction.Kept cause -> kept.put(item, cause);
                                    }
                                });
                    }
                    kept.forEach((item, cause) -> tally.deferred(account, item, cause));
                    if (run != null) {
                        runs.progress(run, kept);
                    }
                });
        return !paused[0];
    }

    /** All together; one by one where that fails, so that what is wrong with one keeps none of the others. */
    private Map<ItemId, Destruction.Beginning> begin(List<ItemId> due, @Nullable UUID run) {
        try {
            return destruction.begin(due, run);
        } catch (RuntimeException failure) {
            if (due.size() == 1) {
                LOG.error("item {} could not be judged and stays", due.getFirst(), failure);
                return Map.of(
                        due.getFirst(),
                        new Destruction.Kept(Cause.FAILED, "it could not be judged: " + failure.getMessage()));
            }
            LOG.warn("{} items could not be judged together, and are judged one by one", due.size(), failure);
            Map<ItemId, Destruction.Beginning> alone = new LinkedHashMap<>();
            due.forEach(item -> alone.putAll(begin(List.of(item), run)));
            return alone;
        }
    }
}
