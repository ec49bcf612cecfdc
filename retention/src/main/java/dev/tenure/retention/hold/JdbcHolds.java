package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import dev.tenure.retention.Grace;
import dev.tenure.retention.rules.HoldFact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of holds, what they cover, and what they came too late for. */
final class JdbcHolds {

    private static final String SELECT = """
            SELECT id, title, authority, reason, reference, effective_at, historical_reason, review_on, sensitive, placed_by, placed_at,
                   cool_off, released_by, released_at, release_reason,
                   q.hold_id, whole_account, host, participant, meeting, ended_from, ended_before,
                   (SELECT count(*) FROM hold_item i WHERE i.hold_id = hold.id) AS items
              FROM hold LEFT JOIN hold_query q ON q.hold_id = hold.id
            """;

    private final JdbcClient database;

    JdbcHolds(JdbcClient database) {
        this.database = database;
    }

    void insert(
            HoldId id,
            AccountId account,
            Matter matter,
            @Nullable Instant reviewAt,
            Grace coolOff,
            Actor actor,
            Instant now) {
        database.sql("""
                        INSERT INTO hold (id, account_id, title, authority, reason, reference, effective_at, historical_reason,
                                          review_on, review_at, sensitive, placed_by, placed_at, cool_off)
                        VALUES (:id, :account, :title, :authority, :reason, :reference, :effective, :historical,
                                :reviewOn, :reviewAt, :sensitive, :by, :at, :coolOff)
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .param("title", matter.title())
                .param("authority", matter.authority())
                .param("reason", matter.reason())
                .param("reference", matter.reference())
                .param("effective", Rows.at(matter.effective(now)))
                .param("historical", matter.historicalReason())
                .param("reviewOn", matter.reviewOn())
                .param("reviewAt", Rows.at(reviewAt))
                .param("sensitive", matter.sensitive())
                .param("by", actor.value())
                .param("at", Rows.at(now))
                .param("coolOff", coolOff.toString())
                .update();
    }

    /** Notes that the hold covers these items; those of which that was not known. */
    List<ItemId> cover(HoldId hold, Collection<ItemId> items) {
        return database.sql("""
                        INSERT INTO hold_item (hold_id, item_id) SELECT :hold, unnest(:items)
                        ON CONFLICT DO NOTHING
                        RETURNING item_id
                        """)
                .param("hold", hold.value())
                .param("items", uuids(items))
                .query((row, number) -> new ItemId(Rows.uuid(row, "item_id")))
                .list();
    }

    /** Notes what the hold came too late for. */
    void missed(HoldId hold, Collection<ItemId> items, Outcome outcome) {
        database.sql(
                        "INSERT INTO hold_missed (hold_id, item_id, outcome) SELECT :hold, unnest(:items), :outcome ON CONFLICT DO NOTHING")
                .param("hold", hold.value())
                .param("items", uuids(items))
                .param("outcome", outcome.name())
                .update();
    }

    /** How many of these are items of the account. */
    int known(AccountId account, Collection<ItemId> items) {
        return database.sql("SELECT count(*) FROM item WHERE account_id = :account AND id = ANY (:items)")
                .param("account", account.value())
                .param("items", uuids(items))
                .query(Integer.class)
                .single();
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
                .param("at", Rows.at(now))
                .param("reason", reason)
                .query(String.class)
                .optional()
                .map(Grace::parse);
    }

    List<HoldId> inForceOn(ItemId item) {
        return database.sql("""
                        SELECT h.id FROM hold h JOIN hold_item i ON i.hold_id = h.id
                         WHERE i.item_id = :item AND h.released_at IS NULL
                         ORDER BY h.id
                        """)
                .param("item", item.value())
                .query((row, number) -> new HoldId(Rows.uuid(row, "id")))
                .list();
    }

    List<HoldFact> facts(ItemId item) {
        return database.sql("""
                        SELECT h.id, h.placed_at, h.released_at, h.cool_off
                          FROM hold h JOIN hold_item i ON i.hold_id = h.id
                         WHERE i.item_id = :item
                        """)
                .param("item", item.value())
                .query(JdbcHoldQueries::fact)
                .list();
    }

    /** Items of this outcome, in order of id. */
    List<ItemId> items(HoldId id, Outcome outcome, @Nullable ItemId after, int limit) {
        String table = outcome == Outcome.PRESERVED ? "hold_item" : "hold_missed";
        return database.sql("SELECT item_id FROM " + table + """
                         WHERE hold_id = :id AND (CAST(:after AS uuid) IS NULL OR item_id > :after)
                        """
                        + (outcome == Outcome.PRESERVED ? "" : " AND outcome = :outcome")
                        + " ORDER BY item_id LIMIT :limit")
                .param("id", id.value())
                .param("outcome", outcome.name())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new ItemId(Rows.uuid(row, "item_id")))
                .list();
    }

    long count(HoldId id, Outcome outcome) {
        String table = outcome == Outcome.PRESERVED ? "hold_item WHERE" : "hold_missed WHERE outcome = :outcome AND";
        return database.sql("SELECT count(*) FROM " + table + " hold_id = :id")
                .param("id", id.value())
                .param("outcome", outcome.name())
                .query(Long.class)
                .single();
    }

    List<Hold> page(AccountId account, @Nullable HoldId before, int limit) {
        return database.sql(SELECT + """
                         WHERE hold.account_id = :account AND (CAST(:before AS uuid) IS NULL OR id < :before)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query((row, number) -> hold(row))
                .list();
    }

    Optional<Hold> find(AccountId account, HoldId id) {
        return database.sql(SELECT + " WHERE hold.account_id = :account AND id = :id")
                .param("account", account.value())
                .param("id", id.value())
                .query((row, number) -> hold(row))
                .optional();
    }

    private static UUID[] uuids(Collection<ItemId> items) {
        return items.stream().map(ItemId::value).toArray(UUID[]::new);
    }

    private static Hold hold(ResultSet row) throws SQLException {
        Instant released = Rows.instantOrNull(row, "released_at");
        return new Hold(
                new HoldId(Rows.uuid(row, "id")),
                new Matter(
                        row.getString("title"),
                        row.getString("authority"),
                        row.getString("reason"),
                        row.getString("reference"),
                        Rows.instant(row, "effective_at"),
                        row.getString("historical_reason"),
                        row.getObject("review_on", LocalDate.class),
                        row.getBoolean("sensitive")),
                query(row),
                new Actor(row.getString("placed_by")),
                Rows.instant(row, "placed_at"),
                Grace.parse(row.getString("cool_off")),
                row.getInt("items"),
                released == null
                        ? null
                        : new Hold.Release(
                                new Actor(row.getString("released_by")), released, row.getString("release_reason")));
    }

    private static @Nullable HoldQuery query(ResultSet row) throws SQLException {
        return Rows.uuidOrNull(row, "hold_id") == null
                ? null
                : new HoldQuery(
                        row.getBoolean("whole_account"),
                        row.getString("host"),
                        row.getString("participant"),
                        row.getString("meeting"),
                        Rows.instantOrNull(row, "ended_from"),
                        Rows.instantOrNull(row, "ended_before"));
    }
}
