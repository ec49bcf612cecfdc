package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import java.time.Duration;
import java.util.List;

/** A version that is retained in GOVERNANCE mode cannot be deleted before its time, but by who may bypass it. */
final class Retentions implements Probe {

    /** Above what the probe takes and clocks may differ; where it cannot be bypassed, the cleaning waits for its end. */
    static final Duration RETENTION = Duration.ofMinutes(1);

    @Override
    public String behaviour() {
        return "retention";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.storeWith(now -> now.withLocks(true));
        ObjectLocks locks = store.locks().orElseThrow();
        ObjectVersion kept = room.put("kept");
        locks.retain(kept, room.examination().clock().instant().plus(RETENTION));
        boolean refused = !store.deleteVersions(List.of(kept)).refused().isEmpty();
        if (!refused || !room.there(kept)) {
            return missing("taken, but the version is deleted before its time");
        }
        try {
            locks.deleteRetained(kept);
        } catch (ObjectStoreException why) {
            if (why.worthRetrying()) {
                throw why;
            }
            return Observation.of(
                    Verdict.DIFFERENT,
                    "a version cannot be deleted before its time, and these credentials may not bypass it",
                    "what is retained stays until its time has come");
        }
        return !room.there(kept)
                ? Observation.good("a version cannot be deleted before its time, but by bypass")
                : missing("a version that was deleted by bypass stays");
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        if (why.worthRetrying()) {
            return Probe.super.refused(why);
        }
        return Probe.lacks(why) ? missing(Probe.reason(why)) : Probe.denied(why, "s3:PutObjectRetention");
    }

    private static Observation missing(String seen) {
        return Observation.of(
                Verdict.MISSING, seen, "the bucket keeps nothing for a time by itself; Tenure's rules do");
    }
}
