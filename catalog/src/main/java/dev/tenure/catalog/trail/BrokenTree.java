package dev.tenure.catalog.trail;

/** The tree's rows are not what the sequencer wrote; {@link TrailCheck} names the first that is wrong. */
public final class BrokenTree extends IllegalStateException {

    BrokenTree(String message) {
        super(message);
    }
}
