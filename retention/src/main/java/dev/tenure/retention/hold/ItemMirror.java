package dev.tenure.retention.hold;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.hold.JdbcHoldMirror.Due;
import dev.tenure.retention.hold.JdbcHoldMirror.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings the locks of one item's versions in line with its holds. The store is called outside of transactions; what was reached is recorded only
 * if the item's holds and objects are, under the lock of its row, still those that the work began with.
 */
final class ItemMirror {

    static final Actor ACTOR = Actor.system("hold-mirror");

    /** After the first failure; twice as long after each further one. Shorter only repeats what fails, longer leaves what was mended unnoticed. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ItemMirror.class);

    private final JdbcHoldMirror mirror;
    private final Items items;
    private final StoredObjects objects;
    private final ObjectStore store;
    private final Trail trail;
    private final MirrorLocks mirrors;
    private final InstantSource clock;
    private final TransactionOperations transaction;
    private final Duration callsEndWithin;

    /** @param callsEndWithin after which no call to the store can be under way any more */
    ItemMirror(
            JdbcHoldMirror mirror,
            Items items,
            StoredObjects objects,
            ObjectStore store,
            Trail trail,
            MirrorLocks mirrors,
            InstantSource clock,
            TransactionOperations transaction,
            Duration callsEndWithin) {
        this.mirror = mirror;
        this.items = items;
        this.objects = objects;
        this.store = store;
        this.trail = trail;
        this.mirrors = mirrors;
        this.clock = clock;
        this.transaction = transaction;
        this.callsEndWithin = callsEndWithin;
    }

    /** What became of one item. */
    sealed interface Outcome {

        /** Versions at which something was not as expected. */
        Map<MirrorFinding, Integer> found();
    }

    /** Locks and holds agree. */
    record InLine(boolean held, Map<MirrorFinding, Integer> found) implements Outcome {}

    /** Something changed meanwhile; the item is due still. */
    record Again(Map<MirrorFinding, Integer> found) implements Outcome {}

    /** The item is due still, behind all others that are, and not before some time. */
    record Failed(RuntimeException failure, Map<MirrorFinding, Integer> found) implements Outcome {}

    /**
     * Brings the item in line; empty when another machine is at it.
     *
     * @param audit also asks the store about every version that was dealt with before
     */
    Optional<Outcome> bring(ItemId id, ObjectLocks locks, boolean audit) {
        return alone(id, alone -> bring(id, locks, audit, alone));
    }

    /** Clears what is left of our locks, in a store that is not known to enforce any; an item that is held stays due. */
    Optional<Outcome> clear(ItemId id, ObjectLocks locks) {
        return alone(id, alone -> {
            Due due = mirror.due(id);
            Item item = items.find(id).orElseThrow();
            return item.holdCount() > 0 ? new Again(Map.of()) : bring(item, due, locks, false, alone);
        });
    }

    private Optional<Outcome> alone(ItemId id, Function<MirrorLocks.Held, Outcome> work) {
        try (MirrorLocks.Held alone = mirrors.take(id).orElse(null)) {
            return alone == null ? Optional.empty() : Optional.of(work.apply(alone));
        }
    }

    private Outcome bring(ItemId id, ObjectLocks locks, boolean audit, MirrorLocks.Held alone) {
        if (audit) {
            // An audit that breaks off in the middle of a repair is taken up by the next catching up.
            mirror.makeDue(id, true);
        }
        // What is due is read before anything else: whatever changes from here on is due anew.
        Due due = mirror.due(id);
        Item item = items.find(id).orElseThrow();
        return bring(item, due, locks, audit || due.look(), alone);
    }

    private Outcome bring(Item item, Due due, ObjectLocks locks, boolean look, MirrorLocks.Held alone) {
        ItemId id = item.id();
        if (item.holdCount() > 0) {
            mirror.begin(id);
        }
        Optional<Progress> known = mirror.progress(id);
        if (known.isEmpty() || item.state() == ItemState.PURGED) {
            return settle(item, due, () -> mirror.forget(id));
        }
        // A call that was interrupted may reach the store after those that follow here.
        mirror.lookAfterInterruption(id, clock.instant().plus(callsEndWithin));
        Progress before = known.get();
        LockPass pass = new LockPass(mirror, items, objects, store, locks, alone, item, look);
        try {
            if (item.holdCount() > 0) {
                int versions = pass.lockAll(before.mirroredAt() != null && !due.changed());
                return settle(item, due, () -> mirror.mirrored(id, versions, clock.instant()));
            }
            boolean anything = pass.clearAll();
            return settle(item, due, () -> cleared(id, look && !anything && !before.looksAgain()));
        } catch (LockPass.Overtaken overtaken) {
            Map<MirrorFinding, Integer> found = transaction.execute(status -> tell(item));
            log(item, found);
            return new Again(found);
        } catch (RuntimeException failure) {
            return failed(item, due, look, before, failure);
        }
    }

    private Outcome settle(Item before, Due due, Runnable record) {
        Outcome outcome = transaction.execute(status -> {
            Item now = items.lock(before.id()).orElseThrow();
            Map<MirrorFinding, Integer> found = tell(now);
            boolean held = now.holdCount() > 0;
            if (held != before.holdCount() > 0 || !mirror.isAll(now.id(), due)) {
                return new Again(found);
            }
            mirror.done(due);
            record.run();
            return new InLine(held, found);
        });
        log(before, outcome.found());
        return outcome;
    }

    /** Marks are kept until a later look finds nothing to clear, so that until then a refused deletion can be explained. */
    private void cleared(ItemId id, boolean twice) {
        if (twice) {
            mirror.forget(id);
        } else {
            mirror.cleared(id);
        }
    }

    private Outcome failed(Item item, Due due, boolean look, Progress before, RuntimeException failure) {
        String problem = String.valueOf(failure.getMessage());
        Instant notBefore = clock.instant().plus(waitAfter(before.failures()));
        Map<MirrorFinding, Integer> found = transaction.execute(status -> {
            mirror.problem(item.id(), problem, due.changed(), notBefore);
            mirror.done(due);
            mirror.makeDue(item.id(), look);
            return tell(item);
        });
        log(item, found);
        if (!problem.equals(before.problem())) {
            LOG.warn("the locks of item {} are behind its holds: {}", item.id(), problem);
        }
        return new Failed(failure, found);
    }

    static Duration waitAfter(int failuresBefore) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failuresBefore, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private Map<MirrorFinding, Integer> tell(Item item) {
        Map<MirrorFinding, Integer> found = mirror.takeFindings(item.id());
        found.forEach((finding, versions) -> trail.append(
                item.account(),
                item.id(),
                ACTOR,
                finding.action(),
                Map.of("found", finding.name(), "versions", versions.toString())));
        return found;
    }

    private static void log(Item item, Map<MirrorFinding, Integer> found) {
        if (!found.isEmpty()) {
            LOG.warn("the mirror of holds found at item {}, with numbers of versions: {}", item.id(), found);
        }
    }
}
