package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Secrets;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.HandOver.Edition;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Hears calls of sources, and keeps what they tell of before they are answered. */
public final class Hearings {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcSources sourceRows;
    private final JdbcHandOvers rows;
    private final JdbcEditions editions;
    private final Sources sources;
    private final Secrets secrets;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final TransactionOperations transaction;

    Hearings(
            JdbcSources sourceRows,
            JdbcHandOvers rows,
            JdbcEditions editions,
            Sources sources,
            Secrets secrets,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        this.sourceRows = sourceRows;
        this.rows = rows;
        this.editions = editions;
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
            keep(known.get().source(), heard.handOvers(), heard.unusable(), Map.of(), true);
        } else if (hearing instanceof Hearing.Look) {
            sourceRows.lookSoon(id, clock.instant());
        }
        return hearing;
    }

    /** Keeps what a look found. Most of it is known from the look before. */
    void found(Source source, List<HandOver> files, List<Unusable> unusable) {
        List<String> keys = files.stream().map(HandOver::key).toList();
        Set<String> known = rows.known(source.id(), keys);
        // A set is moved by its server, from spool to storage or out of sight, with what is still to be fetched in it.
        Set<String> astray = editions.astray(source.id(), keys);
        for (HandOver file : files) {
            if (astray.contains(file.key())) {
                editions.relocate(source.id(), file.key(), sealed(source, file));
            }
        }
        Map<Edition, List<String>> staying = new HashMap<>();
        for (HandOver file : files) {
            if (file.edition() != null && known.contains(file.key())) {
                staying.computeIfAbsent(file.edition(), absent -> new ArrayList<>())
                        .add(file.key());
            }
        }
        List<HandOver> unheard =
                files.stream().filter(file -> !known.contains(file.key())).toList();
        keep(source, unheard, unusable, staying, false);
    }

    private byte[] sealed(Source source, HandOver file) {
        return secrets.seal(Fetching.purpose(source.id()), JSON.writeValueAsBytes(file.location()));
    }

    /**
     * Keeps what a source told of, all or nothing.
     *
     * @param staying files of earlier editions that belong to a new one as they are
     */
    private void keep(
            Source source,
            List<HandOver> files,
            List<Unusable> unusable,
            Map<Edition, List<String>> staying,
            boolean fresher) {
        // May ask a key server: before the transaction.
        List<byte[]> locations =
                files.stream().map(file -> sealed(source, file)).toList();
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
            files.stream()
                    .flatMap(file -> Stream.ofNullable(file.edition()))
                    .distinct()
                    .forEach(edition -> {
                        editions.adopt(source.id(), edition, staying.getOrDefault(edition, List.of()));
                        editions.dropUnfetched(source.id(), edition, now);
                    });
            unusable.forEach(file -> rows.hear(ids.next(), source.id(), file, now));
            if (fresher) {
                sourceRows.heard(source.id(), now);
            }
        });
    }
}
