package dev.tenure.retention.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;

/**
 * Which anchors of a retention class have come due: a threshold, so that a sweep asks the database one comparison
 * instead of reading every item.
 */
public sealed interface Cutoff {

    /** No anchor is due. */
    record Nothing() implements Cutoff {}

    /** Anchors at or before this instant are due; a whole microsecond, the catalog's resolution. */
    record UpTo(Instant anchor) implements Cutoff {}

    /** Every anchor is due. */
    record Everything() implements Cutoff {}

    default boolean covers(Instant anchor) {
        return switch (this) {
            case Nothing() -> false;
            case UpTo(Instant last) -> !anchor.isAfter(last);
            case Everything() -> true;
        };
    }

    /**
     * The last microsecond that satisfies a condition which holds for early anchors and, once it fails, for none later.
     *
     * @param holdsAt must hold at {@code low} and fail at {@code high}
     */
    static Cutoff lastWhere(Predicate<Instant> holdsAt, Instant low, Instant high) {
        long holds = ChronoUnit.MICROS.between(Instant.EPOCH, low);
        long fails = ChronoUnit.MICROS.between(Instant.EPOCH, high);
        while (fails - holds > 1) {
            long middle = holds + (fails - holds) / 2;
            if (holdsAt.test(micros(middle))) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return new UpTo(micros(holds));
    }

    private static Instant micros(long sinceEpoch) {
        return Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
    }
}
