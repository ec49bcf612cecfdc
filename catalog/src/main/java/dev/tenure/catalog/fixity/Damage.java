package dev.tenure.catalog.fixity;

/** What is wrong with an object that readers should be able to see. */
public enum Damage {
    /** There are bytes, and they are not those that were written; or the item's key opens nothing. */
    DAMAGED,
    /** The store has no such version. */
    MISSING
}
