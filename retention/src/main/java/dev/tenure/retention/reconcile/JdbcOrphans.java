package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Rows;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.retention.reconcile.Found.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of orphans. */
final class JdbcOrphans {

    /** Nothing that is kept, or on its way, is in the folder. */
    private static final String OF_NOTHING_KEPT =
            "(i.id IS NULL OR (i.state IN ('REJECTED', 'PURGED') AND i.hold_count = 0))";

    private final JdbcClient database;

    JdbcOrphans(JdbcClient database) {
        this.database = database;
    }

    /** Writes down what a comparison saw, for the first time or again. */
    void saw(Collection<Found> found, Instant comparison, Instant now) {
        // Some servers list a version twice where pages meet.
        List<Found> all = found.stream().distinct().toList();
        database.sql("""
                        INSERT INTO orphan (key, kind, id, size, account_id, folder, first_seen_at, last_seen_at)
                        SELECT f.key, f.kind, f.id, f.size, a.id, CASE WHEN a.id IS NOT NULL THEN f.folder END, :now, :comparison
                          FROM unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[]), CAST(:sizes AS bigint[]),
                                      CAST(:accounts AS uuid[]), CAST(:folders AS uuid[])) AS f (key, kind, id, size, account, folder)
                          LEFT JOIN account a ON a.id = f.account
                        ON CONFLICT (key, kind, id) DO UPDATE SET last_seen_at = excluded.last_seen_at
                        """)
                .param("keys", all.stream().map(one -> one.key().value()).toArray(String[]::new))
                .param("kinds", all.stream().map(one -> one.kind().name()).toArray(String[]::new))
                .param("ids", all.stream().map(Found::id).toArray(String[]::new))
                .param("sizes", all.stream().map(Found::size).toArray(Long[]::new))
                .param("accounts", all.stream().map(Found::account).toArray(UUID[]::new))
                .param("folders", all.stream().map(Found::folder).toArray(UUID[]::new))
                .param("now", Rows.at(now))
                .param("comparison", Rows.at(comparison))
                .update();
    }

    /**
     * Forgets what this comparison has not seen: it is gone, or somebody's.
     *
     * @param uploads whether it could see uploads
     */
    int forgetUnseen(Instant comparison, boolean uploads) {
        return database.sql("DELETE FROM orphan WHERE last_seen_at < :comparison AND (:uploads OR kind <> 'UPLOAD')")
                .param("comparison", Rows.at(comparison))
                .param("uploads", uploads)
                .update();
    }

    /**
     * Orphans of one folder.
     *
     * @param account absent where their keys name none of ours; then they are of no folder
     * @param folder absent where they lie beside the folders of the account
     * @param item the item whose folder it is
     * @param state of that item
     */
    record Group(
            @Nullable AccountId account,
            @Nullable UUID folder,
            @Nullable ItemId item,
            @Nullable ItemState state,
            long count,
            long bytes) {}

    /** Those that nobody was told of and that were first seen before this instant, folder by folder. */
    List<Group> untold(Instant seenBefore, int limit) {
        return database.sql("""
                        SELECT o.account_id, o.folder, i.id AS item_id, i.state, count(*) AS orphans, sum(o.size) AS bytes
                          FROM orphan o LEFT JOIN item i ON i.id = o.folder AND i.account_id = o.account_id
                         WHERE o.told_at IS NULL AND o.first_seen_at <= :before
                         GROUP BY o.account_id, o.folder, i.id, i.state
                         ORDER BY o.account_id, o.folder LIMIT :limit
                        """)
                .param("before", Rows.at(seenBefore))
                .param("limit", limit)
                .query(JdbcOrphans::group)
                .list();
    }

    private static Group group(ResultSet row, int number) throws SQLException {
        UUID account = Rows.uuidOrNull(row, "account_id");
        UUID item = Rows.uuidOrNull(row, "item_id");
        String state = row.getString("state");
        return new Group(
                account == null ? null : new AccountId(account),
                Rows.uuidOrNull(row, "folder"),
                item == null ? null : new ItemId(item),
                state == null ? null : ItemState.valueOf(state),
                row.getLong("orphans"),
                row.getLong("bytes"));
    }

    /** Notes that those of a group were told of; how many. */
    int told(Group group, Instant seenBefore, Instant now) {
        return database.sql("""
                        UPDATE orphan SET told_at = :now
                         WHERE told_at IS NULL AND first_seen_at <= :before
                           AND account_id IS NOT DISTINCT FROM CAST(:account AS uuid)
                           AND folder IS NOT DISTINCT FROM CAST(:folder AS uuid)
                        """)
                .param("now", Rows.at(now))
                .param("before", Rows.at(seenBefore))
                .param(
                        "account",
                        group.account() == null ? null : group.account().value())
                .param("folder", group.folder())
                .update();
    }

    /** An account and how many of its orphans are to be destroyed. */
    record Due(AccountId account, long orphans) {}

    /** Accounts with orphans that were told of, were first seen before this instant, and lie where nothing is kept. */
    List<Due> due(Instant seenBefore) {
        return database.sql("""
                        SELECT o.account_id, count(*) AS orphans
                          FROM orphan o LEFT JOIN item i ON i.id = o.folder
                         WHERE o.account_id IS NOT NULL AND o.told_at IS NOT NULL AND o.first_seen_at <= :before AND %s
                         GROUP BY o.account_id ORDER BY o.account_id
                        """.formatted(OF_NOTHING_KEPT))
                .param("before", Rows.at(seenBefore))
                .query((row, number) -> new Due(new AccountId(Rows.uuid(row, "account_id")), row.getLong("orphans")))
                .list();
    }

    /** A folder; absent stands for what lies beside the account's folders. */
    record Folder(@Nullable UUID id) {}

    /** Folders of the account with orphans as above that no worker has claimed. */
    List<Folder> dueFolders(AccountId account, Instant seenBefore, Instant now) {
        return database.sql("""
                        SELECT DISTINCT o.folder
                          FROM orphan o LEFT JOIN item i ON i.id = o.folder
                         WHERE o.account_id = :account AND o.told_at IS NOT NULL AND o.first_seen_at <= :before AND %s
                           AND (o.claimed_until IS NULL OR o.claimed_until < :now)
                         ORDER BY o.folder
                        """.formatted(OF_NOTHING_KEPT))
                .param("account", account.value())
                .param("before", Rows.at(seenBefore))
                .param("now", Rows.at(now))
                .query((row, number) -> new Folder(Rows.uuidOrNull(row, "folder")))
                .list();
    }

    /** Locks orphans of one folder and claims them: nobody else gets them until then. Needs a transaction. */
    List<Found> claim(AccountId account, Folder folder, Instant seenBefore, Instant now, Instant until, int limit) {
        return database.sql("""
                        UPDATE orphan SET claimed_until = :until
                         WHERE (key, kind, id) IN (
                               SELECT key, kind, id FROM orphan
                                WHERE account_id = :account AND folder IS NOT DISTINCT FROM CAST(:folder AS uuid)
                                  AND told_at IS NOT NULL AND first_seen_at <= :before
                                  AND (claimed_until IS NULL OR claimed_until < :now)
                                ORDER BY key, kind, id LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING key, kind, id, size
                        """)
                .param("account", account.value())
                .param("folder", folder.id())
                .param("before", Rows.at(seenBefore))
                .param("now", Rows.at(now))
                .param("until", Rows.at(until))
                .param("limit", limit)
                .query((row, number) -> new Found(
                        ObjectKey.listed(row.getString("key")),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("id"),
                        row.getLong("size")))
                .list();
    }

    /** They are gone, or somebody's. */
    void forget(Collection<Found> found) {
        database.sql("""
                        DELETE FROM orphan USING unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[])) AS f (key, kind, id)
                         WHERE orphan.key = f.key AND orphan.kind = f.kind AND orphan.id = f.id
                        """)
                .param("keys", found.stream().map(one -> one.key().value()).toArray(String[]::new))
                .param("kinds", found.stream().map(one -> one.kind().name()).toArray(String[]::new))
                .param("ids", found.stream().map(Found::id).toArray(String[]::new))
                .update();
    }

    /** Notes why one is still there. The claim stays until its end, so that a run does not ask for the same again and again. */
    void problem(Found found, String problem) {
        database.sql("UPDATE orphan SET problem = :problem WHERE key = :key AND kind = :kind AND id = :id")
                .param("problem", problem)
                .param("key", found.key().value())
                .param("kind", found.kind().name())
                .param("id", found.id())
                .update();
    }

    /** Orphans that were told of, and their bytes. */
    record Count(long orphans, long bytes) {}

    Count count() {
        return database.sql(
                        "SELECT count(*) AS orphans, coalesce(sum(size), 0) AS bytes FROM orphan WHERE told_at IS NOT NULL")
                .query((row, number) -> new Count(row.getLong("orphans"), row.getLong("bytes")))
                .single();
    }
}
