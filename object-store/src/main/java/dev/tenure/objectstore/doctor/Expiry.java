package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.PresignedRead;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A signed address stops working at its end, by the server's clock. */
final class Expiry implements Probe {

    private static final Duration LIFETIME = Duration.ofSeconds(1);
    /** Too short and a server whose clock is a little behind is not waited for; too long and the examination is. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(200);

    @Override
    public String behaviour() {
        return "expiry";
    }

    @Override
    public Observation observe(Room room) {
        PresignedRead read = room.store().presign(room.put("object").key(), LIFETIME);
        long began = System.nanoTime();
        boolean over = false;
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            Web.Answer answer = room.examination().web().get(read.address());
            if (!answer.given()) {
                return Observation.good("a signed address is refused after its end");
            }
            // The end may have come between the server's check and its answer: only what it gives after that counts.
            if (over) {
                return Exposure.of(room, "a signed address works after its end");
            }
            Instant there = answer.date().orElseGet(room.examination().clock()::instant);
            over = there.isAfter(read.expires());
            LockSupport.parkNanos(STEP);
        }
        return Observation.of(
                Verdict.NOT_TRIED,
                "the server's clock is behind, so that the end did not come",
                "set both clocks by NTP");
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return Observation.of(Verdict.NOT_TRIED, Probe.reason(why), "");
    }
}
