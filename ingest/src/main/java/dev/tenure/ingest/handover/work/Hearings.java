package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Secrets;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Hears calls of sources, and keeps what they tell of before they are answered. */
public final class Hearings {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcSources sourceRows;
    private final JdbcHandOvers rows;
    private final Sources sources;
    private final Secrets secrets;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final TransactionOperations transaction;

    Hearings(
            JdbcSources sourceRows,
            JdbcHandOvers rows,
            Sources sources,
            Secrets secrets,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        this.sourceRows = sourceRows;
        this.rows = rows;
        this.sources = sources;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.transaction = transaction;
    }

    /**
     * Hears a call. When this returns, what it told of is committed.
     *
     * @return refused also for a source that does not exist or is switched off
     */
    public Hearing hear(SourceId id, Delivery delivery) {
        Optional<Sources.Known> known =
                sources.known(id).filter(source -> source.source().enabled());
        if (known.isEmpty()) {
            return new Hearing.Refused("there is no such source");
        }
        Hearing hearing = known.get().adapter().hear(delivery, known.get().settings(), clock.instant());
        if (hearing instanceof Hearing.Heard heard) {
            keep(known.get().source(), heard.handOvers(), heard.unusable(), true);
        }
        return hearing;
    }

    /** Keeps what a look found. Most of it is known from the look before. */
    void found(Source source, List<HandOver> files, List<Unusable> unusable) {
        Set<String> known =
                rows.known(source.id(), files.stream().map(HandOver::key).toList());
        keep(source, files.stream().filter(file -> !known.contains(file.key())).toList(), unusable, false);
    }

    /** Keeps what a source told of, all or nothing. */
    private void keep(Source source, List<HandOver> files, List<Unusable> unusable, boolean fresher) {
        // May ask a key server: before the transaction.
        List<byte[]> locations = files.stream()
                .map(file -> secrets.seal(Fetching.purpose(source.id()), JSON.writeValueAsBytes(file.location())))
                .toList();
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant();
            for (int i = 0; i < files.size(); i++) {
                rows.hear(
                        ids.next(),
                        source.id(),
                        files.get(i),
                        locations.get(i),
                        fresher,
                        now,
                        now.plus(settings.giveUpAfter()));
            }
            unusable.forEach(file -> rows.hear(ids.next(), source.id(), file, now));
            if (fresher) {
                sourceRows.heard(source.id(), now);
            }
        });
    }
}
