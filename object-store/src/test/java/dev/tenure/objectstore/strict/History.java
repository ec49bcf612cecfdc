package dev.tenure.objectstore.strict;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Numbers the changes of a bucket, so that a listing can show how it was. Used under the bucket's lock. */
final class History {

    private final InstantSource clock;
    private final Defects defects;
    private final List<Instant> changes = new ArrayList<>();
    private int staleLists;

    History(InstantSource clock, Defects defects) {
        this.clock = clock;
        this.defects = defects;
    }

    /** Notes a change; its number. */
    long change() {
        changes.add(clock.instant());
        return changes.size();
    }

    Instant now() {
        return clock.instant();
    }

    /** Makes the next listing a stale one. */
    void staleListOnce() {
        staleLists++;
    }

    /** Number of the last change that a listing made now is to show. */
    long shown() {
        if (staleLists > 0) {
            staleLists--;
            return changes.size() - 1L;
        }
        if (!defects.has(Defect.STALE_LISTS)) {
            return changes.size();
        }
        Duration lag = defects.lag();
        if (lag == null) {
            return changes.size() - 1L;
        }
        Instant then = clock.instant().minus(lag);
        return changes.stream().filter(change -> !change.isAfter(then)).count();
    }
}
