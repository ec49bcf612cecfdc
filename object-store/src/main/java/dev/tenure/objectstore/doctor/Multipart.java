package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoredPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** An object in parts, begun by one process and ended by another; a part that is sent again replaces the first. */
final class Multipart implements Probe {

    /** S3's least size of a part that is not the last. */
    private static final int PART = 5 << 20;

    private static final int REST = 1000;

    @Override
    public String behaviour() {
        return "multipart";
    }

    @Override
    public Observation observe(Room room) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(2 * PART + REST);
        List<byte[]> sent = List.of(Room.bytes(PART, 1), Room.bytes(PART, 2), Room.bytes(REST, 3));
        sent.forEach(whole::put);

        MultipartUpload upload = room.begin(room.store(), "object", ObjectTags.none());
        StoredPart first = room.store().uploadPart(upload, 1, sent.getFirst());
        ObjectStore other = room.storeWith(UnaryOperator.identity());
        StoredPart second = other.uploadPart(upload, 2, sent.get(1));
        other.uploadPart(upload, 3, Room.bytes(REST, 4));
        StoredPart third = other.uploadPart(upload, 3, sent.getLast());
        List<StoredPart> listed = other.listParts(upload);
        if (!listed.equals(List.of(first, second, third))) {
            return unsafe("three parts were sent, and " + listed.size() + " are listed, or others than those");
        }
        ObjectVersion stored = other.completeUpload(upload, listed);
        return Arrays.equals(Room.read(other, stored), whole.array())
                ? Observation.good("10 MiB in three parts, taken up by a second process")
                : unsafe("an object in parts comes back changed");
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return unsafe(Probe.reason(why));
    }

    @Override
    public Observation broken(IOException why) {
        return unsafe("an object in parts does not come back whole: " + Probe.reason(why));
    }

    private static Observation unsafe(String seen) {
        return Observation.of(Verdict.BAD, seen, "recordings cannot be uploaded here");
    }
}
