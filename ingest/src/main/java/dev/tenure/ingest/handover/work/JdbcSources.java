package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Expected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of sources. */
final class JdbcSources {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String SELECT = """
            SELECT id, account_id, adapter, name, settings, retention, zone, host, delete_after, enabled, revision, created_at,
                   last_heard_at, last_pull_at, pull_problem
              FROM source
            """;

    private final JdbcClient database;

    JdbcSources(JdbcClient database) {
        this.database = database;
    }

    /** False when the account has so many already. */
    boolean insert(Source source, byte[] sealedSecrets, int most) {
        // Two at once wait for each other here, so that neither is one too many.
        database.sql("SELECT FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", source.account().value())
                .query((row, number) -> "")
                .list();
        return database.sql("""
                        INSERT INTO source (id, account_id, adapter, name, settings, secrets, retention, zone, host, delete_after, enabled,
                                            created_at, next_pull_at)
                        SELECT :id, :account, :adapter, :name, CAST(:settings AS jsonb), :secrets, :retention, :zone, :host,
                               :deleteAfter, :enabled, :at, :at
                         WHERE (SELECT count(*) FROM source WHERE account_id = :account) < :most
                        """)
                        .param("id", source.id().value())
                        .param("account", source.account().value())
                        .param("adapter", source.adapter())
                        .param("name", source.name())
                        .param("settings", JSON.writeValueAsString(source.settings()))
                        .param("secrets", sealedSecrets)
                        .param("retention", source.retention())
                        .param("zone", source.zone().getId())
                        .param("host", source.host())
                        .param("deleteAfter", source.deleteAfter())
                        .param("enabled", source.enabled())
                        .param("at", at(source.createdAt()))
                        .param("most", most)
                        .update()
                == 1;
    }

    Optional<Source> find(SourceId id) {
        return database.sql(SELECT + " WHERE id = :id")
                .param("id", id.value())
                .query(JdbcSources::source)
                .optional();
    }

    Optional<Source> find(AccountId account, SourceId id) {
        return find(id).filter(source -> source.account().equals(account));
    }

    List<Source> page(AccountId account, @Nullable SourceId after, int limit) {
        return database.sql(SELECT + """
                         WHERE account_id = :account AND (CAST(:after AS uuid) IS NULL OR id > :after)
                         ORDER BY id LIMIT :limit
                        """)
                .param("account", account.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcSources::source)
                .list();
    }

    /** The sealed secrets; empty when the source is gone. */
    Optional<byte[]> secrets(SourceId id) {
        return database.sql("SELECT secrets FROM source WHERE id = :id")
                .param("id", id.value())
                .query((row, number) -> row.getBytes("secrets"))
                .optional();
    }

    /** The revision, locked until the transaction ends. */
    Optional<Long> lock(AccountId account, SourceId id) {
        return database.sql("SELECT revision FROM source WHERE id = :id AND account_id = :account FOR UPDATE")
                .param("id", id.value())
                .param("account", account.value())
                .query(Long.class)
                .optional();
    }

    /** Under {@link #lock}. What was changed is looked at anew at once. */
    void change(Source source, byte @Nullable [] sealedSecrets, Instant now) {
        int changed = database.sql("""
                        UPDATE source
                           SET name = :name, settings = CAST(:settings AS jsonb), secrets = COALESCE(CAST(:secrets AS bytea), secrets),
                               retention = :retention, zone = :zone, host = :host, delete_after = :deleteAfter, enabled = :enabled,
                               revision = revision + 1, next_pull_at = :at, pull_mark = NULL, pull_problem = NULL
                         WHERE id = :id AND account_id = :account
                        """)
                .param("id", source.id().value())
                .param("account", source.account().value())
                .param("name", source.name())
                .param("settings", JSON.writeValueAsString(source.settings()))
                .param("secrets", sealedSecrets)
                .param("retention", source.retention())
                .param("zone", source.zone().getId())
                .param("host", source.host())
                .param("deleteAfter", source.deleteAfter())
                .param("enabled", source.enabled())
                .param("at", at(now))
                .update();
        if (changed != 1) {
            throw new IllegalStateException("source " + source.id() + " was not changed under its lock");
        }
    }

    /** With what it told of. False when it is gone, or another revision than expected. */
    boolean delete(AccountId account, SourceId id, Expected expected) {
        return lock(account, id).filter(expected::allows).isPresent()
                && database.sql("DELETE FROM source WHERE id = :id AND account_id = :account")
                                .param("id", id.value())
                                .param("account", account.value())
                                .update()
                        == 1;
    }

    void heard(SourceId id, Instant now) {
        database.sql("UPDATE source SET last_heard_at = :at WHERE id = :id")
                .param("id", id.value())
                .param("at", at(now))
                .update();
    }

    /** The source is looked at as soon as somebody can, also when somebody does right now. */
    void lookSoon(SourceId id, Instant now) {
        database.sql("UPDATE source SET last_heard_at = :at, next_pull_at = LEAST(next_pull_at, :at) WHERE id = :id")
                .param("id", id.value())
                .param("at", at(now))
                .update();
    }

    /** A source to look at, and where the look before left off. */
    record Due(SourceId id, @Nullable String mark) {}

    /** Takes sources that are to be looked at; nobody else takes them until then. */
    List<Due> takeDue(Instant now, Instant until, int limit) {
        return database.sql("""
                        UPDATE source SET next_pull_at = :until
                         WHERE id IN (SELECT id FROM source WHERE enabled AND next_pull_at <= :now
                                       ORDER BY next_pull_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING id, pull_mark
                        """)
                .param("now", at(now))
                .param("until", at(until))
                .param("limit", limit)
                .query((row, number) ->
                        new Due(new SourceId(row.getObject("id", UUID.class)), row.getString("pull_mark")))
                .list();
    }

    /** What a look came to. Whoever wished for another meanwhile gets it. */
    void pulled(SourceId id, @Nullable String mark, @Nullable String problem, Instant now, Instant next) {
        database.sql("""
                        UPDATE source SET pull_mark = :mark, pull_problem = :problem, last_pull_at = :now,
                                          next_pull_at = LEAST(next_pull_at, :next)
                         WHERE id = :id
                        """)
                .param("id", id.value())
                .param("mark", mark)
                .param("problem", problem)
                .param("now", at(now))
                .param("next", at(next))
                .update();
    }

    private static Source source(ResultSet row, int number) throws SQLException {
        return new Source(
                new SourceId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("adapter"),
                row.getString("name"),
                JSON.readValue(row.getString("settings"), TEXTS),
                row.getString("retention"),
                ZoneId.of(row.getString("zone")),
                row.getString("host"),
                row.getBoolean("delete_after"),
                row.getBoolean("enabled"),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "last_heard_at"),
                instant(row, "last_pull_at"),
                row.getString("pull_problem"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
