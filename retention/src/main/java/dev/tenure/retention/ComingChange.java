package dev.tenure.retention;

import java.time.Instant;

/**
 * What an item will be ruled by from an instant on, because people decided so and nobody has revoked it.
 *
 * @param decision as it will be then
 */
public record ComingChange(Instant from, Decision decision) {}
