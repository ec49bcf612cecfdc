package dev.tenure.storageapi.limits;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The quotas of everybody, one for all servers. A request is decided in memory and the servers tell each other beside it, within a second, so only two kinds of
 * request wait for the database: the first one of a caller at this server, and one that would make more than a twentieth of the quota unknown to the
 * others.
 *
 * <p>What holds: each server lets through at most a twentieth of a quota more than there is, one request where the quota is less than twenty. While
 * the database does not answer, each server counts for itself, so that each lets through at most the whole quota; no request fails or waits for that,
 * and what was let through is told later. A server that stops takes the count of its last second with it.
 */
public final class Limits implements AutoCloseable {

    /** Quotas that are kept in memory; whoever is beyond comes as if for the first time. */
    private static final int MAX_HELD = 10_000;

    private final SharedBuckets buckets;
    private final Settlements settlements;
    private final Duration window;
    private final Map<String, Share> held = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Share> eldest) {
            return size() > MAX_HELD;
        }
    };

    Limits(DataSource database, Duration window) {
        this.window = window;
        this.buckets = new SharedBuckets(database);
        this.settlements = new Settlements(buckets);
    }

    /** Takes one request from a quota, if one is left. */
    Quota take(String whose, long quota) {
        Share share = share(whose, quota);
        Quota answer = decide(share, share::take);
        settlements.arrange(share);
        return answer;
    }

    /** Whether a quota has anything left; takes nothing. */
    Quota look(String whose, long quota) {
        Share share = share(whose, quota);
        return decide(share, share::look);
    }

    private Quota decide(Share share, Function<Boolean, Optional<Quota>> decision) {
        Optional<Quota> answer = decision.apply(settlements.failing());
        while (answer.isEmpty()) {
            settlements.settleIfNeeded(share);
            answer = decision.apply(settlements.failing());
        }
        return answer.get();
    }

    private Share share(String whose, long quota) {
        synchronized (held) {
            return held.computeIfAbsent(whose, absent -> new Share(whose, quota, window));
        }
    }

    /** Deletes what has filled up again; for the job. */
    public int forget() {
        return buckets.forget();
    }

    @Override
    public void close() {
        settlements.close();
    }
}
