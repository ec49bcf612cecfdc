package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.PresignedRead;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A signed address stops working at its end, by the server's clock. */
final class Expiry implements Probe {

    private static final Duration LIFETIME = Duration.ofSeconds(1);
    /** Too short and a server whose clock is a little behind is not waited for; too long and the examination is. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What a Date header, which knows whole seconds only, may hide. */
    private static final Duration TRUNCATED = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(200);

    @Override
    public String behaviour() {
        return "expiry";
    }

    @Override
    public Observation observe(Room room) {
        ObjectKey key = room.put("object").key();
        Web web = room.examination().web();
        Web.Answer lasting = web.get(room.store().presign(key, LONG).address());
        if (!lasting.given()) {
            return untried("a signed address is refused with " + lasting.status() + " long before its end", "");
        }
        if (lasting.date().isEmpty()) {
            return untried("the server tells no time", "try by hand that a signed address ends");
        }
        PresignedRead read = room.store().presign(key, LIFETIME);
        long began = System.nanoTime();
        boolean over = false;
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            Web.Answer answer = web.get(read.address());
            // By the server's clock: ours may be another one.
            boolean now = answer.date()
                    .filter(there -> there.plus(answer.given() ? Duration.ZERO : TRUNCATED)
                            .isAfter(read.expires()))
                    .isPresent();
            if (!answer.given()) {
                return now
                        ? Observation.good("a signed address is given before its end, and refused after it")
                        : untried("a signed address is refused before its end", "set both clocks by NTP");
            }
            // The end may have come between the server's check and its answer: only what it gives after that counts.
            if (over) {
                return Exposure.of(room, "a signed address works after its end");
            }
            over = now;
            LockSupport.parkNanos(STEP);
        }
        return untried("the server's clock is behind, so that the end did not come", "set both clocks by NTP");
    }

    private static Observation untried(String seen, String consequence) {
        return Observation.of(Verdict.NOT_TRIED, seen, consequence.isEmpty() ? "it is used as before" : consequence);
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return untried(Probe.reason(why), "");
    }
}
