package dev.tenure.catalog.trail;

import dev.tenure.catalog.TrailDetail;
import dev.tenure.catalog.merkle.Subtree;
import dev.tenure.catalog.merkle.TreeHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the trail's rows as they are, page by page, whatever was done to them. */
final class JdbcCheckedRows {

    private final JdbcClient database;

    JdbcCheckedRows(JdbcClient database) {
        this.database = database;
    }

    static JdbcCheckedRows of(DataSource database) {
        return new JdbcCheckedRows(JdbcClient.create(database));
    }

    /** A leaf with what it is the leaf of; the entry is null where it is missing. */
    record LeafRow(
            long index,
            long sequence,
            TreeHash hash,
            @Nullable LoggedEntry entry,
            @Nullable TrailDetail detail) {}

    /** A head as it stands. */
    record HeadRow(long size, TreeHash root, String document) {}

    /** An entry that waits, with its detail. */
    record PendingRow(LoggedEntry entry, @Nullable TrailDetail detail) {}

    /** What is noted of a head in the bucket: the timestamp's token is hex; the head's document is null where there is no such head. */
    record AnchorRow(
            long size,
            String key,
            @Nullable String token,
            @Nullable String document) {}

    List<AnchorRow> anchors(long after, int limit) {
        return database.sql("""
                        SELECT size, key, encode(token, 'hex') AS token, document FROM trail_anchor LEFT JOIN trail_head USING (size)
                         WHERE size > :after ORDER BY size LIMIT :limit
                        """)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new AnchorRow(
                        row.getLong("size"), row.getString("key"), row.getString("token"), row.getString("document")))
                .list();
    }

    List<LeafRow> leaves(long from, int limit) {
        return database.sql("""
                        SELECT leaf.index, leaf.sequence AS leaf_sequence, leaf.hash, entry.*, detail.salt, detail.body
                          FROM trail_leaf AS leaf
                          LEFT JOIN trail_entry AS entry ON entry.sequence = leaf.sequence
                          LEFT JOIN trail_detail AS detail ON detail.sequence = leaf.sequence
                         WHERE leaf.index >= :from
                         ORDER BY leaf.index
                         LIMIT :limit
                        """)
                .param("from", from)
                .param("limit", limit)
                .query((row, number) -> new LeafRow(
                        row.getLong("index"),
                        row.getLong("leaf_sequence"),
                        TreeHash.of(row.getBytes("hash")),
                        row.getObject("sequence") == null ? null : JdbcTree.entry(row),
                        JdbcTree.detail(row)))
                .list();
    }

    /** The nodes that are complete in a tree of more than {@code above} and at most {@code upTo} leaves. */
    Map<Subtree, TreeHash> nodes(long above, long upTo) {
        Map<Subtree, TreeHash> nodes = new HashMap<>();
        database.sql("""
                        SELECT level, index, hash FROM trail_node
                         WHERE ((index + 1) << level) > :above AND ((index + 1) << level) <= :upTo
                        """).param("above", above).param("upTo", upTo).query((ResultSet row) -> {
            nodes.put(place(row), TreeHash.of(row.getBytes("hash")));
        });
        return nodes;
    }

    /** A node that no tree of so many leaves has. */
    Optional<Subtree> nodeAbove(long leaves) {
        return database.sql("""
                        SELECT level, index FROM trail_node
                         WHERE ((index + 1) << level) > :leaves
                         ORDER BY (index + 1) << level, level
                         LIMIT 1
                        """)
                .param("leaves", leaves)
                .query((row, number) -> place(row))
                .optional();
    }

    Map<Long, HeadRow> heads(long above, long upTo) {
        Map<Long, HeadRow> heads = new HashMap<>();
        database.sql("SELECT size, root, document FROM trail_head WHERE size > :above AND size <= :upTo")
                .param("above", above)
                .param("upTo", upTo)
                .query((row, number) -> head(row))
                .list()
                .forEach(head -> heads.put(head.size(), head));
        return heads;
    }

    /** The smallest head of at least this size. */
    Optional<HeadRow> headFrom(long size) {
        return database.sql("SELECT size, root, document FROM trail_head WHERE size >= :size ORDER BY size LIMIT 1")
                .param("size", size)
                .query((row, number) -> head(row))
                .optional();
    }

    List<PendingRow> pending(long after, int limit) {
        return database.sql("""
                        SELECT sequence, account_id, item_id, at, action, commitment, salt, body
                          FROM trail_pending JOIN trail_entry USING (sequence) LEFT JOIN trail_detail USING (sequence)
                         WHERE sequence > :after
                         ORDER BY sequence
                         LIMIT :limit
                        """)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new PendingRow(JdbcTree.entry(row), JdbcTree.detail(row)))
                .list();
    }

    /** The first entry that has no leaf and waits for none. */
    Optional<Long> strayEntry() {
        return first("""
                SELECT min(sequence) FROM trail_entry AS entry
                 WHERE NOT EXISTS (SELECT FROM trail_leaf AS leaf WHERE leaf.sequence = entry.sequence)
                   AND NOT EXISTS (SELECT FROM trail_pending AS pending WHERE pending.sequence = entry.sequence)
                """);
    }

    /** The first entry that waits for a leaf though it has one, or that is not there. */
    Optional<Long> strayPending() {
        return first("""
                SELECT min(sequence) FROM trail_pending AS pending
                 WHERE EXISTS (SELECT FROM trail_leaf AS leaf WHERE leaf.sequence = pending.sequence)
                    OR NOT EXISTS (SELECT FROM trail_entry AS entry WHERE entry.sequence = pending.sequence)
                """);
    }

    /** The first detail of no entry. */
    Optional<Long> strayDetail() {
        return first("""
                SELECT min(sequence) FROM trail_detail AS detail
                 WHERE NOT EXISTS (SELECT FROM trail_entry AS entry WHERE entry.sequence = detail.sequence)
                """);
    }

    private Optional<Long> first(String query) {
        return database.sql(query).query(Long.class).optional();
    }

    private static Subtree place(ResultSet row) throws SQLException {
        return new Subtree(row.getInt("level"), row.getLong("index"));
    }

    private static HeadRow head(ResultSet row) throws SQLException {
        return new HeadRow(row.getLong("size"), TreeHash.of(row.getBytes("root")), row.getString("document"));
    }
}
