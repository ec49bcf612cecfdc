package dev.tenure.catalog.processing;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the processing of an item is.
 *
 * @param revision of the item
 * @param problem why it is not done, for people to read
 * @param round counts from 0 how often somebody asked for it anew
 * @param remake what is made anew of it; absent where it is made for the first time, or nothing is
 * @param run how far the run under way is, or the last one was
 * @param tries what came of the attempts so far
 * @param waitingSince since when it waits for its end
 */
public record Processing(
        ItemId item,
        AccountId account,
        ItemState state,
        long revision,
        Phase phase,
        @Nullable String problem,
        Priority priority,
        int round,
        @Nullable Remake remake,
        Run run,
        Tries tries,
        Instant waitingSince) {

    /**
     * How far a run is.
     *
     * @param fraction of all that is to be done, 0 to 1; it never falls within an attempt
     * @param readyAt when it will be done at the present speed; absent while that is not known
     */
    public record Run(
            double fraction,
            @Nullable String stage,
            @Nullable Instant readyAt) {}

    /**
     * What came of the attempts.
     *
     * @param attempts begun so far, in all rounds
     * @param failures of this round that count against it
     * @param notBefore when the next one may begin; absent when at once
     */
    public record Tries(
            int attempts, int failures, @Nullable Instant notBefore, Failure.@Nullable Noted last) {}

    /** Whether somebody works on it, or is to. */
    public boolean open() {
        return phase == Phase.WAITING || phase == Phase.RUNNING;
    }
}
