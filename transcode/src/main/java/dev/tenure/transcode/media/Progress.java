package dev.tenure.transcode.media;

/** Told how far a render is, about twice a second, on a thread of the engine; must return soon and not throw. */
@FunctionalInterface
public interface Progress {

    /**
     * How far it is now.
     *
     * @param fraction done so far, 0 to 1, never falling
     * @param speed media seconds per second, 0 if not known yet
     */
    void at(double fraction, double speed);

    /** Tells nobody. */
    static Progress silent() {
        return (fraction, speed) -> {};
    }
}
