package dev.tenure.storageapi.processing;

import dev.tenure.catalog.processing.Failure;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Remake;
import dev.tenure.transcode.job.Turns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the processing of an item is.
 *
 * @param progress of all that is to be done, 0 to 1; within an attempt it never falls
 * @param stage what is done just now, or was done last
 * @param estimatedReadyAt at the present speed; absent while nobody can tell
 * @param place in the order of waiting, from 1; absent unless it waits for nothing but its turn
 * @param waitingSince since when it waits for its end; absent when there is nothing to wait for
 * @param waitsUntil when a rest between attempts, or quiet hours, end; absent when nothing but its turn keeps it
 * @param remake what of a READY recording is made anew
 * @param attempts begun so far
 * @param failures of the present round; a retry by people begins another one
 * @param lastFailure absent when none, and for whoever does not run the store
 */
record ProcessingView(
        String item,
        Phase phase,
        double progress,
        @Nullable String stage,
        @Nullable Instant estimatedReadyAt,
        @Nullable Integer place,
        @Nullable Instant waitingSince,
        @Nullable Instant waitsUntil,
        Priority priority,
        @Nullable Remake remake,
        int attempts,
        int failures,
        @Nullable String problem,
        @Nullable FailureView lastFailure) {

    static ProcessingView of(Processing processing, Turns.@Nullable Wait wait, boolean failureShown) {
        boolean running = processing.phase() == Phase.RUNNING;
        return new ProcessingView(
                processing.item().toString(),
                processing.phase(),
                processing.run().fraction(),
                processing.run().stage(),
                running ? processing.run().readyAt() : null,
                wait == null ? null : wait.place(),
                processing.open() ? processing.waitingSince() : null,
                wait == null ? null : wait.until(),
                processing.priority(),
                processing.remake(),
                processing.tries().attempts(),
                processing.tries().failures(),
                processing.problem(),
                failureShown ? FailureView.of(processing.tries().last()) : null);
    }

    /**
     * Why the last attempt that failed did.
     *
     * @param lastLines what the tool said last, without paths and addresses; empty when no tool spoke
     */
    record FailureView(Instant at, String reason, List<String> lastLines) {

        static @Nullable FailureView of(Failure.@Nullable Noted noted) {
            if (noted == null) {
                return null;
            }
            String lines = noted.failure().lastLines();
            return new FailureView(
                    noted.at(),
                    noted.failure().reason(),
                    lines == null ? List.of() : lines.lines().toList());
        }
    }
}
