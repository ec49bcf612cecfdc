package dev.tenure.objectstore.strict;

/**
 * An entry of a listing of versions.
 *
 * @param latest the newest of its key
 */
public record Listed(StoredVersion version, boolean latest) {}
