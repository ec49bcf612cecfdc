package dev.tenure.storageapi.items;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who read what lately. */
@Repository
class JdbcReadings {

    private final JdbcClient database;

    JdbcReadings(JdbcClient database) {
        this.database = database;
    }

    /** Within the last hour. */
    boolean lately(ItemId item, Actor reader, String action) {
        return about(item, reader, action, """
                        SELECT EXISTS (
                            SELECT FROM item_reading
                             WHERE item_id = :item AND reader = :reader AND action = :action
                               AND noted_at > clock_timestamp() - interval '1 hour')
                        """).query(Boolean.class).single();
    }

    /** Of two requests of one reader at once, one is the first. What nobody asks for any more is forgotten on the way. */
    boolean first(ItemId item, Actor reader, String action) {
        boolean first = about(item, reader, action, """
                                INSERT INTO item_reading (item_id, reader, action, noted_at)
                                VALUES (:item, :reader, :action, clock_timestamp())
                                ON CONFLICT (item_id, reader, action) DO UPDATE SET noted_at = excluded.noted_at
                                 WHERE item_reading.noted_at < clock_timestamp() - interval '1 hour'
                                """).update() == 1;
        // Behind the row of one's own, and past the rows that others hold: so nobody waits for who waits for them.
        database.sql("""
                        DELETE FROM item_reading
                         WHERE ctid IN (SELECT ctid FROM item_reading WHERE noted_at < clock_timestamp() - interval '1 hour'
                                         ORDER BY noted_at LIMIT 100 FOR UPDATE SKIP LOCKED)
                        """).update();
        return first;
    }

    private JdbcClient.StatementSpec about(ItemId item, Actor reader, String action, String sql) {
        return database.sql(sql)
                .param("item", item.value())
                .param("reader", reader.value())
                .param("action", action);
    }
}
