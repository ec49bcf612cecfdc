package dev.tenure.retention.hold;

import dev.tenure.retention.hold.JdbcHoldAudit.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit of all locks, bit by bit: each run goes on where the last one left off, on whichever machine that was. For one run at a time. */
public final class HoldAudit {

    private static final Logger LOG = LoggerFactory.getLogger(HoldAudit.class);

    /** Items between two notes of the place. Larger repeats more after a crash; smaller asks the database more often. */
    private static final int PAGE = 20;

    private final HoldMirror mirror;
    private final JdbcHoldAudit audit;
    private final InstantSource clock;
    private final LongSupplier nanos;

    HoldAudit(HoldMirror mirror, JdbcHoldAudit audit, InstantSource clock, LongSupplier nanos) {
        this.mirror = mirror;
        this.audit = audit;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Goes on with the audit that is under way, or begins the next one when it is time. What a store in trouble kept from being looked at stays due
     * for {@link HoldMirror#catchUp}, so the audit goes past it.
     *
     * @param every from the beginning of one audit to that of the next; one that lasts longer is ended first
     * @param longest after which no further page is begun
     */
    public void goOn(Duration every, Duration longest) {
        Place place = audit.place();
        if (!place.underWay()) {
            Instant now = clock.instant();
            Instant last = place.beganAt();
            // One that began later than now was begun by a clock that was set right since.
            if (last != null && !last.isAfter(now) && last.plus(every).isAfter(now)) {
                return;
            }
            audit.begin(now);
            place = new Place(now, true, null);
        }
        long began = nanos.getAsLong();
        MirrorReport report = mirror.audit(place.after(), PAGE);
        audit.reached(report.next());
        while (report.next() != null && !report.brokenOff() && nanos.getAsLong() - began < longest.toNanos()) {
            report = mirror.audit(report.next(), PAGE);
            audit.reached(report.next());
        }
        if (report.brokenOff()) {
            LOG.warn("the audit of locks waits, because the store is in trouble; it goes on where it was");
        }
    }
}
