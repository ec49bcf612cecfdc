package dev.tenure.retention.fixity;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.fixity.FixityStanding;
import dev.tenure.catalog.fixity.Verifications;
import dev.tenure.catalog.fixity.Verifications.Turn;
import dev.tenure.retention.fixity.Readback.Away;
import dev.tenure.retention.fixity.Readback.Result;
import dev.tenure.retention.fixity.Readback.Sound;
import dev.tenure.retention.fixity.Readback.Unsound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads objects back, those first for which it is longest ago, at the pace that the settings allow. Each run goes on where the last one left off, on
 * whichever machine that was. For one run at a time; two at once would only read twice.
 */
public final class Fixity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fixity.class);
    private static final Actor ACTOR = Actor.system("fixity");

    /** Objects looked up at once. */
    private static final int PAGE = 100;

    /** What is damaged is looked at again so often: a restored copy is seen as sound a day later at most. */
    private static final Duration AGAIN = Duration.ofDays(1);

    /** Counting reads the row of every object. */
    private static final Duration COUNTED = Duration.ofMinutes(15);

    /** Objects in a row. Too few gives up for a hiccup, too many waits on a dead store again and again. */
    private static final int MAX_UNREAD_IN_A_ROW = 3;

    /** Objects in a row. More than these at once is no rot but another bucket, or none: it is told of a few, and of the others by and by. */
    private static final int MAX_UNSOUND_IN_A_ROW = 20;

    private final Verifications verifications;
    private final StoredObjects objects;
    private final Readback readback;
    private final ObjectAlarms alarms;
    private final FixitySettings settings;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final CountDownLatch ended;

    /** @param ended counted down when no further object is to be read */
    Fixity(
            Verifications verifications,
            StoredObjects objects,
            Readback readback,
            ObjectAlarms alarms,
            FixitySettings settings,
            InstantSource clock,
            LongSupplier nanos,
            CountDownLatch ended) {
        this.verifications = verifications;
        this.objects = objects;
        this.readback = readback;
        this.alarms = alarms;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.ended = ended;
    }

    /** Reads back what has its turn, until the time of a run is over; nothing while it is paused. */
    public FixityReport run() {
        Run run = new Run();
        if (!settings.paused()) {
            run.carryOut();
            verifications.count(clock.instant(), settings.window(), COUNTED);
        }
        return run.report();
    }

    /** How far it was when it was last counted; empty before the first run. */
    public Optional<FixityStanding> standing() {
        return verifications.standing();
    }

    /** Ends the run that is under way at its next byte. */
    @Override
    public void close() {
        ended.countDown();
    }

    /** One run. */
    private final class Run {

        private final long began = nanos.getAsLong();
        private int sound;
        private int unsound;
        private int unread;
        private int unsoundInARow;
        private int unreadInARow;
        private boolean hurried;

        void carryOut() {
            Instant now = clock.instant();
            verifications.damaged(now.minus(AGAIN), PAGE).forEach(this::look);
            Instant due = now.minus(settings.turnAfter());
            List<Turn> page = verifications.turns(due, null, PAGE);
            while (!page.isEmpty() && !over()) {
                page.forEach(this::look);
                page = verifications.turns(due, page.getLast(), PAGE);
            }
            if (brokenOff()) {
                LOG.warn(
                        "reading back waits: {} objects in a row could not be read, {} were damaged",
                        unreadInARow,
                        unsoundInARow);
            }
        }

        private boolean over() {
            return brokenOff()
                    || ended.getCount() == 0
                    || nanos.getAsLong() - began >= settings.run().toNanos();
        }

        private boolean brokenOff() {
            return hurried || unreadInARow >= MAX_UNREAD_IN_A_ROW || unsoundInARow >= MAX_UNSOUND_IN_A_ROW;
        }

        private void look(Turn turn) {
            if (over()) {
                return;
            }
            Optional<StoredObject> found = objects.find(turn.object());
            if (found.filter(object -> object.status() == StoredObject.Status.VISIBLE)
                    .isEmpty()) {
                return;
            }
            StoredObject object = found.get();
            Instant start = clock.instant();
            switch (twice(object)) {
                case Sound() -> {
                    sound += alarms.clear(object, turn, ACTOR, start) ? 1 : 0;
                    unsoundInARow = 0;
                    unreadInARow = 0;
                }
                case Unsound(var damage, String cause) -> {
                    if (alarms.raise(object, damage, cause, ACTOR, start)) {
                        unsound++;
                        unsoundInARow++;
                    }
                    unreadInARow = 0;
                }
                case Away(String cause, boolean inHurry) -> {
                    if (ended.getCount() > 0) {
                        LOG.warn("{} of item {} could not be read back: {}", object.key(), object.item(), cause);
                        unread++;
                        unreadInARow++;
                        hurried |= inHurry;
                    }
                }
            }
        }

        /** A bit may flip on the way: what is told of was seen twice. */
        private Result twice(StoredObject object) {
            Result first = readback.read(object);
            return first instanceof Unsound ? readback.read(object) : first;
        }

        FixityReport report() {
            return new FixityReport(sound, unsound, unread, brokenOff());
        }
    }
}
