package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sweep of one account: what it was going to take, and what became of it.
 *
 * @param preview a plan that somebody wanted to see; it never runs
 * @param startedAt null as long as nothing is destroyed
 * @param sweptAt since when all keys that were to be destroyed are; null before
 * @param endedAt null as long as something is not proven gone
 * @param destroyed items whose key is destroyed
 * @param proven those of them that have a certificate
 * @param deferred items that stay, or are not proven gone yet
 * @param cause why it was aborted; else null
 */
public record SweepRun(
        UUID id,
        AccountId account,
        State state,
        boolean preview,
        Plan plan,
        @Nullable Instant startedAt,
        @Nullable Instant sweptAt,
        @Nullable Instant endedAt,
        long destroyed,
        long proven,
        long deferred,
        @Nullable String cause) {

    /** How far it is. */
    public enum State {
        /** Counted; it waits for its start, or for a person. */
        PLANNED,
        /** Keys are being destroyed, bytes deleted, absence proven. */
        RUNNING,
        /** Everything that was due is proven gone. */
        COMPLETED,
        /** Ended; some items stay, each with its cause. */
        COMPLETED_WITH_DEFERRALS,
        /** Given up before its end; what it destroyed until then is destroyed, what stayed due waits for the next run. */
        ABORTED
    }

    /**
     * What was found due.
     *
     * @param at by the database's clock
     * @param items that were due and that nothing kept
     * @param bytes of their complete objects
     * @param kept candidates that something kept: a hold, a cool-off, a conflict
     * @param objection what a brake asks about; null when it asks nothing
     */
    public record Plan(
            Instant at,
            long items,
            long bytes,
            long kept,
            @Nullable String objection,
            List<ClassPlan> classes) {

        public Plan {
            classes = List.copyOf(classes);
        }
    }

    /**
     * What was due of one retention class.
     *
     * @param anchoredUpTo the last anchor that was due, in words {@code everything} or {@code nothing} where there is no such bound
     */
    public record ClassPlan(String retentionClass, String anchoredUpTo, long items, long bytes) {}

    /** What became of an item in a run. */
    public enum Outcome {
        /** It is on the plan. */
        PLANNED,
        /** Its key is destroyed, its absence not proven yet. */
        DESTROYED,
        /** It is proven gone, and has a certificate. */
        PROVEN,
        /** It stays. */
        DEFERRED
    }

    /**
     * An item of a run.
     *
     * @param cause of its staying; null where it does not
     * @param words the same for people
     * @param certificate where it is proven gone
     */
    public record RunItem(
            UUID item,
            Outcome outcome,
            @Nullable Cause cause,
            @Nullable String words,
            @Nullable Instant unreadableSince,
            @Nullable UUID certificate) {}
}
