package dev.tenure.transcode.job;

import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.SealBroken;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of a stage means for its item.
 *
 * @param retryable whether the same work may succeed later
 * @param sources whether it is the source's doing, so that the job did all that can be done
 * @param reason what happened and what to do, in words without paths and keys
 * @param lastLines what the tool said last, cleaned; absent when no tool spoke
 */
record Verdict(
        boolean retryable,
        boolean sources,
        String reason,
        @Nullable String lastLines) {

    /** The longest reason kept, in characters; a tool's error can be a page long. */
    private static final int MAX_REASON = 400;

    Verdict {
        reason = sentence(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason);
    }

    private Verdict(boolean retryable, boolean sources, String reason) {
        this(retryable, sources, reason, null);
    }

    static Verdict of(Exception failed) {
        return switch (failed) {
            case Unplayable unplayable -> new Verdict(false, true, String.valueOf(unplayable.getMessage()));
            case MediaException media -> of(media.failure(), media.lastLines());
            case SealBroken broken ->
                new Verdict(false, false, "The stored original was damaged: its seal does not open");
            case ObjectNotFound missing -> new Verdict(false, false, "The stored original is missing in the bucket");
            // Wrong credentials are mended by the operator, not by giving up on recordings.
            case ObjectStoreException store ->
                new Verdict(
                        store.fault() != ObjectStoreException.Fault.REQUEST,
                        false,
                        "The object store failed (" + store.fault() + ")");
            case SourceUnreadable away ->
                new Verdict(true, false, "The original could not be read from the object store");
            case KeyUnavailable key
            when key.reason().ofOneItem() -> new Verdict(false, false, "Its key was altered or destroyed");
            case KeyUnavailable key -> new Verdict(true, false, "Its key could not be had from the key vault");
            case IOException io -> new Verdict(true, false, "A work file could not be read or written");
            case UncheckedIOException io -> new Verdict(true, false, "A work file could not be read or written");
            default ->
                new Verdict(
                        true, false, "An error of ours: " + failed.getClass().getSimpleName());
        };
    }

    private static Verdict of(MediaFailure failure, String lastLines) {
        return new Verdict(
                failure.retryable(),
                failure.fault() == MediaFailure.Fault.SOURCE,
                sentence(failure.reason()) + " " + failure.hint(),
                lastLines.isEmpty() ? null : lastLines);
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        String capital =
                stripped.isEmpty() ? stripped : Character.toUpperCase(stripped.charAt(0)) + stripped.substring(1);
        return capital.endsWith(".") || capital.endsWith("…") ? capital : capital + ".";
    }
}
