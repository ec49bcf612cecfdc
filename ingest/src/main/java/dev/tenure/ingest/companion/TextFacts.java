package dev.tenure.ingest.companion;

import org.jspecify.annotations.Nullable;

/**
 * How far the text of a document is.
 *
 * @param reason why there is none
 */
public record TextFacts(State state, @Nullable String reason) {

    /** How far it is. */
    public enum State {
        /** Not yet looked for. */
        WAITING,
        /** It is there: {@code text.txt}. */
        DONE,
        /** The document holds no text. */
        EMPTY,
        /** Of this type nobody takes text out. */
        NOT_SUPPORTED,
        /** The attempt ended at a limit, or the document is damaged. */
        FAILED
    }
}
