package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how bytes must be sent. Some servers refuse the checksums that today's clients add, and some do not know the framing that a client may
 * put around them and store it as content, which shows in the object's size. Everything else depends on this.
 */
final class ChecksumDialect implements Probe {

    private static final int SIZE = 70_000;

    @Override
    public String behaviour() {
        return "checksums";
    }

    @Override
    public Observation observe(Room room) {
        Checksums told = room.examination().settings().checksums();
        List<String> reasons = new ArrayList<>();
        for (Checksums mode : told == null ? List.of(Checksums.SUPPORTED, Checksums.REQUIRED) : List.of(told)) {
            String problem = problem(room, room.storeWith(now -> now.withChecksums(mode)), mode, 1);
            if (problem.isEmpty()) {
                return found(mode, told != null, reasons).with(now -> now.withChecksums(mode));
            }
            reasons.add(problem);
        }
        return Observation.of(
                Verdict.BAD,
                String.join("; ", reasons),
                told == null
                        ? "nothing can be kept here; nothing else was tried"
                        : "nothing can be kept here as tenure.store.checksums is set; leave it away");
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return Observation.of(Verdict.BAD, Probe.reason(why), "nothing can be kept here; nothing else was tried");
    }

    private static Observation found(Checksums mode, boolean told, List<String> reasons) {
        if (told) {
            return Observation.good("works as tenure.store.checksums says: " + mode);
        }
        return switch (mode) {
            case SUPPORTED -> Observation.good("a checksum is taken with every write");
            case REQUIRED ->
                Observation.of(
                        Verdict.DIFFERENT,
                        String.join("; ", reasons),
                        "checksums are sent only where S3 demands them; sealed bytes prove themselves");
        };
    }

    /** What goes wrong with a whole object or with a part of one; empty if nothing does. */
    private static String problem(Room room, ObjectStore store, Checksums mode, int attempt) {
        try {
            ObjectKey whole = room.key("whole-" + (mode == Checksums.SUPPORTED ? "checked" : "plain"));
            store.put(whole, Room.bytes(SIZE, 1), Room.TYPE, ObjectTags.none());
            MultipartUpload upload = room.begin(store, "part", ObjectTags.none());
            store.completeUpload(upload, List.of(store.uploadPart(upload, 1, Room.bytes(SIZE, 2))));
            return sizes(store, List.of(whole, room.key("part")));
        } catch (ObjectStoreException refused) {
            // Some servers answer what they do not know with 500, each time; a store that is away fails the last mode
            // too.
            if (refused.worthRetrying() && attempt < Scratch.ATTEMPTS) {
                return problem(room, store, mode, attempt + 1);
            }
            if (refused.worthRetrying() && mode == Checksums.REQUIRED) {
                throw refused;
            }
            return Probe.reason(refused);
        }
    }

    private static String sizes(ObjectStore store, List<ObjectKey> keys) {
        for (ObjectKey key : keys) {
            long size = store.facts(key).map(ObjectFacts::size).orElse(-1L);
            if (size != SIZE) {
                return size < 0
                        ? "what was stored is not there"
                        : "of " + SIZE + " bytes " + size + " were stored: checksums became content";
            }
        }
        return "";
    }
}
