package dev.tenure.transcode.job;

import java.time.Duration;

/**
 * How long an item rests after a failure. What counts against it rests longer each time: a machine that is short of memory or disk needs minutes to
 * become better. An outage of the store ends when it ends, so that is looked for more often, and never rested for long.
 *
 * @param first after the first failure; each further one rests four times as long
 * @param longest no rest is longer
 */
record BackOff(Duration first, Duration longest) {

    private static final int GROWTH = 4;
    private static final Duration FIRST_OUTAGE = Duration.ofSeconds(5);
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1);

    BackOff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off: above zero, and the longest not below the first");
        }
    }

    /** After so many failures, from 1. */
    Duration afterFailures(int count) {
        return grown(first, GROWTH, count, longest);
    }

    /** After so many outages, from 1. */
    Duration afterOutages(int count) {
        Duration begin = first.compareTo(FIRST_OUTAGE) < 0 ? first : FIRST_OUTAGE;
        return grown(begin, 2, count, LONGEST_OUTAGE);
    }

    private static Duration grown(Duration begin, int factor, int count, Duration most) {
        Duration rest = begin;
        for (int step = 1; step < count && rest.compareTo(most) < 0; step++) {
            rest = rest.multipliedBy(factor);
        }
        return rest.compareTo(most) < 0 ? rest : most;
    }
}
