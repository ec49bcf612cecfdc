package dev.tenure.catalog.trail;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.TrailDetail;
import dev.tenure.catalog.merkle.Node;
import dev.tenure.catalog.merkle.Nodes;
import dev.tenure.catalog.merkle.Subtree;
import dev.tenure.catalog.merkle.TreeHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tree's rows. Nothing here is ever updated. */
final class JdbcTree implements Nodes {

    /** What sequencers hold while they work, on all machines. Any number, as long as nobody else takes it. */
    private static final long LOCK = 0x74_72_61_69_6cL;

    private final JdbcClient database;

    JdbcTree(JdbcClient database) {
        this.database = database;
    }

    static JdbcTree of(DataSource database) {
        return new JdbcTree(JdbcClient.create(database));
    }

    /** A leaf to add. */
    record Leaf(long index, long sequence, TreeHash hash) {}

    /** An entry with what belongs to it: its detail unless it was erased, its leaf unless it waits for one. */
    record Whole(
            LoggedEntry entry,
            @Nullable TrailDetail detail,
            @Nullable Long index) {}

    /** Waits until no other sequencer works, and keeps others waiting until the transaction ends. */
    void lock() {
        database.sql("SELECT pg_advisory_xact_lock(:key)")
                .param("key", LOCK)
                .query((row, number) -> true)
                .single();
    }

    /** Entries without a leaf whose transactions are committed, in order of sequence. */
    List<LoggedEntry> pending(int limit) {
        return database.sql("""
                        SELECT sequence, account_id, item_id, at, action, commitment
                          FROM trail_pending JOIN trail_entry USING (sequence)
                         ORDER BY sequence
                         LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> entry(row))
                .list();
    }

    /** How many leaves there are. */
    long size() {
        return database.sql("SELECT coalesce(max(index) + 1, 0) FROM trail_leaf")
                .query(Long.class)
                .single();
    }

    @Override
    public TreeHash hash(Subtree place) {
        return (place.level() == 0
                        ? database.sql("SELECT hash FROM trail_leaf WHERE index = :index")
                        : database.sql("SELECT hash FROM trail_node WHERE level = :level AND index = :index")
                                .param("level", place.level()))
                .param("index", place.index())
                .query((row, number) -> TreeHash.of(row.getBytes(1)))
                .optional()
                .orElseThrow(() -> new BrokenTree("the hash of the subtree " + place + " is missing"));
    }

    void addLeaves(List<Leaf> leaves) {
        int added = database.sql("""
                        INSERT INTO trail_leaf (index, sequence, hash)
                        SELECT index, sequence, decode(hash, 'hex')
                          FROM unnest(CAST(:indexes AS bigint[]), CAST(:sequences AS bigint[]), CAST(:hashes AS text[]))
                               AS leaf (index, sequence, hash)
                        """)
                .param("indexes", leaves.stream().map(Leaf::index).toArray(Long[]::new))
                .param("sequences", leaves.stream().map(Leaf::sequence).toArray(Long[]::new))
                .param("hashes", leaves.stream().map(leaf -> leaf.hash().hex()).toArray(String[]::new))
                .update();
        require(added, leaves.size());
    }

    void addNodes(List<Node> nodes) {
        int added = database.sql("""
                        INSERT INTO trail_node (level, index, hash)
                        SELECT level, index, decode(hash, 'hex')
                          FROM unnest(CAST(:levels AS int[]), CAST(:indexes AS bigint[]), CAST(:hashes AS text[]))
                               AS node (level, index, hash)
                        """)
                .param(
                        "levels",
                        nodes.stream().map(node -> node.place().level()).toArray(Integer[]::new))
                .param(
                        "indexes",
                        nodes.stream().map(node -> node.place().index()).toArray(Long[]::new))
                .param("hashes", nodes.stream().map(node -> node.hash().hex()).toArray(String[]::new))
                .update();
        require(added, nodes.size());
    }

    void removePending(List<LoggedEntry> entries) {
        int removed = database.sql("DELETE FROM trail_pending WHERE sequence = ANY (:sequences)")
                .param("sequences", entries.stream().map(LoggedEntry::sequence).toArray(Long[]::new))
                .update();
        require(removed, entries.size());
    }

    void addHead(SignedHead signed) {
        int added = database.sql("INSERT INTO trail_head (size, root, document) VALUES (:size, :root, :document)")
                .param("size", signed.head().size())
                .param("root", signed.head().root().bytes())
                .param("document", signed.text())
                .update();
        require(added, 1);
    }

    boolean anyHead() {
        return database.sql("SELECT EXISTS (SELECT FROM trail_head)")
                .query(Boolean.class)
                .single();
    }

    Optional<SignedHead> latestHead() {
        return database.sql("SELECT document FROM trail_head ORDER BY size DESC LIMIT 1")
                .query(String.class)
                .optional()
                .map(SignedHead::open);
    }

    Optional<SignedHead> head(long size) {
        return database.sql("SELECT document FROM trail_head WHERE size = :size")
                .param("size", size)
                .query(String.class)
                .optional()
                .map(SignedHead::open);
    }

    /** An entry of the account. */
    Optional<Whole> find(AccountId account, long sequence) {
        return database.sql("""
                        SELECT sequence, account_id, item_id, at, action, commitment, salt, body, index
                          FROM trail_entry
                          LEFT JOIN trail_detail USING (sequence)
                          LEFT JOIN trail_leaf USING (sequence)
                         WHERE account_id = :account AND sequence = :sequence
                        """)
                .param("account", account.value())
                .param("sequence", sequence)
                .query((row, number) -> new Whole(entry(row), detail(row), row.getObject("index", Long.class)))
                .optional();
    }

    /** Where an entry is in the tree. */
    record Placed(ItemId item, long sequence, long index, TreeHash leaf) {}

    /** The last entry with this action of each of these items, as far as it has a leaf. */
    Map<ItemId, Placed> placed(Collection<ItemId> items, String action) {
        return database
                .sql("""
                        SELECT DISTINCT ON (item_id) item_id, sequence, index, hash
                          FROM trail_entry JOIN trail_leaf USING (sequence)
                         WHERE item_id = ANY (:items) AND action = :action
                         ORDER BY item_id, sequence DESC
                        """)
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .param("action", action)
                .query((row, number) -> new Placed(
                        new ItemId(row.getObject("item_id", UUID.class)),
                        row.getLong("sequence"),
                        row.getLong("index"),
                        TreeHash.of(row.getBytes("hash"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Placed::item, Function.identity()));
    }

    /** A head with the token that an authority gave for it, in base 64. */
    record Stamped(SignedHead head, String token) {}

    /** The newest head in the bucket that has a token. */
    Optional<Stamped> latestStamped() {
        return database.sql("""
                        SELECT document, translate(encode(token, 'base64'), E'\\n', '') AS token
                          FROM trail_anchor JOIN trail_head USING (size)
                         WHERE token IS NOT NULL ORDER BY size DESC LIMIT 1
                        """)
                .query((row, number) -> new Stamped(SignedHead.open(row.getString("document")), row.getString("token")))
                .optional();
    }

    /** The hashes of many subtrees at once; one that is missing is not among them. */
    Map<Subtree, TreeHash> hashes(Collection<Subtree> places) {
        return database
                .sql("""
                        SELECT level, index, hash
                          FROM unnest(CAST(:levels AS int[]), CAST(:indexes AS bigint[])) AS place (level, index)
                          JOIN trail_node USING (level, index)
                        UNION ALL
                        SELECT 0, index, hash
                          FROM unnest(CAST(:levels AS int[]), CAST(:indexes AS bigint[])) AS place (level, index)
                          JOIN trail_leaf USING (index)
                         WHERE level = 0
                        """)
                .param("levels", places.stream().map(Subtree::level).toArray(Integer[]::new))
                .param("indexes", places.stream().map(Subtree::index).toArray(Long[]::new))
                .query((row, number) -> new Node(
                        new Subtree(row.getInt("level"), row.getLong("index")), TreeHash.of(row.getBytes("hash"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Node::place, Node::hash));
    }

    /** The largest anchored size and the key of its object. */
    Optional<Anchor> latestAnchor() {
        return database.sql("SELECT size, key FROM trail_anchor ORDER BY size DESC LIMIT 1")
                .query((row, number) -> new Anchor(row.getLong("size"), row.getString("key")))
                .optional();
    }

    /** A head in the bucket. */
    record Anchor(long size, String key) {}

    /** Notes that the object is there; false where another machine was faster. */
    boolean anchored(Anchor anchor, byte @Nullable [] token) {
        return database.sql("""
                        INSERT INTO trail_anchor (size, key, token) VALUES (:size, :key, :token)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("size", anchor.size())
                        .param("key", anchor.key())
                        .param("token", token, java.sql.Types.BINARY)
                        .update()
                == 1;
    }

    static LoggedEntry entry(ResultSet row) throws SQLException {
        UUID item = row.getObject("item_id", UUID.class);
        return new LoggedEntry(
                row.getLong("sequence"),
                new AccountId(row.getObject("account_id", UUID.class)),
                item == null ? null : new ItemId(item),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("action"),
                ContentHash.of(row.getBytes("commitment")));
    }

    static @Nullable TrailDetail detail(ResultSet row) throws SQLException {
        byte[] salt = row.getBytes("salt");
        return salt == null ? null : new TrailDetail(HexFormat.of().formatHex(salt), row.getString("body"));
    }

    private static void require(int rows, int expected) {
        if (rows != expected) {
            throw new BrokenTree(rows + " rows of the trail were written in place of " + expected);
        }
    }
}
