package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import java.util.List;
import java.util.Optional;

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
        if (!keeps(room, single.deleteVersions(List.of(held)), held)) {
            return missing("taken, but a version under it is deleted");
        }
        if (!keeps(room, store.deleteVersions(List.of(free, held)), held) || room.there(free)) {
            return missing("taken, but not kept when many versions are deleted at once");
        }
        locks.release(held);
        return store.deleteVersions(List.of(held)).refused().isEmpty() && !room.there(held)
                ? Observation.good("a version under it cannot be deleted, alone or among others, until it is cleared")
                        .with(now -> now.withLocks(true))
                : missing("kept, but not cleared when it should be");
    }

    /** Whether the version was refused for good, and is there: listings may lag. */
    private static boolean keeps(Room room, DeleteOutcome outcome, ObjectVersion held) {
        Optional<Refusal> refusal = outcome.refused().stream()
                .filter(one -> one.version().equals(held))
                .findFirst();
        if (refusal.filter(Refusal::worthRetrying).isPresent()) {
            throw new ObjectStoreException(
                    Fault.STORE,
                    "delete " + held.key() + ": the store answered "
                            + refusal.get().code(),
                    null);
        }
        return refusal.isPresent() && room.there(held);
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        if (why.worthRetrying()) {
            return Probe.super.refused(why);
        }
        return Probe.lacks(why)
                ? missing(Probe.reason(why))
                : Probe.denied(why, "s3:PutObjectLegalHold and s3:GetObjectLegalHold");
    }

    private static Observation missing(String seen) {
        return Observation.of(Verdict.MISSING, seen, "hold is kept by Tenure only")
                .with(now -> now.withLocks(false));
    }
}
