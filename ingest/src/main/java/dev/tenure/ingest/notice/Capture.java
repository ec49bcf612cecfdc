package dev.tenure.ingest.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When recording was on, as several headers tell it. */
final class Capture {

    private Capture() {}

    /**
     * All of the time that any of them tells of, once: in order, apart from each other. An interval that was told while it lasted ends where a later
     * header says so, known by its beginning.
     */
    static List<Interval> union(List<Interval> told) {
        TreeMap<Instant, List<Interval>> byBeginning = new TreeMap<>();
        for (Interval one : told) {
            byBeginning.computeIfAbsent(one.from(), absent -> new ArrayList<>()).add(one);
        }
        List<Interval> union = new ArrayList<>();
        for (Map.Entry<Instant, List<Interval>> one : byBeginning.entrySet()) {
            Interval next = new Interval(one.getKey(), latestEnd(one.getValue()));
            if (!union.isEmpty() && reaches(union.getLast(), next.from())) {
                Interval before = union.removeLast();
                next = new Interval(before.from(), later(before.until(), next.until()));
            }
            union.add(next);
        }
        return union;
    }

    private static @Nullable Instant latestEnd(List<Interval> sameBeginning) {
        Instant latest = null;
        for (Interval one : sameBeginning) {
            if (one.until() != null && (latest == null || one.until().isAfter(latest))) {
                latest = one.until();
            }
        }
        return latest;
    }

    private static boolean reaches(Interval one, Instant instant) {
        return one.until() == null || !one.until().isBefore(instant);
    }

    /** What lasts still ends after everything. */
    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return null;
        }
        return one.isAfter(other) ? one : other;
    }
}
