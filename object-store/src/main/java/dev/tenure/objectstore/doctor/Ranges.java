package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Exactly the bytes that were asked for: players seek, and sealed objects are opened in the middle. */
final class Ranges implements Probe {

    private static final int SIZE = 1000;

    @Override
    public String behaviour() {
        return "ranges";
    }

    @Override
    public Observation observe(Room room) throws IOException {
        byte[] bytes = Room.bytes(SIZE, 5);
        ObjectKey key = room.put("object", bytes).key();
        for (ByteRange range : List.of(
                new ByteRange(0, 1),
                new ByteRange(0, 100),
                new ByteRange(500, 100),
                new ByteRange(SIZE - 1, 1),
                new ByteRange(SIZE - 10, 50))) {
            byte[] wanted = Arrays.copyOfRange(bytes, (int) range.first(), (int) Math.min(range.end(), SIZE));
            byte[] got = room.read(key, range);
            if (!Arrays.equals(wanted, got)) {
                return unsafe("bytes " + range.first() + " to " + (range.end() - 1) + " of " + SIZE + " came as "
                        + (got.length == SIZE ? "the whole object" : got.length + " bytes, or others"));
            }
        }
        try {
            int behind = room.read(key, new ByteRange(SIZE, 1)).length;
            return Observation.of(
                    Verdict.DIFFERENT,
                    "a range behind the end is answered with " + behind + " bytes",
                    "Tenure asks for no such range");
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            return Observation.good("first, middle and last bytes are exact; behind the end is refused");
        }
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return unsafe(Probe.reason(why));
    }

    @Override
    public Observation broken(IOException why) {
        return unsafe("a range breaks off: " + Probe.reason(why));
    }

    private static Observation unsafe(String seen) {
        return Observation.of(Verdict.BAD, seen, "sealed recordings cannot be played from here");
    }
}
