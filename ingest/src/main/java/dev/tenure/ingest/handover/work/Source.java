package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.AccountId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A media server whose recordings an account takes over.
 *
 * @param settings those that are no secrets
 * @param retention ISO 8601; absent means the account's default
 * @param zone where its meetings' days are counted, unless it says
 * @param host whose its recordings are, unless it says
 * @param deleteAfter whether a file is deleted there once it is verified here
 * @param revision counts changes by people
 */
public record Source(
        SourceId id,
        AccountId account,
        String adapter,
        String name,
        Map<String, String> settings,
        @Nullable String retention,
        ZoneId zone,
        String host,
        boolean deleteAfter,
        boolean enabled,
        long revision,
        Instant createdAt,
        @Nullable Instant lastHeardAt,
        @Nullable Instant lastPullAt,
        @Nullable String pullProblem) {

    public Source {
        settings = Map.copyOf(settings);
    }
}
