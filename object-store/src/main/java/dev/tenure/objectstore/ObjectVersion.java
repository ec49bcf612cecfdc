package dev.tenure.objectstore;

/**
 * One version, or one delete marker, of an object.
 *
 * @param versionId the store's id; {@code "null"} where the bucket keeps no versions, as S3 spells it
 * @param size stored bytes; 0 for a delete marker
 */
public record ObjectVersion(ObjectKey key, String versionId, long size, boolean deleteMarker) {}
