package dev.tenure.catalog.processing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt ended early.
 *
 * @param reason in words that its host may read
 * @param lastLines what the tool said last, without paths and addresses; for whoever runs the store. Absent when no tool spoke
 */
public record Failure(String reason, @Nullable String lastLines) {

    /** Longer text is cut from its beginning: the end says what happened. */
    static final int MAX_LINES_LENGTH = 4000;

    public Failure {
        if (lastLines != null && lastLines.length() > MAX_LINES_LENGTH) {
            lastLines = "…" + lastLines.substring(lastLines.length() - MAX_LINES_LENGTH);
        }
    }

    /** A failure with its time. */
    public record Noted(Failure failure, Instant at) {}
}
