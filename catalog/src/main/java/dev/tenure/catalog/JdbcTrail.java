package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

final class JdbcTrail implements Trail {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient database;

    JdbcTrail(JdbcClient database) {
        this.database = database;
    }

    static JdbcTrail of(DataSource database) {
        return new JdbcTrail(JdbcClient.create(database));
    }

    /** The body of a detail as it is read back. */
    private record Body(String actor, Map<String, String> detail) {}

    /** Appends touch no row that others touch: the tree grows later, in order, without anybody having to wait for it here. */
    @Override
    public void append(
            AccountId account, @Nullable ItemId item, Actor actor, String action, Map<String, String> detail) {
        TrailDetail body = TrailDetail.of(actor, detail);
        int appended = database.sql("""
                        WITH entry AS (
                            INSERT INTO trail_entry (account_id, item_id, action, commitment)
                            VALUES (:account, :item, :action, :commitment)
                            RETURNING sequence),
                        detail AS (
                            INSERT INTO trail_detail (sequence, salt, body) SELECT sequence, :salt, :body FROM entry)
                        INSERT INTO trail_pending (sequence) SELECT sequence FROM entry
                        """)
                .param("account", account.value())
                .param("item", item == null ? null : item.value())
                .param("action", action)
                .param("commitment", body.commitment().bytes())
                .param("salt", HexFormat.of().parseHex(body.salt()))
                .param("body", body.body())
                .update();
        if (appended != 1) {
            throw new IllegalStateException("an entry of the trail became " + appended);
        }
    }

    @Override
    public void append(Collection<Item> items, Actor actor, String action, Map<ItemId, Map<String, String>> details) {
        insert(
                items.stream().map(item -> item.account().value()).toArray(UUID[]::new),
                items.stream().map(Item::id).toList(),
                action,
                items.stream()
                        .map(item -> TrailDetail.of(actor, details.getOrDefault(item.id(), Map.of())))
                        .toList());
    }

    @Override
    public void appendEach(
            AccountId account, Collection<ItemId> items, Actor actor, String action, Map<String, String> detail) {
        insert(
                items.stream().map(item -> account.value()).toArray(UUID[]::new),
                items,
                action,
                items.stream().map(item -> TrailDetail.of(actor, detail)).toList());
    }

    /** Each entry has a salt of its own, and so a commitment that no other has. */
    private void insert(UUID[] accounts, Collection<ItemId> items, String action, List<TrailDetail> bodies) {
        int appended = database.sql("""
                        WITH given AS (
                            SELECT account_id, item_id, decode(commitment, 'hex') AS commitment, decode(salt, 'hex') AS salt, body
                              FROM unnest(:accounts, :items, :commitments, :salts, :bodies)
                                   AS one (account_id, item_id, commitment, salt, body)),
                        entry AS (
                            INSERT INTO trail_entry (account_id, item_id, action, commitment)
                            SELECT account_id, item_id, :action, commitment FROM given
                            RETURNING sequence, commitment),
                        detail AS (
                            INSERT INTO trail_detail (sequence, salt, body)
                            SELECT entry.sequence, given.salt, given.body FROM entry JOIN given USING (commitment))
                        INSERT INTO trail_pending (sequence) SELECT sequence FROM entry
                        """)
                .param("accounts", accounts)
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .param("action", action)
                .param(
                        "commitments",
                        bodies.stream().map(body -> body.commitment().hex()).toArray(String[]::new))
                .param("salts", bodies.stream().map(TrailDetail::salt).toArray(String[]::new))
                .param("bodies", bodies.stream().map(TrailDetail::body).toArray(String[]::new))
                .update();
        if (appended != bodies.size()) {
            throw new IllegalStateException(bodies.size() + " entries of the trail became " + appended);
        }
    }

    private record Count(ItemId item, long entries) {}

    @Override
    public Map<ItemId, Long> count(Collection<ItemId> items, String action) {
        return database
                .sql("""
                        SELECT item_id, count(*) AS entries FROM trail_entry
                         WHERE item_id = ANY (:items) AND action = :action GROUP BY item_id
                        """)
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .param("action", action)
                .query((row, number) -> new Count(new ItemId(Rows.uuid(row, "item_id")), row.getLong("entries")))
                .list()
                .stream()
                .collect(Collectors.toMap(Count::item, Count::entries));
    }

    @Override
    public List<Entry> of(AccountId account, ItemId item) {
        return page(account, item, null, Integer.MAX_VALUE);
    }

    @Override
    public List<Entry> page(AccountId account, ItemId item, @Nullable Long after, int limit) {
        return database.sql("""
                        SELECT sequence, at, item_id, action, body
                          FROM trail_entry LEFT JOIN trail_detail USING (sequence)
                         WHERE account_id = :account AND item_id = :item AND sequence > :after
                         ORDER BY sequence
                         LIMIT :limit
                        """)
                .param("account", account.value())
                .param("item", item.value())
                .param("after", after == null ? 0 : after)
                .param("limit", limit)
                .query(JdbcTrail::entry)
                .list();
    }

    @Override
    public List<Entry> page(AccountId account, @Nullable Long after, int limit) {
        return database.sql("""
                        SELECT sequence, at, item_id, action, body
                          FROM trail_entry LEFT JOIN trail_detail USING (sequence)
                         WHERE account_id = :account AND sequence > :after
                         ORDER BY sequence
                         LIMIT :limit
                        """)
                .param("account", account.value())
                .param("after", after == null ? 0 : after)
                .param("limit", limit)
                .query(JdbcTrail::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        UUID item = Rows.uuidOrNull(row, "item_id");
        String text = row.getString("body");
        Body body = text == null ? null : JSON.readValue(text, Body.class);
        return new Entry(
                row.getLong("sequence"),
                Rows.instant(row, "at"),
                item == null ? null : new ItemId(item),
                row.getString("action"),
                body == null ? null : new Actor(body.actor()),
                body == null ? Map.of() : body.detail());
    }
}
