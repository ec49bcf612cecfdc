package dev.tenure.retention.change;

import dev.tenure.catalog.ItemId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules would do to what an account has, compared with what rules it today.
 *
 * @param preview what a proposal to bind what is there has to quote
 * @param revision the rules in force that it was compared with
 * @param earliestEffect when such a proposal would take effect if it were approved now
 * @param items all that may be destroyed some day: whatever has arrived, deleted by a person or not
 * @param itemsLater that are kept longer as soon as the rules are revised; no proposal is needed for these
 * @param bytesAtOnce of what would go as soon as a proposal takes effect
 * @param earliestLoss when the first item would go that goes sooner and that no hold keeps; absent when none would
 * @param kept what keeps some of those that would go sooner
 * @param hosts whose recordings would go sooner, the most first, and no more than {@value #MAX_HOSTS}
 * @param samples a few that would go sooner, of each kind of item the oldest
 */
public record Simulation(
        Preview preview,
        int revision,
        Instant earliestEffect,
        long items,
        long itemsLater,
        long bytesAtOnce,
        @Nullable Instant earliestLoss,
        Kept kept,
        List<HostShare> hosts,
        List<Sample> samples) {

    static final int MAX_HOSTS = 20;
    static final int MAX_SAMPLES = 10;

    public Simulation {
        hosts = List.copyOf(hosts);
        samples = List.copyOf(samples);
    }

    /**
     * What keeps items, of those that would go sooner.
     *
     * @param byFloor rules demand keeping longer than was chosen or limited
     * @param byHold a legal hold keeps them, whatever their dates say
     * @param byCoolOff the cool-off of a released hold does
     * @param byConflict the law would demand keeping and forbid it: a person must decide
     * @param quarantined all items in quarantine: none goes from there by itself
     */
    public record Kept(long byFloor, long byHold, long byCoolOff, long byConflict, long quarantined) {}

    /** A host, as the meetings name them. */
    public record HostShare(String host, long items) {}

    /**
     * One item; instants are text, because they may be {@code never}.
     *
     * @param anchor the end of the recording
     * @param goesNow when it goes by what rules it today
     * @param goesThen when it would go
     */
    public record Sample(String item, String host, Instant anchor, String goesNow, String goesThen) {

        Sample(ItemId item, String host, Instant anchor, Object goesNow, Object goesThen) {
            this(item.toString(), host, anchor, goesNow.toString(), goesThen.toString());
        }
    }
}
