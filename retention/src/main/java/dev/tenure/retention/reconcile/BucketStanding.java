package dev.tenure.retention.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far catalog and bucket agree.
 *
 * @param comparedAt when the last whole comparison ended; absent before the first
 * @param listed versions and delete markers that the bucket had then
 * @param orphans of versions, delete markers and uploads, those that were told of
 * @param orphanBytes of them
 */
public record BucketStanding(@Nullable Instant comparedAt, long listed, long orphans, long orphanBytes) {}
