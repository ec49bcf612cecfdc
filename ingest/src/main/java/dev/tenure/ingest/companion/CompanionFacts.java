package dev.tenure.ingest.companion;

import org.jspecify.annotations.Nullable;

/**
 * What became of an item that is no recording.
 *
 * @param format in which its words were; absent where they were not understood, or not looked for
 * @param entries how many there are in {@code words.json}
 * @param notUnderstood how many parts of the file are no entries
 * @param reason why it was not understood
 */
public record CompanionFacts(
        Outcome outcome,
        @Nullable String format,
        @Nullable String encoding,
        int entries,
        int notUnderstood,
        @Nullable String reason) {

    /** What became of the content. */
    public enum Outcome {
        /** Its words are there as JSON and WebVTT. */
        NORMALISED,
        /** It should hold words, and we found none. The original is all there is. */
        NOT_UNDERSTOOD,
        /** A file or a whiteboard: there is nothing to put into another form. */
        KEPT_AS_IT_IS
    }

    static CompanionFacts kept() {
        return new CompanionFacts(Outcome.KEPT_AS_IT_IS, null, null, 0, 0, null);
    }

    static CompanionFacts notUnderstood(String reason) {
        return new CompanionFacts(Outcome.NOT_UNDERSTOOD, null, null, 0, 0, reason);
    }
}
