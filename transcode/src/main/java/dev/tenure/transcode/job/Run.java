package dev.tenure.transcode.job;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.catalog.processing.Remake;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** The work on one item in this process, from taking its lease to giving it back. */
final class Run implements CancelSignal {

    private static final long PROGRESS_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Item item;
    private final Lease lease;
    private final Ticket ticket;
    private final @Nullable Remake remake;
    private final int round;
    private final Items items;
    private final Processings processings;
    private volatile long toldAt;
    private volatile Duration media = Duration.ZERO;
    private volatile Duration encoding = Duration.ZERO;

    Run(Work work, Lease lease, Ticket ticket, Items items, Processings processings) {
        this.item = work.item();
        this.remake = work.processing().remake();
        this.round = work.processing().round();
        this.lease = lease;
        this.ticket = ticket;
        this.items = items;
        this.processings = processings;
    }

    /** What there is to do. */
    record Work(Item item, Processing processing) {}

    Item item() {
        return item;
    }

    Lease lease() {
        return lease;
    }

    @Override
    public boolean cancelled() {
        return ticket.stopAsked() || lease.lost();
    }

    void interrupted() {
        ticket.interrupted();
    }

    /** Ends the stage at once when the run is cancelled. */
    void checkpoint() {
        if (cancelled()) {
            throw new MediaException(new MediaFailure.Cancelled());
        }
    }

    /** What is to be made of a recording that is READY; absent where it is made for the first time. */
    @Nullable
    Remake remake() {
        return remake;
    }

    /** The round that it belongs to: what people wished for when it began. */
    int round() {
        return round;
    }

    /** How much media there is to encode, so that a speed tells when that will be done. */
    void lasting(Duration length) {
        media = length;
    }

    /** Shows that a stage begins. */
    Progress enter(String stage) {
        Leg leg = Leg.of(stage);
        toldAt = System.nanoTime();
        show(leg, 0);
        return (fraction, speed) -> tell(leg, fraction, speed);
    }

    private void tell(Leg leg, double fraction, double speed) {
        long now = System.nanoTime();
        if (leg == Leg.ENCODE && speed > 0) {
            encoding = Leg.encoding(media, speed);
        }
        if (now - toldAt < PROGRESS_INTERVAL) {
            return;
        }
        toldAt = now;
        try {
            show(leg, fraction);
        } catch (DataAccessException unreachable) {
            // Nobody's work ends because its progress could not be shown.
        }
    }

    private void show(Leg leg, double fraction) {
        items.progress(item.id(), lease.owner(), leg.word(), leg.overall(fraction));
        Optional<Duration> left = leg.left(fraction, encoding);
        if (left.isPresent()) {
            processings.estimate(item.id(), lease.owner(), left.get());
        }
    }
}
