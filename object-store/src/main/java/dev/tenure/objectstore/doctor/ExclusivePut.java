package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.OutcomeUnknown;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Of many who write a key unless it is there, exactly one succeeds, and the others leave nothing. */
final class ExclusivePut implements Probe {

    /** On their way long enough for others to be on theirs; more only costs time. */
    private static final int SIZE = 32 << 10;

    @Override
    public String behaviour() {
        return "conditional put";
    }

    @Override
    public Observation observe(Room room) throws IOException {
        ObjectStore store = room.storeWith(now -> now.withExclusivePut(true));
        Effort effort = room.examination().effort();
        int writers = effort.writers();
        int keys = room.examination().found().exclusivePut() ? effort.keysIfProven() : effort.keys();
        for (int i = 0; i < keys; i++) {
            KeyPrefix folder = new KeyPrefix(room.folder() + "race-" + i + "/");
            ObjectKey key = folder.key("object");
            List<Integer> winners = race(store, key, writers);
            if (winners.size() > 1) {
                return missing("taken, but let " + winners.size() + " of " + writers + " writers through");
            }
            boolean one = store.listVersions(folder).size() == 1;
            if (!one || (winners.size() == 1 && writer(store, key) != winners.getFirst())) {
                return missing("refused, but a refused writer's bytes were stored");
            }
        }
        room.put("there-before");
        return store.putIfAbsent(room.key("there-before"), new byte[1], Room.TYPE, ObjectTags.none())
                        .isPresent()
                ? missing("taken, and an object that was there was overwritten")
                : Observation.good("exactly one of " + writers + " writers got through, on each of " + keys + " keys")
                        .with(now -> now.withExclusivePut(true));
    }

    /** The numbers of the writers who were told that they succeeded. */
    private static List<Integer> race(ObjectStore store, ObjectKey key, int writers) {
        CountDownLatch start = new CountDownLatch(writers);
        List<Boolean> told = Rounds.all(writers, writer -> {
            start.countDown();
            try {
                start.await();
                return store.putIfAbsent(key, content(writer), Room.TYPE, ObjectTags.none())
                        .isPresent();
            } catch (OutcomeUnknown conflict) {
                // Told to come again because another one was at it: no success.
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        return IntStream.range(0, writers).filter(told::get).boxed().toList();
    }

    private static byte[] content(int writer) {
        byte[] bytes = Room.bytes(SIZE, writer);
        bytes[0] = (byte) writer;
        return bytes;
    }

    private static int writer(ObjectStore store, ObjectKey key) throws IOException {
        try (InputStream body = store.open(key, ByteRange.whole(1))) {
            return body.read();
        }
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        if (why.worthRetrying()) {
            return Probe.super.refused(why);
        }
        return Probe.lacks(why) ? missing(Probe.reason(why)) : Probe.denied(why, "s3:PutObject with conditions");
    }

    private static Observation missing(String seen) {
        return Observation.of(
                        Verdict.MISSING, seen, "writes that must happen once are decided by the order of versions")
                .with(now -> now.withExclusivePut(false));
    }
}
