package dev.tenure.catalog;

/**
 * A thing as it was looked at, for a change that says what it is based on.
 *
 * @param revision counts its changes; 0 while nobody has decided anything and the value is the usual one
 */
public record Revised<T>(T value, long revision) {}
