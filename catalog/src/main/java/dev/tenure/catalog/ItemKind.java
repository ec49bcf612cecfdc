package dev.tenure.catalog;

/** What an item is. */
public enum ItemKind {
    RECORDING,
    TRANSCRIPT,
    CHAT,
    FILE,
    WHITEBOARD
}
