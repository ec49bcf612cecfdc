package dev.tenure.storageapi.limits;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import javax.sql.DataSource;

/** The buckets that all servers share, in PostgreSQL. Every call is a transaction of its own. */
final class SharedBuckets {

    private static final int SWEEP_PAGE = 1000;

    /** How long a bucket stays after it has filled up again. */
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    SharedBuckets(DataSource database) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_bucket")
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP))
                .build();
    }

    /** Takes what was let through already, and tells what is left then: less than nothing when it was more than there was. */
    long settle(String whose, BucketConfiguration configuration, long letThrough) {
        VerboseBucket bucket =
                buckets.builder().build(whose, () -> configuration).asVerbose();
        return letThrough == 0
                ? bucket.getAvailableTokens().getValue()
                : bucket.consumeIgnoringRateLimits(letThrough).getState().getAvailableTokens();
    }

    /** Deletes what has filled up again. */
    int forget() {
        int all = 0;
        int some = buckets.removeExpired(SWEEP_PAGE);
        while (some > 0) {
            all += some;
            some = buckets.removeExpired(SWEEP_PAGE);
        }
        return all;
    }
}
