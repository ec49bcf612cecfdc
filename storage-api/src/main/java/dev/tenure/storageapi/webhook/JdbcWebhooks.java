package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of webhooks. */
final class JdbcWebhooks {

    private static final String SELECT = """
            SELECT id, account_id, url, description, types, enabled, disabled_reason, created_at, last_success_at, previous_until, revision
              FROM webhook
            """;

    private final JdbcClient database;

    JdbcWebhooks(JdbcClient database) {
        this.database = database;
    }

    /** False when the account has so many already. */
    boolean insert(Webhook webhook, byte[] sealedSecret, int most) {
        // Two at once wait for each other here, so that neither is one too many.
        database.sql("SELECT FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", webhook.account().value())
                .query((row, number) -> "")
                .list();
        return database.sql("""
                        INSERT INTO webhook (id, account_id, url, description, types, enabled, secret, created_at)
                        SELECT :id, :account, :url, :description, :types, :enabled, :secret, :at
                         WHERE (SELECT count(*) FROM webhook WHERE account_id = :account) < :most
                        """)
                        .param("id", webhook.id().value())
                        .param("account", webhook.account().value())
                        .param("url", webhook.url())
                        .param("description", webhook.description())
                        .param("types", words(webhook.types()))
                        .param("enabled", webhook.enabled())
                        .param("secret", sealedSecret)
                        .param("at", at(webhook.createdAt()))
                        .param("most", most)
                        .update()
                == 1;
    }

    Optional<Webhook> find(AccountId account, WebhookId id) {
        return database.sql(SELECT + " WHERE id = :id AND account_id = :account")
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcWebhooks::webhook)
                .optional();
    }

    /** As {@link #find}; and nobody else changes it until the transaction ends. */
    Optional<Webhook> locked(AccountId account, WebhookId id) {
        return database.sql(SELECT + " WHERE id = :id AND account_id = :account FOR UPDATE")
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcWebhooks::webhook)
                .optional();
    }

    List<Webhook> page(AccountId account, @Nullable WebhookId after, int limit) {
        return database.sql(SELECT + """
                         WHERE account_id = :account AND (CAST(:after AS uuid) IS NULL OR id > :after)
                         ORDER BY id LIMIT :limit
                        """)
                .param("account", account.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcWebhooks::webhook)
                .list();
    }

    /** Writes what somebody wants of a {@link #locked} webhook. */
    void change(Webhook webhook) {
        database.sql("""
                        UPDATE webhook
                           SET url = :url, description = :description, types = :types, enabled = :enabled,
                               disabled_reason = CASE WHEN :enabled THEN NULL ELSE disabled_reason END,
                               revision = revision + 1
                         WHERE id = :id AND account_id = :account
                        """)
                .param("id", webhook.id().value())
                .param("account", webhook.account().value())
                .param("url", webhook.url())
                .param("description", webhook.description())
                .param("types", words(webhook.types()))
                .param("enabled", webhook.enabled())
                .update();
    }

    /** False when it is gone. */
    boolean rotate(AccountId account, WebhookId id, byte[] sealedSecret, Instant previousUntil) {
        return database.sql("""
                        UPDATE webhook SET previous_secret = secret, previous_until = :until, secret = :secret, revision = revision + 1
                         WHERE id = :id AND account_id = :account
                        """)
                        .param("id", id.value())
                        .param("account", account.value())
                        .param("secret", sealedSecret)
                        .param("until", at(previousUntil))
                        .update()
                == 1;
    }

    /** With its deliveries. */
    void delete(AccountId account, WebhookId id) {
        database.sql("DELETE FROM webhook WHERE id = :id AND account_id = :account")
                .param("id", id.value())
                .param("account", account.value())
                .update();
    }

    void succeeded(WebhookId id, Instant at) {
        database.sql("UPDATE webhook SET last_success_at = GREATEST(last_success_at, :at) WHERE id = :id")
                .param("id", id.value())
                .param("at", at(at))
                .update();
    }

    /** Stops sending there unless something was delivered since; whose it is, where this did it. */
    Optional<AccountId> disable(WebhookId id, @Nullable Instant unlessSuccessSince, String reason) {
        return database.sql("""
                        UPDATE webhook SET enabled = false, disabled_reason = :reason, revision = revision + 1
                         WHERE id = :id AND enabled
                           AND (CAST(:since AS timestamptz) IS NULL OR last_success_at IS NULL OR last_success_at < :since)
                        RETURNING account_id
                        """)
                .param("id", id.value())
                .param("reason", reason)
                .param("since", unlessSuccessSince == null ? null : at(unlessSuccessSince))
                .query(UUID.class)
                .optional()
                .map(AccountId::new);
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        return new Webhook(
                new WebhookId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("url"),
                row.getString("description"),
                Arrays.stream((String[]) row.getArray("types").getArray())
                        .flatMap(word -> EventType.of(word).stream())
                        .toList(),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "last_success_at"),
                instant(row, "previous_until"),
                row.getLong("revision"));
    }

    private static String[] words(List<EventType> types) {
        return types.stream().map(EventType::word).toArray(String[]::new);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
