package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import dev.tenure.retention.OrphanCertificate;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of what decisions destroyed and nobody certified yet, and of the certificates. */
final class JdbcOrphanDestructions {

    /** Whether a comparison could see, and has seen, nothing of a destruction {@code d} that was over when it began. */
    private static final String ABSENT = """
            coalesce(d.deleted_at, d.decided_at) < :began
            AND NOT EXISTS (SELECT FROM orphan_destroyed o
                             WHERE o.destruction_id = d.id AND (o.seen_at >= :began OR (o.kind = 'UPLOAD' AND NOT :uploads)))
            """;

    private final JdbcClient database;

    JdbcOrphanDestructions(JdbcClient database) {
        this.database = database;
    }

    /** Notes what is going to be deleted, in the transaction that decides it. What an earlier decision did not come to is of this one now. */
    void decided(
            UUID id,
            AccountId account,
            @Nullable UUID folder,
            @Nullable ItemId item,
            Instant now,
            Collection<Found> orphans) {
        database.sql("""
                        INSERT INTO orphan_destruction (id, account_id, folder, item_id, decided_at)
                        VALUES (:id, :account, :folder, :item, :now)
                        """)
                .param("id", id)
                .param("account", account.value())
                .param("folder", folder)
                .param("item", item == null ? null : item.value())
                .param("now", Rows.at(now))
                .update();
        named(orphans, """
                        INSERT INTO orphan_destroyed (key, kind, id, size, first_seen_at, destruction_id)
                        SELECT o.key, o.kind, o.id, o.size, o.first_seen_at, :destruction
                          FROM orphan o JOIN unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[])) AS f (key, kind, id)
                               ON o.key = f.key AND o.kind = f.kind AND o.id = f.id
                        ON CONFLICT (key, kind, id) DO UPDATE
                           SET size = excluded.size, first_seen_at = excluded.first_seen_at, destruction_id = excluded.destruction_id,
                               seen_at = NULL
                        """).param("destruction", id).update();
    }

    /** Notes that the store has answered, and which of them it still has. */
    void deleted(UUID id, Instant now, Collection<Found> left) {
        database.sql("UPDATE orphan_destruction SET deleted_at = greatest(decided_at, :now) WHERE id = :id")
                .param("now", Rows.at(now))
                .param("id", id)
                .update();
        named(left, """
                        DELETE FROM orphan_destroyed o
                         USING unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[])) AS f (key, kind, id)
                         WHERE o.key = f.key AND o.kind = f.kind AND o.id = f.id AND o.destruction_id = :destruction
                        """).param("destruction", id).update();
    }

    /** Notes what a comparison lists although it was destroyed, whosever it is by now. */
    void saw(Collection<Found> listed, Instant comparison) {
        named(listed, """
                        UPDATE orphan_destroyed o SET seen_at = :comparison
                          FROM unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[])) AS f (key, kind, id)
                         WHERE o.key = f.key AND o.kind = f.kind AND o.id = f.id
                        """).param("comparison", Rows.at(comparison)).update();
    }

    private JdbcClient.StatementSpec named(Collection<Found> found, String sql) {
        return database.sql(sql)
                .param("keys", found.stream().map(one -> one.key().value()).toArray(String[]::new))
                .param("kinds", found.stream().map(one -> one.kind().name()).toArray(String[]::new))
                .param("ids", found.stream().map(Found::id).toArray(String[]::new));
    }

    /**
     * Notes the first comparison that saw nothing of a destruction; and that it says nothing any more where a later one saw something.
     *
     * @param uploads whether it could see uploads
     */
    void absent(OrphanCertificate.Listing comparison, boolean uploads) {
        database.sql("""
                        DELETE FROM orphan_destruction d
                         WHERE NOT EXISTS (SELECT FROM orphan_destroyed o WHERE o.destruction_id = d.id)
                        """).update();
        database.sql("""
                        UPDATE orphan_destruction d SET first_began_at = NULL, first_ended_at = NULL, first_listed = NULL
                         WHERE d.first_began_at IS NOT NULL
                           AND EXISTS (SELECT FROM orphan_destroyed o WHERE o.destruction_id = d.id AND o.seen_at >= :began)
                        """).param("began", Rows.at(comparison.beganAt())).update();
        database.sql("""
                        UPDATE orphan_destruction d SET first_began_at = :began, first_ended_at = :ended, first_listed = :listed
                         WHERE d.first_began_at IS NULL AND %s
                        """.formatted(ABSENT))
                .param("began", Rows.at(comparison.beganAt()))
                .param("ended", Rows.at(comparison.endedAt()))
                .param("listed", comparison.listed())
                .param("uploads", uploads)
                .update();
    }

    /** A destruction of which a comparison saw nothing. */
    record Proven(
            UUID id,
            AccountId account,
            @Nullable UUID folder,
            @Nullable ItemId item,
            Instant decidedAt,
            @Nullable Instant deletedAt,
            OrphanCertificate.Listing first) {}

    /** One of which an earlier comparison saw nothing, and this one neither. Locked, and passed over by others; needs a transaction. */
    Optional<Proven> provenAgain(Instant comparison, boolean uploads) {
        return database.sql("""
                        SELECT d.* FROM orphan_destruction d
                         WHERE d.first_ended_at < :began AND %s
                         ORDER BY d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
                        """.formatted(ABSENT))
                .param("began", Rows.at(comparison))
                .param("uploads", uploads)
                .query(JdbcOrphanDestructions::proven)
                .optional();
    }

    private static Proven proven(ResultSet row, int number) throws SQLException {
        UUID item = Rows.uuidOrNull(row, "item_id");
        return new Proven(
                Rows.uuid(row, "id"),
                new AccountId(Rows.uuid(row, "account_id")),
                Rows.uuidOrNull(row, "folder"),
                item == null ? null : new ItemId(item),
                Rows.instant(row, "decided_at"),
                Rows.instantOrNull(row, "deleted_at"),
                new OrphanCertificate.Listing(
                        Rows.instant(row, "first_began_at"),
                        Rows.instant(row, "first_ended_at"),
                        row.getLong("first_listed")));
    }

    /** What it destroyed, in order of key. */
    List<OrphanCertificate.Destroyed> destroyed(UUID destruction) {
        return database.sql("""
                        SELECT key, kind, id, size, first_seen_at FROM orphan_destroyed
                         WHERE destruction_id = :id ORDER BY key, kind, id
                        """)
                .param("id", destruction)
                .query((row, number) -> new OrphanCertificate.Destroyed(
                        ContentHash.sha256(row.getString("key").getBytes(StandardCharsets.UTF_8))
                                .hex(),
                        OrphanCertificate.Kind.valueOf(row.getString("kind")),
                        row.getString("id"),
                        row.getLong("size"),
                        Rows.instant(row, "first_seen_at")))
                .list();
    }

    /** Keeps its certificate, as it was signed, and nothing else of it. */
    void certified(Proven proven, UUID certificate, String document) {
        database.sql("""
                        INSERT INTO orphan_certificate (id, account_id, folder, document)
                        VALUES (:id, :account, :folder, :document)
                        """)
                .param("id", certificate)
                .param("account", proven.account().value())
                .param("folder", proven.folder())
                .param("document", document)
                .update();
        database.sql("DELETE FROM orphan_destroyed WHERE destruction_id = :id")
                .param("id", proven.id())
                .update();
        database.sql("DELETE FROM orphan_destruction WHERE id = :id")
                .param("id", proven.id())
                .update();
    }

    /** The salt that account ids are hashed with in certificates. */
    UUID salt() {
        return database.sql("SELECT salt FROM certificate_salt")
                .query(UUID.class)
                .single();
    }

    Optional<String> document(AccountId account, UUID certificate) {
        return database.sql("SELECT document FROM orphan_certificate WHERE id = :id AND account_id = :account")
                .param("id", certificate)
                .param("account", account.value())
                .query(String.class)
                .optional();
    }

    /** Certificates of the account, the newest first, from the one before this on. */
    List<OrphanCertificates.Issued> page(AccountId account, @Nullable UUID before, int limit) {
        return database.sql("""
                        SELECT id, folder, issued_at FROM orphan_certificate
                         WHERE account_id = :account AND (CAST(:before AS uuid) IS NULL OR id < :before)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> new OrphanCertificates.Issued(
                        Rows.uuid(row, "id"), Rows.uuidOrNull(row, "folder"), Rows.instant(row, "issued_at")))
                .list();
    }
}
