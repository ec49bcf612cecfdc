package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class JdbcOutbox implements Outbox {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Held by whoever takes; any number will do that nothing else locks by. */
    private static final long TAKING = 0x7465_6e75_7265_6f62L;

    private static final String INSERT = "INSERT INTO outbox_event (id, account_id, item_id, type, data)";
    private static final String DATA =
            "CAST(:more AS jsonb) || jsonb_build_object('item', item.id, 'meeting', meeting_id, 'kind', kind, 'state', state)";

    private final JdbcClient database;
    private final Ids ids;

    JdbcOutbox(JdbcClient database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public EventId append(EventType type, ItemId item, Map<String, String> more) {
        EventId id = new EventId(ids.next());
        // By its id alone, whose plan is kept; that of a list is made anew each time.
        int appended = database.sql(
                        INSERT + " SELECT :id, account_id, id, :type, " + DATA + " FROM item WHERE id = :item")
                .param("id", id.value())
                .param("type", type.word())
                .param("more", JSON.writeValueAsString(more))
                .param("item", item.value())
                .update();
        if (appended != 1) {
            throw new IllegalArgumentException("there is no item " + item);
        }
        return id;
    }

    @Override
    public void appendEach(EventType type, Collection<ItemId> items, Map<String, String> more) {
        Map<EventId, ItemId> events = new LinkedHashMap<>();
        items.forEach(item -> events.put(new EventId(ids.next()), item));
        append(type, events, more);
    }

    private void append(EventType type, Map<EventId, ItemId> events, Map<String, String> more) {
        if (events.isEmpty()) {
            return;
        }
        int appended = database.sql(INSERT + " SELECT event.id, account_id, item.id, :type, " + DATA
                        + " FROM unnest(:ids, :items) AS event (id, item) JOIN item ON item.id = event.item")
                .param("ids", events.keySet().stream().map(EventId::value).toArray(UUID[]::new))
                .param("type", type.word())
                .param("more", JSON.writeValueAsString(more))
                .param("items", events.values().stream().map(ItemId::value).toArray(UUID[]::new))
                .update();
        if (appended != events.size()) {
            throw new IllegalArgumentException("of the items " + events.values() + " some are not there");
        }
    }

    @Override
    public EventId append(EventType type, AccountId account, Map<String, String> data) {
        EventId id = new EventId(ids.next());
        database.sql("""
                        INSERT INTO outbox_event (id, account_id, type, data) VALUES (:id, :account, :type, CAST(:data AS jsonb))
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .param("type", type.word())
                .param("data", JSON.writeValueAsString(data))
                .update();
        return id;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public List<EventId> take(int limit) {
        boolean alone = database.sql("SELECT pg_try_advisory_xact_lock(:taking)")
                .param("taking", TAKING)
                .query(Boolean.class)
                .single();
        if (!alone) {
            return List.of();
        }
        return database.sql("""
                        UPDATE outbox_event e SET position = nextval('outbox_position')
                          FROM (SELECT id FROM outbox_event WHERE position IS NULL ORDER BY id LIMIT :limit) AS waiting
                         WHERE e.id = waiting.id
                        RETURNING e.id
                        """)
                .param("limit", limit)
                .query((row, number) -> new EventId(Rows.uuid(row, "id")))
                .list();
    }

    @Override
    public List<Event> page(AccountId account, @Nullable EventId after, int limit) {
        return database.sql("""
                        SELECT id, account_id, type, at, data FROM outbox_event
                         WHERE account_id = :account
                           AND position > CASE WHEN CAST(:after AS uuid) IS NULL THEN 0
                                               ELSE (SELECT position FROM outbox_event
                                                      WHERE id = :after AND account_id = :account) END
                         ORDER BY position LIMIT :limit
                        """)
                .param("account", account.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcOutbox::event)
                .list();
    }

    @Override
    public Optional<Event> find(AccountId account, EventId id) {
        return database.sql("""
                        SELECT id, account_id, type, at, data FROM outbox_event
                         WHERE id = :id AND account_id = :account AND position IS NOT NULL
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcOutbox::event)
                .optional();
    }

    @Override
    public int forget(Instant before, int limit) {
        return database.sql("""
                        DELETE FROM outbox_event
                         WHERE id IN (SELECT id FROM outbox_event
                                       WHERE at < :before AND position IS NOT NULL ORDER BY at LIMIT :limit)
                        """)
                .param("before", Rows.at(before))
                .param("limit", limit)
                .update();
    }

    private static Event event(ResultSet row, int number) throws SQLException {
        String word = row.getString("type");
        return new Event(
                new EventId(Rows.uuid(row, "id")),
                new AccountId(row.getObject("account_id", UUID.class)),
                EventType.of(word).orElseThrow(() -> new IllegalStateException("an event of unknown type " + word)),
                Rows.instant(row, "at"),
                JSON.readValue(row.getString("data"), TEXTS));
    }
}
