package dev.tenure.transcode.job;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.Progress;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/** The work on one item in this process, from taking its lease to giving it back. */
final class Run implements CancelSignal {

    private static final long PROGRESS_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Item item;
    private final Lease lease;
    private final Ticket ticket;
    private final Items items;
    private volatile long toldAt;

    Run(Item item, Lease lease, Ticket ticket, Items items) {
        this.item = item;
        this.lease = lease;
        this.ticket = ticket;
        this.items = items;
    }

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

    /** Shows that a stage begins. */
    Progress enter(String stage) {
        toldAt = System.nanoTime();
        items.progress(item.id(), lease.owner(), stage, 0);
        return (fraction, speed) -> tell(stage, fraction);
    }

    private void tell(String stage, double fraction) {
        long now = System.nanoTime();
        if (now - toldAt < PROGRESS_INTERVAL) {
            return;
        }
        toldAt = now;
        try {
            items.progress(item.id(), lease.owner(), stage, Math.clamp(fraction, 0, 1));
        } catch (DataAccessException unreachable) {
            // Nobody's work ends because its progress could not be shown.
        }
    }
}
