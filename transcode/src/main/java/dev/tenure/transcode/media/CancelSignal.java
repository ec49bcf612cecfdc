package dev.tenure.transcode.media;

/** Asked several times a second during media work; once it answers true the work stops and its processes end. */
@FunctionalInterface
public interface CancelSignal {

    boolean cancelled();

    /** Work that nobody cancels (an interrupt still does). */
    static CancelSignal never() {
        return () -> false;
    }
}
