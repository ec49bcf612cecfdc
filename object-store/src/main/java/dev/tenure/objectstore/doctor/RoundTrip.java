package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.util.Arrays;

/** Bytes come back as they went: a mebibyte, and none at all. */
final class RoundTrip implements Probe {

    private static final int SIZE = 1 << 20;

    @Override
    public String behaviour() {
        return "bytes";
    }

    @Override
    public Observation observe(Room room) throws IOException {
        byte[] bytes = Room.bytes(SIZE, System.nanoTime());
        ObjectVersion whole = room.put("mebibyte", bytes);
        byte[] back;
        try {
            back = room.read(whole.key(), ByteRange.whole(SIZE));
        } catch (IOException broken) {
            // The client's own checksum says so too; a link that only broke once is tried again.
            back = room.read(whole.key(), ByteRange.whole(SIZE));
        }
        if (!Arrays.equals(bytes, back)) {
            return unsafe("bytes come back changed, " + back.length + " of " + SIZE);
        }
        String problem = emptyObject(room);
        return problem.isEmpty()
                ? Observation.good("1 MiB and an empty object come back as they went")
                : Observation.of(
                        Verdict.DIFFERENT,
                        "1 MiB comes back as it went; an empty object " + problem,
                        "none: Tenure writes no empty objects, what is sealed has a header");
    }

    private static String emptyObject(Room room) {
        try {
            ObjectVersion empty = room.put("empty", new byte[0]);
            long size = room.store().facts(empty.key()).map(ObjectFacts::size).orElse(-1L);
            if (size == 0) {
                return "";
            }
            return size < 0 ? "is not kept" : "has bytes";
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            return "is refused (" + Probe.reason(refused) + ")";
        }
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return unsafe(Probe.reason(why));
    }

    @Override
    public Observation broken(IOException why) {
        return unsafe("bytes do not come back whole: " + Probe.reason(why));
    }

    private static Observation unsafe(String seen) {
        return Observation.of(Verdict.BAD, seen, "nothing can be kept here; nothing else was tried");
    }
}
