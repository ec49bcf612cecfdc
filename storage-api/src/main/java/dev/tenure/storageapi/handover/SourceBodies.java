package dev.tenure.storageapi.handover;

import dev.tenure.ingest.handover.work.Source;
import dev.tenure.ingest.handover.work.Told;
import dev.tenure.storageapi.problem.Given;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sources and hand-overs as they travel. */
final class SourceBodies {

    private SourceBodies() {}

    /**
     * A source that is wished for.
     *
     * @param adapter the kind of media server
     * @param settings as the adapter's page says; secrets are not among them
     * @param secrets never shown again
     * @param retention ISO 8601; absent means the account's default
     * @param zone where its meetings' days are counted unless it says; absent means UTC
     * @param host whose its recordings are, unless it says
     * @param deleteAfter whether a file is deleted there once size and hash are verified here; absent means false
     * @param enabled absent means true
     */
    record NewSource(
            String adapter,
            String name,
            @Nullable Map<String, String> settings,
            @Nullable Map<String, String> secrets,
            @Nullable String retention,
            @Nullable String zone,
            String host,
            @Nullable Boolean deleteAfter,
            @Nullable Boolean enabled) {

        NewSource {
            Given.text("adapter", adapter);
            Given.text("name", name);
            Given.text("host", host);
        }
    }

    /**
     * What is to be another; absent stays as it is.
     *
     * @param settings all of them
     * @param secrets only those that change; null removes one
     * @param retention an empty text means the account's default
     */
    record SourceChange(
            @Nullable String name,
            @Nullable Map<String, String> settings,
            @Nullable Map<String, @Nullable String> secrets,
            @Nullable String retention,
            @Nullable String zone,
            @Nullable String host,
            @Nullable Boolean deleteAfter,
            @Nullable Boolean enabled) {}

    /**
     * A source.
     *
     * @param callAt where the media server is to call
     * @param pullProblem why it could not be looked at the last time
     */
    record SourceView(
            String id,
            String adapter,
            String name,
            Map<String, String> settings,
            @Nullable String retention,
            String zone,
            String host,
            boolean deleteAfter,
            boolean enabled,
            String callAt,
            Instant createdAt,
            @Nullable Instant lastHeardAt,
            @Nullable Instant lastPullAt,
            @Nullable String pullProblem) {

        static SourceView of(Source source, String base) {
            return new SourceView(
                    source.id().toString(),
                    source.adapter(),
                    source.name(),
                    source.settings(),
                    source.retention(),
                    source.zone().getId(),
                    source.host(),
                    source.deleteAfter(),
                    source.enabled(),
                    base.replaceFirst("/$", "") + "/api/v1/hand-overs/" + source.id(),
                    source.createdAt(),
                    source.lastHeardAt(),
                    source.lastPullAt(),
                    source.pullProblem());
        }
    }

    /** A page, and what to ask for the next one with. */
    record SourcePage(List<SourceView> sources, @Nullable String next) {}

    /**
     * A file that a source told of.
     *
     * @param key the source's own; absent once it was forgotten, like the file's name
     * @param attempts since there was progress
     */
    record HandOverView(
            String id,
            @Nullable String key,
            String kind,
            @Nullable String fileName,
            String state,
            @Nullable String problem,
            Instant heardAt,
            @Nullable Instant nextAttemptAt,
            int attempts,
            @Nullable String item,
            @Nullable Instant arrivedAt,
            boolean sourceDeleted) {

        static HandOverView of(Told told) {
            return new HandOverView(
                    told.id().toString(),
                    told.key(),
                    told.kind().name(),
                    told.fileName(),
                    told.state().name(),
                    told.problem(),
                    told.heardAt(),
                    told.state() == Told.State.HEARD ? told.nextAttemptAt() : null,
                    told.attempts(),
                    told.item() == null ? null : told.item().toString(),
                    told.arrivedAt(),
                    told.sourceDeleted());
        }
    }

    /** A page, the newest first, and what to ask for the next one with. */
    record HandOverPage(
            List<HandOverView> handOvers, @Nullable String next) {}
}
