package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import dev.tenure.retention.Grace;
import dev.tenure.retention.rules.HoldFact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcHolds {

    private static final String SELECT = """
            SELECT id, title, authority, reason, placed_by, placed_at, cool_off, released_by, released_at, release_reason,
                   (SELECT count(*) FROM hold_item i WHERE i.hold_id = hold.id) AS items
              FROM hold
            """;

    private final JdbcClient database;

    JdbcHolds(JdbcClient database) {
        this.database = database;
    }

    void insert(HoldId id, AccountId account, Holds.Matter matter, Grace coolOff, Actor actor, Instant now) {
        database.sql("""
                        INSERT INTO hold (id, account_id, title, authority, reason, placed_by, placed_at, cool_off)
                        VALUES (:id, :account, :title, :authority, :reason, :by, :at, :coolOff)
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .param("title", matter.title())
                .param("authority", matter.authority())
                .param("reason", matter.reason())
                .param("by", actor.value())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("coolOff", coolOff.toString())
                .update();
    }

    void cover(HoldId hold, ItemId item) {
        database.sql("INSERT INTO hold_item (hold_id, item_id) VALUES (:hold, :item)")
                .param("hold", hold.value())
                .param("item", item.value())
                .update();
    }

    /** Releases it if it is in force, and says how long it still protects. */
    Optional<Grace> release(AccountId account, HoldId id, String reason, Actor actor, Instant now) {
        return database.sql("""
                        UPDATE hold SET released_by = :by, released_at = :at, release_reason = :reason
                         WHERE id = :id AND account_id = :account AND released_at IS NULL
                        RETURNING cool_off
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .param("by", actor.value())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("reason", reason)
                .query(String.class)
                .optional()
                .map(Grace::parse);
    }

    List<ItemId> items(HoldId id) {
        return database.sql("SELECT item_id FROM hold_item WHERE hold_id = :id ORDER BY item_id")
                .param("id", id.value())
                .query((row, number) -> new ItemId(row.getObject("item_id", UUID.class)))
                .list();
    }

    /** What else is kept of the meetings of those of these items that are recordings. */
    List<ItemId> companionsOf(AccountId account, Collection<ItemId> items) {
        return database.sql("""
                        SELECT companion.id
                          FROM item recording JOIN item companion ON companion.meeting_id = recording.meeting_id
                         WHERE recording.id = ANY (:items) AND recording.kind = 'RECORDING' AND recording.account_id = :account
                           AND companion.kind <> 'RECORDING' AND companion.account_id = :account
                           AND companion.state NOT IN ('REJECTED', 'PURGED')
                        """)
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .param("account", account.value())
                .query((row, number) -> new ItemId(row.getObject("id", UUID.class)))
                .list();
    }

    List<HoldId> inForceOn(ItemId item) {
        return database.sql("""
                        SELECT h.id FROM hold h JOIN hold_item i ON i.hold_id = h.id
                         WHERE i.item_id = :item AND h.released_at IS NULL
                         ORDER BY h.id
                        """)
                .param("item", item.value())
                .query((row, number) -> new HoldId(row.getObject("id", UUID.class)))
                .list();
    }

    List<HoldFact> facts(ItemId item) {
        return database.sql("""
                        SELECT h.id, h.placed_at, h.released_at, h.cool_off
                          FROM hold h JOIN hold_item i ON i.hold_id = h.id
                         WHERE i.item_id = :item
                        """)
                .param("item", item.value())
                .query((row, number) -> new HoldFact(
                        row.getObject("id", UUID.class),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                        released(row),
                        Grace.parse(row.getString("cool_off"))))
                .list();
    }

    List<ItemId> items(HoldId id, @Nullable ItemId after, int limit) {
        return database.sql("""
                        SELECT item_id FROM hold_item
                         WHERE hold_id = :id AND (CAST(:after AS uuid) IS NULL OR item_id > :after)
                         ORDER BY item_id LIMIT :limit
                        """)
                .param("id", id.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new ItemId(row.getObject("item_id", UUID.class)))
                .list();
    }

    List<Hold> page(AccountId account, @Nullable HoldId before, int limit) {
        return database.sql(SELECT + """
                         WHERE account_id = :account AND (CAST(:before AS uuid) IS NULL OR id < :before)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query((row, number) -> hold(row))
                .list();
    }

    Optional<Hold> find(AccountId account, HoldId id) {
        return database.sql(SELECT + " WHERE account_id = :account AND id = :id")
                .param("account", account.value())
                .param("id", id.value())
                .query((row, number) -> hold(row))
                .optional();
    }

    private static Hold hold(ResultSet row) throws SQLException {
        Instant released = released(row);
        return new Hold(
                new HoldId(row.getObject("id", UUID.class)),
                row.getString("title"),
                row.getString("authority"),
                row.getString("reason"),
                new Actor(row.getString("placed_by")),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                Grace.parse(row.getString("cool_off")),
                row.getInt("items"),
                released == null
                        ? null
                        : new Hold.Release(
                                new Actor(row.getString("released_by")), released, row.getString("release_reason")));
    }

    private static @Nullable Instant released(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("released_at", OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
