package dev.tenure.retention.change;

import dev.tenure.retention.Decision;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.rules.RetentionClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to the items of a class. That depends on their anchors alone, so all items between two anchors fare alike and need not be looked
 * at: they are counted.
 *
 * @param today what rules them
 * @param longer what will as soon as the rules are revised
 * @param wholly what would if the change bound them wholly, from an instant on
 */
record Comparison(RetentionClass today, RetentionClass longer, RetentionClass wholly) {

    /** Rules count in days, so that between two anchors this far apart no effect begins and ends unseen but by a clock change. */
    private static final Duration STEP = Duration.ofDays(1);

    /**
     * How an item fares.
     *
     * @param hurriesTrash it goes no sooner, but may do so if it is in the trash: it stays there for less time, or is kept there by a shorter floor
     */
    record Effect(Direction direction, boolean atOnce, boolean floored, boolean conflicted, boolean hurriesTrash) {

        /** Of what is in the trash when it stays there for less time. It may stay all the same, by a floor; nobody is told too little. */
        static final Effect HURRIED = new Effect(Direction.SOONER, true, false, false, false);
    }

    /** When it goes, beside today. */
    enum Direction {
        SOONER,
        AS_BEFORE,
        LATER
    }

    /** All anchors from the first to the last, both included. */
    record Stretch(Instant first, Instant last, Effect effect) {}

    Effect effect(Instant anchor) {
        Decision then = decide(wholly, anchor);
        Decision now = decide(today, anchor);
        Horizon before = goes(now);
        // A conflict that stays one is nothing that goes; one that comes about keeps what would have gone.
        boolean sooner = (then.conflicted() && !before.isNever() ? then.goAt() : goes(then)).compareTo(before) < 0;
        Direction direction = sooner
                ? Direction.SOONER
                : goes(decide(longer, anchor)).isAfter(before) ? Direction.LATER : Direction.AS_BEFORE;
        Instant effective = wholly.notBefore();
        return new Effect(
                direction,
                sooner && effective != null && then.goAt().isReachedAt(effective),
                sooner
                        && then.bounds().floor() != null
                        && then.bounds().floor().isAfter(then.bounds().due()),
                sooner && then.conflicted(),
                !sooner
                        && (hurriesTrash()
                                || isLower(then.bounds().floor(), now.bounds().floor())));
    }

    private boolean hurriesTrash() {
        return wholly.trashGrace().length().compareTo(today.trashGrace().length()) < 0;
    }

    private static boolean isLower(@Nullable Horizon floor, @Nullable Horizon former) {
        return former != null && (floor == null || former.isAfter(floor));
    }

    /** The whole of these anchors, in stretches that fare alike. */
    List<Stretch> stretches(Instant first, Instant last) {
        List<Stretch> found = new ArrayList<>();
        Instant begin = first;
        Instant seen = first;
        Effect effect = effect(first);
        while (seen.isBefore(last)) {
            Instant next = seen.plus(STEP).isBefore(last) ? seen.plus(STEP) : last;
            Effect other = effect(next);
            if (!other.equals(effect)) {
                Instant end = lastAlike(effect, seen, next);
                found.add(new Stretch(begin, end, effect));
                begin = end.plus(1, ChronoUnit.MICROS);
                effect = effect(begin);
                seen = begin;
            } else {
                seen = next;
            }
        }
        found.add(new Stretch(begin, last, effect));
        return found;
    }

    /** The last anchor that fares like the first of two, where the second does not. */
    private Instant lastAlike(Effect effect, Instant alike, Instant other) {
        long low = 0;
        long high = ChronoUnit.MICROS.between(alike, other);
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (effect(alike.plus(middle, ChronoUnit.MICROS)).equals(effect)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return alike.plus(low, ChronoUnit.MICROS);
    }

    Horizon goesToday(Instant anchor) {
        return goes(decide(today, anchor));
    }

    Horizon goesThen(Instant anchor) {
        return goes(decide(wholly, anchor));
    }

    /** What only a person can let go does not go by itself. */
    private static Horizon goes(Decision decision) {
        return decision.conflicted() ? Horizon.never() : decision.goAt();
    }

    private static Decision decide(RetentionClass ruled, Instant anchor) {
        return ruled.decide(anchor, null, List.of());
    }
}
