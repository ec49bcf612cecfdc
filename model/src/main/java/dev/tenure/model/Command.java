package dev.tenure.model;

import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.strict.Operation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to items. Items and holds are named by labels that the command which makes them carries, so that a history without some of its commands
 * still means the same; a command whose label nobody made does nothing.
 */
sealed interface Command {

    /** How complete an item is when it has arrived. */
    enum Arrival {
        READY,
        /** Without a believable end: nothing ever makes it go. */
        WITHOUT_END,
        QUARANTINED
    }

    /** What a hold asks for beside its list. */
    enum Asked {
        NOTHING,
        ITS_MEETING,
        ITS_HOST,
        ENDED_LATELY,
        WHOLE_ACCOUNT
    }

    /** Where the process dies: before the effect or behind it. */
    enum Side {
        BEFORE,
        AFTER
    }

    /** Instants around the one at which an item goes. */
    enum Edge {
        JUST_BEFORE,
        WITHIN_THE_SKEW,
        JUST_AFTER
    }

    record Ingest(
            int item,
            int meeting,
            Arrival arrival,
            @Nullable String period,
            int objects) implements Command {}

    record LateObject(int item) implements Command {}

    record Trash(int item) implements Command {}

    record Restore(int item) implements Command {}

    record Choose(int item, String period) implements Command {}

    record Revise(int rules) implements Command {}

    /** One person proposes that the rules bind what is there, another one approves. */
    record BindExisting() implements Command {}

    record RevokeChange() implements Command {}

    record Hold(int hold, List<Integer> items, Asked asked, int meeting) implements Command {
        public Hold {
            items = List.copyOf(items);
        }
    }

    record Release(int hold) implements Command {}

    record Tick(Duration by) implements Command {}

    /** Waits until about when the item is expected to go. */
    record TickTo(int item, Edge edge) implements Command {}

    /** The database's clock moves; true time does not. */
    record ClockLeaps(Duration by) implements Command {}

    record ClockIsSetRight() implements Command {}

    record PersonReleasesSweeps() implements Command {}

    record Sweep() implements Command {}

    record Destroy() implements Command {}

    record CloseRuns() implements Command {}

    record GiveLeaves() implements Command {}

    record MirrorHolds() implements Command {}

    record AuditLocks() implements Command {}

    record Reconcile() implements Command {}

    /** The process dies at that call to the store or commit of the next commands, and another one goes on. */
    record DieAt(int effect, Side side) implements Command {}

    record StoreFails(Operation operation, Failing how, int times) implements Command {}

    /** The store keeps one version of the item in every batch of deletions. */
    record StoreRefuses(int item) implements Command {}

    record StoreRecovers() implements Command {}

    /** Somebody deletes a version in the bucket, past us. */
    record AdminDeletes(int item) implements Command {}

    /** Somebody writes among the item's objects, past us. */
    record StrangerWrites(int item) implements Command {}
}
