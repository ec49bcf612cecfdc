package dev.tenure.embedded;

/** Somebody else, most likely a running server, uses the part's data directory. */
public final class EmbeddedPartInUse extends EmbeddedPartFailed {

    EmbeddedPartInUse(String part, String tried, String advice) {
        super(part, tried, advice, null);
    }
}
