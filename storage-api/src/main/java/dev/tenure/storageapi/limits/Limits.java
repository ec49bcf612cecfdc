package dev.tenure.storageapi.limits;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The quotas of everybody, one for all servers. */
public final class Limits {

    /** Longer lets more servers overrun a quota by more, shorter asks the database more often. */
    private static final Duration SETTLE_AFTER = Duration.ofSeconds(1);

    private static final long SETTLE_PARTS = 20;

    /** Copies of buckets held here; whoever is beyond costs a statement per request again. */
    private static final int MAX_HELD = 10_000;

    private static final int SWEEP_PAGE = 1000;
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;
    private final Duration window;
    private final Map<String, BucketProxy> held = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BucketProxy> eldest) {
            return size() > MAX_HELD;
        }
    };

    Limits(DataSource database, Duration window) {
        this.window = window;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_bucket")
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP))
                .build();
    }

    /** Takes one request from a quota, if one is left. */
    Quota take(String whose, long quota) {
        ConsumptionProbe probe = bucket(whose, quota).tryConsumeAndReturnRemaining(1);
        return new Quota(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    /** Whether a quota has anything left; takes nothing. */
    Quota look(String whose, long quota) {
        var estimate = bucket(whose, quota).estimateAbilityToConsume(1);
        return new Quota(
                estimate.canBeConsumed(),
                estimate.getRemainingTokens(),
                Duration.ofNanos(estimate.getNanosToWaitForRefill()),
                window);
    }

    private BucketProxy bucket(String whose, long quota) {
        synchronized (held) {
            return held.computeIfAbsent(whose, absent -> {
                BucketConfiguration configuration = BucketConfiguration.builder()
                        .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                        .build();
                return buckets.builder()
                        .withOptimization(Optimizations.delaying(
                                new DelayParameters(Math.max(1, quota / SETTLE_PARTS), SETTLE_AFTER)))
                        .build(whose, () -> configuration);
            });
        }
    }

    /** Deletes what has filled up again; for the job. */
    public int forget() {
        int all = 0;
        int some = buckets.removeExpired(SWEEP_PAGE);
        while (some > 0) {
            all += some;
            some = buckets.removeExpired(SWEEP_PAGE);
        }
        return all;
    }
}
