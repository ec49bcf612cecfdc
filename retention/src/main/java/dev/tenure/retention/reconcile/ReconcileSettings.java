package dev.tenure.retention.reconcile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How catalog and bucket are compared, and what becomes of orphans.
 *
 * @param every from the beginning of one comparison to that of the next. Too small lists the bucket for nothing, too large finds a loss late
 * @param young what was first seen less long ago is no orphan: it may be a write under way. Not below what a call to the store may take; large only
 *     tells late
 * @param keep so long after it was first seen an orphan is destroyed, if it still is one. Too small leaves no time to find out that the catalog is
 *     the one that is wrong, after a restore perhaps; too large keeps what should be gone
 * @param most orphans of one account that are destroyed after one comparison. Are there more, none is: a person looks first. Too small asks about a crash,
 *     too large lets a mistake take that many
 * @param run after which no further page is begun. Too small lasts longer, too large keeps a worker from other jobs
 * @param destroy false leaves orphans where they are
 * @param paused true compares nothing
 */
@ConfigurationProperties("tenure.reconcile")
public record ReconcileSettings(
        @DefaultValue("24h") Duration every,
        @DefaultValue("24h") Duration young,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1000") int most,
        @DefaultValue("20s") Duration run,
        @DefaultValue("true") boolean destroy,
        @DefaultValue("false") boolean paused) {

    public ReconcileSettings {
        if (!every.isPositive() || !young.isPositive() || !run.isPositive() || most < 1) {
            throw new IllegalArgumentException("tenure.reconcile: every, young, run and most must be above zero");
        }
        if (keep.compareTo(young) < 0) {
            throw new IllegalArgumentException("tenure.reconcile.keep must not be below tenure.reconcile.young");
        }
    }
}
