/**
 * What keeps a sweep from destroying more than anybody meant: a pause, a clock that cannot be believed, and far more at once than is usual for an
 * account. A stop waits for a person of the account; nothing is lost by it, because what is due stays due.
 *
 * <p>Configuration: {@code tenure.brakes.*}. Rows: {@code sweep_pause}, {@code sweep_stop} and {@code sweep_release}, at most one of each for an
 * account; {@code sweep_clock}, one row in all. Considerations: a brake decides about a run, never about an item; whether an item is due is decided
 * under its own lock.
 */
@NullMarked
package dev.tenure.retention.brake;

import org.jspecify.annotations.NullMarked;
