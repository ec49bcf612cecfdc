package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.SourceSettings;
import dev.tenure.ingest.handover.adapters.Adapters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An account's sources, and what its people do with them; each act is in the trail. */
public final class Sources {

    /** Sources of one account. Each is looked at again and again. */
    public static final int MOST = 50;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcSources sources;
    private final JdbcHandOvers handOvers;
    private final Secrets secrets;
    private final Trail trail;
    private final HandOverSettings settings;
    private final TransactionOperations transaction;

    Sources(
            JdbcSources sources,
            JdbcHandOvers handOvers,
            Secrets secrets,
            Trail trail,
            HandOverSettings settings,
            TransactionOperations transaction) {
        this.sources = sources;
        this.handOvers = handOvers;
        this.secrets = secrets;
        this.trail = trail;
        this.settings = settings;
        this.transaction = transaction;
    }

    /** What became of a change. */
    public enum Change {
        DONE,
        /** There is none of this id. */
        UNKNOWN,
        /** It is another revision than expected; nothing changed. */
        OUTDATED
    }

    /**
     * Makes a source. False when the account has {@value #MOST}.
     *
     * @throws IllegalArgumentException when there is no such adapter, or the settings do not fit it
     */
    public boolean create(Source source, Map<String, String> secretSettings, Actor actor) {
        check(source, secretSettings);
        byte[] sealed = seal(source.id(), secretSettings);
        return Boolean.TRUE.equals(transaction.execute(
                status -> sources.insert(source, sealed, MOST) && note(source, actor, "source.created")));
    }

    /** The account's source. */
    public Optional<Source> find(AccountId account, SourceId id) {
        return sources.find(account, id);
    }

    /** In order of making. */
    public List<Source> page(AccountId account, @Nullable SourceId after, int limit) {
        return sources.page(account, after, limit);
    }

    /**
     * Changes a source; its adapter stays.
     *
     * @param secretSettings those that change; null removes one
     * @throws IllegalArgumentException when the settings do not fit its adapter
     */
    public Change change(
            Source source, Map<String, @Nullable String> secretSettings, Expected expected, Instant now, Actor actor) {
        Optional<byte[]> kept = sources.secrets(source.id());
        if (kept.isEmpty()) {
            return Change.UNKNOWN;
        }
        Map<String, String> secretsThen = open(source.id(), kept.get());
        secretSettings.forEach((name, value) -> {
            if (value == null) {
                secretsThen.remove(name);
            } else {
                secretsThen.put(name, value);
            }
        });
        check(source, secretsThen);
        byte[] sealed = secretSettings.isEmpty() ? null : seal(source.id(), secretsThen);
        return transaction.execute(status -> {
            Optional<Long> revision = sources.lock(source.account(), source.id());
            // Secrets were merged with those of the revision that was read.
            if (revision.isEmpty() || !expected.allows(revision.get()) || revision.get() != source.revision()) {
                return revision.isEmpty() ? Change.UNKNOWN : Change.OUTDATED;
            }
            sources.change(source, sealed, now);
            note(source, actor, "source.changed");
            return Change.DONE;
        });
    }

    /** Forgets a source and what it told of; items that came from it stay. */
    public Change delete(Source source, Expected expected, Actor actor) {
        return transaction.execute(status -> {
            if (sources.delete(source.account(), source.id(), expected)) {
                note(source, actor, "source.deleted");
                return Change.DONE;
            }
            return sources.find(source.account(), source.id()).isPresent() ? Change.OUTDATED : Change.UNKNOWN;
        });
    }

    /** What a source told of, the newest first. */
    public List<Told> told(Source source, @Nullable UUID before, int limit) {
        return handOvers.page(source.id(), before, limit);
    }

    /** Tries again what was given up; false when it was not. */
    public boolean retry(Source source, UUID handOver, Instant now, Actor actor) {
        return Boolean.TRUE.equals(transaction.execute(
                status -> handOvers.retry(source.id(), handOver, now, now.plus(settings.giveUpAfter()))
                        && note(source, actor, "source.retried")));
    }

    /** A source with its secrets open. May ask a key server: never inside a transaction. */
    Optional<Known> known(SourceId id) {
        Optional<Source> source = sources.find(id);
        Optional<Adapter> adapter = source.map(Source::adapter).flatMap(Adapters::find);
        Optional<byte[]> sealed = sources.secrets(id);
        if (source.isEmpty() || adapter.isEmpty() || sealed.isEmpty()) {
            return Optional.empty();
        }
        SourceSettings opened = new SourceSettings(source.get().settings(), open(id, sealed.get()));
        return Optional.of(new Known(source.get(), adapter.get(), opened));
    }

    /** A source and all that working with it takes. */
    record Known(Source source, Adapter adapter, SourceSettings settings) {}

    private static void check(Source source, Map<String, String> secretSettings) {
        Adapter adapter = Adapters.find(source.adapter())
                .orElseThrow(() -> new IllegalArgumentException("there is no adapter '" + source.adapter()
                        + "'; there are "
                        + Adapters.all().stream().map(Adapter::name).toList()));
        SourceSettings.check(adapter.settings(), source.settings(), secretSettings);
        if (source.deleteAfter() && !adapter.canDelete()) {
            throw new IllegalArgumentException(
                    "'deleteAfter' must be false: nothing can be deleted at a source of '" + source.adapter() + "'");
        }
    }

    private byte[] seal(SourceId id, Map<String, String> open) {
        return secrets.seal(purpose(id), JSON.writeValueAsBytes(open));
    }

    private Map<String, String> open(SourceId id, byte[] sealed) {
        return JSON.readValue(secrets.open(purpose(id), sealed), TEXTS);
    }

    private static String purpose(SourceId id) {
        return "source:" + id;
    }

    private boolean note(Source source, Actor actor, String action) {
        trail.append(
                source.account(),
                null,
                actor,
                action,
                Map.of("source", source.id().toString(), "adapter", source.adapter()));
        return true;
    }
}
