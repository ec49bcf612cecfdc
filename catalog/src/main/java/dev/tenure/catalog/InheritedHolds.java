package dev.tenure.catalog;

/** Holds of a recording reach what else was kept of its meeting. Whoever knows holds provides it; without one, nothing is held. */
public interface InheritedHolds {

    /**
     * Puts a companion under every hold in force that its meeting's recording is under. Called in the transaction that announces the companion, while
     * the recording's row is locked: a hold that is placed on the recording just now comes before, or finds the companion.
     */
    void inherit(ItemId companion, ItemId recording, Actor actor);
}
