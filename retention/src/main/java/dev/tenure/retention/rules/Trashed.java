package dev.tenure.retention.rules;

import dev.tenure.retention.Grace;
import java.time.Instant;

/**
 * A person deleted the item.
 *
 * @param grace how long it can be restored; none if it was to go at once
 */
public record Trashed(Instant at, Grace grace) {}
