package dev.tenure.objectstore;

/** What the store reports of the current version of an object, without its bytes. */
public record ObjectFacts(ObjectKey key, String versionId, long size) {}
