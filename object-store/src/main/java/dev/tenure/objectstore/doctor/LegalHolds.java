package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import java.util.List;

/** A version under a legal hold really cannot be deleted, by whoever tries, until the hold is cleared. */
final class LegalHolds implements Probe {

    @Override
    public String behaviour() {
        return "legal hold";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.storeWith(now -> now.withLocks(true));
        ObjectLocks locks = store.locks().orElseThrow();
        ObjectVersion held = room.put("held");
        ObjectVersion free = room.put("free");
        locks.hold(held);
        if (!locks.held(held)) {
            return missing("taken, and forgotten at once");
        }
        ObjectStore single = room.storeWith(now -> now.withBatchDelete(BatchDelete.ONE_BY_ONE));
        if (!refuses(single.deleteVersions(List.of(held)), held) || !listed(room, held)) {
            return missing("taken, but a version under it is deleted");
        }
        if (!refuses(store.deleteVersions(List.of(free, held)), held) || !listed(room, held) || listed(room, free)) {
            return missing("taken, but not kept when many versions are deleted at once");
        }
        locks.release(held);
        return store.deleteVersions(List.of(held)).refused().isEmpty() && !listed(room, held)
                ? Observation.good("a version under it cannot be deleted, alone or among others, until it is cleared")
                        .with(now -> now.withLocks(true))
                : missing("kept, but not cleared when it should be");
    }

    private static boolean refuses(DeleteOutcome outcome, ObjectVersion version) {
        return outcome.refused().stream()
                .anyMatch(refusal -> refusal.version().equals(version) && !refusal.worthRetrying());
    }

    private static boolean listed(Room room, ObjectVersion version) {
        return room.store().listVersions(room.folder()).contains(version);
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return why.worthRetrying() ? Probe.super.refused(why) : missing(Probe.reason(why));
    }

    private static Observation missing(String seen) {
        return Observation.of(Verdict.MISSING, seen, "hold is kept by Tenure only")
                .with(now -> now.withLocks(false));
    }
}
