package dev.tenure.app.meters;

import dev.tenure.catalog.fixity.FixityStanding;
import dev.tenure.retention.fixity.Fixity;
import dev.tenure.retention.reconcile.BucketStanding;
import dev.tenure.retention.reconcile.Reconciliation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How whole the bucket is, for all of the fleet. Each figure is a short query when it is asked for; NaN where nothing is known yet. */
final class BucketMeters implements MeterBinder {

    private final Fixity fixity;
    private final Reconciliation reconciliation;
    private final InstantSource clock;

    BucketMeters(Fixity fixity, Reconciliation reconciliation, InstantSource clock) {
        this.fixity = fixity;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        ofFixity(
                registry,
                "share",
                "bytes that were read back in time, of those here for longer",
                FixityStanding::share);
        ofFixity(
                registry,
                "oldest",
                "seconds since that was read back for which it is longest ago",
                standing -> age(standing.oldestAt()));
        ofFixity(registry, "damaged", "objects whose bytes are not those that were written", FixityStanding::damaged);
        ofFixity(registry, "missing", "objects that the store lacks", FixityStanding::missing);
        ofBucket(registry, "orphans", "what nobody owns: versions, delete markers, uploads", BucketStanding::orphans);
        ofBucket(registry, "orphan.bytes", "bytes that nobody owns", BucketStanding::orphanBytes);
        ofBucket(registry, "listed", "versions and delete markers in the bucket", BucketStanding::listed);
        ofBucket(registry, "age", "seconds since the last whole comparison", standing -> age(standing.comparedAt()));
    }

    private void ofFixity(MeterRegistry registry, String name, String what, ToDoubleFunction<FixityStanding> figure) {
        Gauge.builder(
                        "tenure.fixity." + name,
                        fixity,
                        from -> from.standing().map(figure::applyAsDouble).orElse(Double.NaN))
                .description(what)
                .register(registry);
    }

    private void ofBucket(MeterRegistry registry, String name, String what, ToDoubleFunction<BucketStanding> figure) {
        Gauge.builder("tenure.reconcile." + name, reconciliation, from -> figure.applyAsDouble(from.standing()))
                .description(what)
                .register(registry);
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? Double.NaN
                : Duration.between(since, clock.instant()).toSeconds();
    }
}
