package dev.tenure.catalog.reach;

import org.jspecify.annotations.Nullable;

/** What became of sending. */
public sealed interface Outcome {

    /**
     * The receiver answered.
     *
     * @param retryAfter the header of that name, as it came
     * @param head the answer's first characters, whatever their meaning
     */
    record Answered(int status, @Nullable String retryAfter, String head) implements Outcome {}

    /**
     * There was no answer: the request may have arrived all the same, or nothing was sent.
     *
     * @param reason for people to read
     */
    record Unanswered(String reason) implements Outcome {}
}
