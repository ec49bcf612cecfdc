package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the mirror knows: what is due, how far each item is, and what was done to which version. */
final class JdbcHoldMirror {

    private final JdbcClient database;

    JdbcHoldMirror(JdbcClient database) {
        this.database = database;
    }

    /** What we did to a version. */
    enum Mark {
        /** We are about to lock or to clear it, or did, and were interrupted. A lock on it is ours. */
        CHANGING,
        /** It carries our lock. */
        SET,
        /** Our lock was cleared: one that is there again is not ours. */
        CLEARED,
        /** It carries a lock that we did not set. */
        FOREIGN,
        /** It carried our lock, and is gone. */
        LOST
    }

    /**
     * Changes of an item that are to be mirrored.
     *
     * @param look whether also what was mirrored before is in doubt
     * @param changed whether something changed, beyond doubt about what was mirrored before
     */
    record Due(List<Long> ids, boolean look, boolean changed) {

        Due {
            ids = List.copyOf(ids);
        }
    }

    /**
     * How far an item is.
     *
     * @param problem what is in the way; absent where nothing is
     * @param failures how often in a row it failed
     * @param looksAgain whether it is to be looked at once more at a later time
     */
    record Progress(@Nullable Instant mirroredAt, @Nullable String problem, int failures, boolean looksAgain) {}

    /** The items that are due for longest and may be tried again now; at most {@code limit} changes are looked at. */
    Set<ItemId> due(int limit, Instant now) {
        return new LinkedHashSet<>(database.sql("""
                        SELECT d.item_id FROM hold_mirror_due d
                         WHERE NOT EXISTS (SELECT FROM hold_mirror m WHERE m.item_id = d.item_id AND m.not_before > :now)
                         ORDER BY d.id LIMIT :limit
                        """)
                .param("limit", limit)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(JdbcHoldMirror::item)
                .list());
    }

    /** As {@link #due}, of those only that are not held and may have locks of ours. */
    Set<ItemId> dueToClear(int limit, Instant now) {
        return new LinkedHashSet<>(database.sql("""
                        SELECT d.item_id FROM hold_mirror_due d
                          JOIN hold_mirror m ON m.item_id = d.item_id AND (m.not_before IS NULL OR m.not_before <= :now)
                          JOIN item i ON i.id = d.item_id AND i.hold_count = 0
                         ORDER BY d.id LIMIT :limit
                        """)
                .param("limit", limit)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(JdbcHoldMirror::item)
                .list());
    }

    /** Makes due what was to be looked at again by now. */
    void makeLooksDue(Instant now) {
        database.sql("""
                        WITH look AS (UPDATE hold_mirror SET look_at = NULL WHERE look_at <= :now RETURNING item_id)
                        INSERT INTO hold_mirror_due (item_id, look) SELECT item_id, true FROM look
                        """).param("now", now.atOffset(ZoneOffset.UTC)).update();
    }

    /** Has the item looked at once more where a call for it was interrupted. */
    void lookAfterInterruption(ItemId item, Instant at) {
        database.sql("""
                        UPDATE hold_mirror SET look_at = :at
                         WHERE item_id = :item
                           AND EXISTS (SELECT FROM hold_mirror_version WHERE item_id = :item AND mark = 'CHANGING')
                        """)
                .param("item", item.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Due due(ItemId item) {
        List<Map.Entry<Long, Boolean>> rows = database.sql("SELECT id, look FROM hold_mirror_due WHERE item_id = :item")
                .param("item", item.value())
                .query((row, number) -> Map.entry(row.getLong("id"), row.getBoolean("look")))
                .list();
        return new Due(
                rows.stream().map(Map.Entry::getKey).toList(),
                rows.stream().anyMatch(Map.Entry::getValue),
                !rows.stream().allMatch(Map.Entry::getValue));
    }

    void makeDue(ItemId item, boolean look) {
        database.sql("INSERT INTO hold_mirror_due (item_id, look) VALUES (:item, :look)")
                .param("item", item.value())
                .param("look", look)
                .update();
    }

    /** Forgets exactly these changes: one with a lower number may yet be committed. */
    void done(Due due) {
        database.sql("DELETE FROM hold_mirror_due WHERE id = ANY (:ids)")
                .param("ids", due.ids().toArray(Long[]::new))
                .update();
    }

    /** Whether nothing but these changes is due for the item. */
    boolean isAll(ItemId item, Due due) {
        return database.sql(
                        "SELECT NOT EXISTS (SELECT FROM hold_mirror_due WHERE item_id = :item AND id <> ALL (:ids))")
                .param("item", item.value())
                .param("ids", due.ids().toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }

    /** Drops what is noted twice, and what is noted of items that are not held and were never mirrored: for a store without locks. */
    void compact() {
        database.sql("""
                        DELETE FROM hold_mirror_due d
                         WHERE EXISTS (SELECT FROM hold_mirror_due later WHERE later.item_id = d.item_id AND later.id > d.id)
                            OR NOT EXISTS (SELECT FROM item WHERE id = d.item_id AND hold_count > 0)
                               AND NOT EXISTS (SELECT FROM hold_mirror m WHERE m.item_id = d.item_id)
                        """).update();
    }

    /** Items that are held, or whose locks we set and did not yet forget, in order of id. Walks as many rows as there are such items. */
    List<ItemId> underMirror(@Nullable ItemId after, int limit) {
        return database.sql("""
                        (SELECT id AS item_id FROM item
                          WHERE hold_count > 0 AND (CAST(:after AS uuid) IS NULL OR id > :after) ORDER BY id LIMIT :limit)
                        UNION
                        (SELECT item_id FROM hold_mirror
                          WHERE CAST(:after AS uuid) IS NULL OR item_id > :after ORDER BY item_id LIMIT :limit)
                         ORDER BY item_id LIMIT :limit
                        """)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcHoldMirror::item)
                .list();
    }

    /** Must be there before the first version is marked. */
    void begin(ItemId item) {
        database.sql("INSERT INTO hold_mirror (item_id) VALUES (:item) ON CONFLICT DO NOTHING")
                .param("item", item.value())
                .update();
    }

    Optional<Progress> progress(ItemId item) {
        return database.sql("SELECT mirrored_at, problem, failures, look_at FROM hold_mirror WHERE item_id = :item")
                .param("item", item.value())
                .query((row, number) -> new Progress(
                        instant(row, "mirrored_at"),
                        row.getString("problem"),
                        row.getInt("failures"),
                        row.getObject("look_at") != null))
                .optional();
    }

    void mirrored(ItemId item, int versions, Instant at) {
        database.sql("""
                        UPDATE hold_mirror
                           SET mirrored_at = :at, versions = :versions, problem = NULL, failures = 0, not_before = NULL
                         WHERE item_id = :item
                        """)
                .param("item", item.value())
                .param("versions", versions)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void cleared(ItemId item) {
        database.sql("""
                        UPDATE hold_mirror SET mirrored_at = NULL, problem = NULL, failures = 0, not_before = NULL
                         WHERE item_id = :item
                        """).param("item", item.value()).update();
    }

    /**
     * Notes what is in the way.
     *
     * @param changed whether the item is not what was mirrored before
     * @param notBefore when to try again
     */
    void problem(ItemId item, String problem, boolean changed, Instant notBefore) {
        database.sql("""
                        UPDATE hold_mirror
                           SET problem = :problem, failures = failures + 1, not_before = :notBefore,
                               mirrored_at = CASE WHEN :changed THEN NULL ELSE mirrored_at END
                         WHERE item_id = :item
                        """)
                .param("item", item.value())
                .param("problem", problem)
                .param("changed", changed)
                .param("notBefore", notBefore.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Forgets the item and its versions. */
    void forget(ItemId item) {
        database.sql("DELETE FROM hold_mirror WHERE item_id = :item")
                .param("item", item.value())
                .update();
    }

    void mark(ItemId item, Collection<ObjectVersion> versions, Mark mark, @Nullable MirrorFinding finding) {
        if (versions.isEmpty()) {
            return;
        }
        database.sql("""
                        INSERT INTO hold_mirror_version (item_id, key, version_id, size, mark, finding)
                        SELECT :item, key, version, size, :mark, :finding
                          FROM unnest(:keys, :versions, :sizes) AS v (key, version, size)
                        ON CONFLICT (item_id, key, version_id) DO UPDATE
                           SET mark = EXCLUDED.mark, finding = COALESCE(EXCLUDED.finding, hold_mirror_version.finding)
                        """)
                .param("item", item.value())
                .param("mark", mark.name())
                .param("finding", finding == null ? null : finding.name())
                .param(
                        "keys",
                        versions.stream().map(version -> version.key().value()).toArray(String[]::new))
                .param(
                        "versions",
                        versions.stream().map(ObjectVersion::versionId).toArray(String[]::new))
                .param("sizes", versions.stream().map(ObjectVersion::size).toArray(Long[]::new))
                .update();
    }

    void unmark(ItemId item, ObjectVersion version) {
        database.sql("DELETE FROM hold_mirror_version WHERE item_id = :item AND key = :key AND version_id = :version")
                .param("item", item.value())
                .param("key", version.key().value())
                .param("version", version.versionId())
                .update();
    }

    Map<ObjectVersion, Mark> marks(ItemId item) {
        Map<ObjectVersion, Mark> marks = new LinkedHashMap<>();
        database.sql("SELECT key, version_id, size, mark FROM hold_mirror_version WHERE item_id = :item")
                .param("item", item.value())
                .query((row, number) -> Map.entry(
                        new ObjectVersion(
                                ObjectKey.listed(row.getString("key")),
                                row.getString("version_id"),
                                row.getLong("size"),
                                false),
                        Mark.valueOf(row.getString("mark"))))
                .list()
                .forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        return marks;
    }

    Optional<Mark> mark(ItemId item, ObjectVersion version) {
        return database.sql(
                        "SELECT mark FROM hold_mirror_version WHERE item_id = :item AND key = :key AND version_id = :version")
                .param("item", item.value())
                .param("key", version.key().value())
                .param("version", version.versionId())
                .query(String.class)
                .optional()
                .map(Mark::valueOf);
    }

    /** What was found at the item and is settled, with how many versions; from now on it counts as told. */
    Map<MirrorFinding, Integer> takeFindings(ItemId item) {
        Map<MirrorFinding, Integer> found = new LinkedHashMap<>();
        database.sql("""
                        WITH told AS (
                            SELECT key, version_id, finding FROM hold_mirror_version
                             WHERE item_id = :item AND finding IS NOT NULL AND mark <> 'CHANGING'
                        ), silenced AS (
                            UPDATE hold_mirror_version v SET finding = NULL FROM told
                             WHERE v.item_id = :item AND v.key = told.key AND v.version_id = told.version_id
                        )
                        SELECT finding, count(*) AS versions FROM told GROUP BY finding ORDER BY finding
                        """)
                .param("item", item.value())
                .query((row, number) ->
                        Map.entry(MirrorFinding.valueOf(row.getString("finding")), row.getInt("versions")))
                .list()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        database.sql("DELETE FROM hold_mirror_version WHERE item_id = :item AND mark = 'LOST'")
                .param("item", item.value())
                .update();
        return found;
    }

    /** What is known of those of these items that are held. */
    record Standing(
            int held,
            int behind,
            @Nullable Instant oldest,
            @Nullable String problem) {}

    Standing standing(ItemId item) {
        return standing("i.id = :id", item.value());
    }

    /** Of all that the hold covers. */
    Standing standing(HoldId hold) {
        return standing("i.id IN (SELECT item_id FROM hold_item WHERE hold_id = :id)", hold.value());
    }

    private Standing standing(String covered, UUID id) {
        return database.sql("""
                        SELECT count(*) AS held,
                               count(*) FILTER (WHERE NOT kept) AS behind,
                               min(mirrored_at) AS oldest,
                               min(problem) FILTER (WHERE NOT kept) AS problem
                          FROM (SELECT m.mirrored_at, m.problem,
                                       m.mirrored_at IS NOT NULL
                                       AND NOT EXISTS (SELECT FROM hold_mirror_due d
                                                        WHERE d.item_id = i.id AND NOT d.look)
                                       AND NOT EXISTS (SELECT FROM hold_mirror_version v
                                                        WHERE v.item_id = i.id AND v.mark = 'CHANGING') AS kept
                                  FROM item i LEFT JOIN hold_mirror m ON m.item_id = i.id
                                 WHERE %s AND i.hold_count > 0) AS one
                        """.formatted(covered))
                .param("id", id)
                .query((row, number) -> new Standing(
                        row.getInt("held"), row.getInt("behind"), instant(row, "oldest"), row.getString("problem")))
                .single();
    }

    private static ItemId item(ResultSet row, int number) throws SQLException {
        return new ItemId(row.getObject("item_id", UUID.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
