package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import java.util.ArrayList;
import java.util.List;

/** In which dialect versions can be deleted, many in one request if possible; the listing is the proof, not the answer. */
final class Deletes implements Probe {

    private static final int KEYS = 4;

    @Override
    public String behaviour() {
        return "deletes";
    }

    @Override
    public Observation observe(Room room) {
        List<String> reasons = new ArrayList<>();
        for (BatchDelete dialect : BatchDelete.values()) {
            String problem = problem(room, dialect, 1);
            if (problem.isEmpty()) {
                return found(dialect, reasons).with(now -> now.withBatchDelete(dialect));
            }
            reasons.add(problem);
        }
        return Observation.of(Verdict.BAD, reasons.getLast(), "nothing can be destroyed here; nothing else was tried");
    }

    private static Observation found(BatchDelete dialect, List<String> reasons) {
        return switch (dialect) {
            case CHECKSUM -> Observation.good("many versions go in one request");
            case CONTENT_MD5 ->
                Observation.of(
                        Verdict.DIFFERENT, reasons.getFirst(), "requests that need a digest carry a Content-MD5");
            case ONE_BY_ONE ->
                Observation.of(
                        Verdict.MISSING,
                        reasons.getFirst(),
                        "versions are deleted one by one; a destruction takes longer");
        };
    }

    private static String problem(Room room, BatchDelete dialect, int attempt) {
        ObjectStore store = room.storeWith(now -> now.withBatchDelete(dialect));
        KeyPrefix folder =
                new KeyPrefix(room.folder() + dialect.name().toLowerCase(java.util.Locale.ROOT) + "-" + attempt + "/");
        try {
            List<ObjectVersion> put = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                put.add(store.put(folder.key("k" + i), new byte[1], Room.TYPE, ObjectTags.none()));
            }
            var outcome = store.deleteVersions(put);
            List<ObjectVersion> left = store.listVersions(folder);
            if (!left.isEmpty()) {
                return outcome.refused().isEmpty()
                        ? "the server says deleted, and lists " + left.size() + " versions still"
                        : "deleting is refused: " + outcome.refused().getFirst().code();
            }
            return outcome.refused().isEmpty() ? "" : "what was deleted is not named in the answer";
        } catch (ObjectStoreException refused) {
            // Some servers answer what they do not know with 500, each time; a store that is away fails the last
            // dialect too.
            if (refused.worthRetrying() && attempt < Scratch.ATTEMPTS) {
                return problem(room, dialect, attempt + 1);
            }
            if (refused.worthRetrying() && dialect == BatchDelete.ONE_BY_ONE) {
                throw refused;
            }
            return Probe.reason(refused);
        }
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return Observation.of(Verdict.BAD, Probe.reason(why), "nothing can be destroyed here; nothing else was tried");
    }
}
