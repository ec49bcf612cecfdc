package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcEndings implements Endings {

    private final JdbcClient database;
    private final Trail trail;
    private final Outbox outbox;
    private final HoldLock holdLock;
    private final Supplier<@Nullable CoveringHolds> holds;

    JdbcEndings(
            JdbcClient database,
            Trail trail,
            Outbox outbox,
            HoldLock holdLock,
            Supplier<@Nullable CoveringHolds> holds) {
        this.database = database;
        this.trail = trail;
        this.outbox = outbox;
        this.holdLock = holdLock;
        this.holds = holds;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Item> lockToDestroy(Collection<ItemId> ids) {
        database.sql("SELECT DISTINCT account_id FROM item WHERE id = ANY (:ids) ORDER BY account_id")
                .param("ids", values(ids))
                .query((row, number) -> new AccountId(Rows.uuid(row, "account_id")))
                .list()
                .forEach(holdLock::together);
        List<Item> locked = read(ids, " FOR UPDATE");
        CoveringHolds covering = holds.get();
        List<ItemId> covered = covering == null
                ? List.of()
                : locked.stream().filter(covering::cover).map(Item::id).toList();
        return covered.isEmpty() ? locked : read(ids, "");
    }

    private List<Item> read(Collection<ItemId> ids, String how) {
        return database.sql(ItemRow.SELECT + " WHERE id = ANY (:ids) ORDER BY id" + how)
                .param("ids", values(ids))
                .query(ItemRow::read)
                .list();
    }

    private record Destroyed(ItemId item, ItemKey key) {}

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<ItemId, ItemKey> destroy(Collection<Item> locked, Actor actor) {
        UUID[] ids = values(locked.stream().map(Item::id).toList());
        Map<ItemId, ItemKey> keys = database
                .sql(
                        "WITH noted AS (DELETE FROM processing WHERE item_id = ANY (:ids))"
                                + " DELETE FROM item_key WHERE item_id = ANY (:ids) RETURNING item_id, key_id, vault_key_id, wrapped")
                .param("ids", ids)
                .query((row, number) -> new Destroyed(new ItemId(Rows.uuid(row, "item_id")), ItemRow.key(row, number)))
                .list()
                .stream()
                .collect(Collectors.toMap(Destroyed::item, Destroyed::key));
        if (keys.size() != locked.size()) {
            throw new IllegalStateException(locked.size() + " items had " + keys.size() + " keys to destroy");
        }
        int moved = database.sql("""
                        UPDATE item
                           SET state = 'DESTROYING', state_since = clock_timestamp(), problem = NULL, trashed_from = NULL, trashed_with = NULL,
                               facts_version = facts_version + CASE WHEN state = 'TRASHED' THEN 1 ELSE 0 END
                          FROM unnest(:ids, :states) AS known (known_id, known_state)
                         WHERE id = known_id AND state = known_state AND hold_count = 0
                        """)
                .param("ids", ids)
                .param(
                        "states",
                        locked.stream().map(item -> item.state().name()).toArray(String[]::new))
                .update();
        if (moved != locked.size()) {
            throw new IllegalStateException("an item moved although it was locked, or a legal hold keeps it");
        }
        trail.append(
                locked,
                actor,
                "item.destroying",
                locked.stream()
                        .collect(Collectors.toMap(
                                Item::id, item -> Map.of("from", item.state().name()))));
        return keys;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<ItemId> purge(Collection<Item> items, Actor actor) {
        UUID[] meetings =
                items.stream().map(item -> item.meeting().value()).distinct().toArray(UUID[]::new);
        // Before the items, as everybody does. Who registers an item of one meanwhile waits, or is seen by what
        // follows.
        database.sql("SELECT id FROM meeting WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                .param("ids", meetings)
                .query(UUID.class)
                .list();
        Map<ItemId, Item> known = items.stream().collect(Collectors.toMap(Item::id, Function.identity()));
        List<ItemId> purged = database.sql("""
                        WITH locked AS (
                            SELECT id AS locked_id FROM item WHERE id = ANY (:ids) AND state = 'DESTROYING' ORDER BY id FOR UPDATE)
                        UPDATE item
                           SET state = 'PURGED', state_since = clock_timestamp(), problem = NULL, file_name = '', trashed_from = NULL,
                               trashed_with = NULL
                          FROM locked WHERE id = locked_id
                        RETURNING id
                        """)
                .param("ids", values(known.keySet()))
                .query(JdbcEndings::itemId)
                .list();
        Map<ItemId, Map<String, String>> from = new HashMap<>();
        purged.forEach(id -> from.put(id, Map.of("from", ItemState.DESTROYING.name())));
        trail.append(
                known.values().stream()
                        .filter(item -> from.containsKey(item.id()))
                        .toList(),
                actor,
                "item.purged",
                from);
        outbox.appendEach(EventType.ITEM_DESTROYED, purged, Map.of());
        database.sql("UPDATE stored_object SET status = 'GONE' WHERE item_id = ANY (:ids)")
                .param("ids", values(purged))
                .update();
        forget(meetings);
        return new HashSet<>(purged);
    }

    private void forget(UUID[] meetings) {
        List<UUID> forgotten = database.sql("""
                        UPDATE meeting SET title = '', host = '', forgotten_at = clock_timestamp()
                         WHERE id = ANY (:ids) AND forgotten_at IS NULL
                           AND NOT EXISTS (SELECT FROM item WHERE meeting_id = meeting.id AND state NOT IN ('PURGED', 'REJECTED'))
                        RETURNING id
                        """)
                .param("ids", meetings)
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        database.sql("DELETE FROM participant WHERE meeting_id = ANY (:ids)")
                .param("ids", forgotten.toArray(UUID[]::new))
                .update();
        new JdbcMeetingWords(database).forget(forgotten);
    }

    private static ItemId itemId(ResultSet row, int number) throws SQLException {
        return new ItemId(Rows.uuid(row, "id"));
    }

    private static UUID[] values(Collection<ItemId> ids) {
        return ids.stream().map(ItemId::value).toArray(UUID[]::new);
    }
}
