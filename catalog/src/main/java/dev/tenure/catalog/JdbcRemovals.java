package dev.tenure.catalog;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcRemovals implements Removals {

    private final JdbcClient database;
    private final Items items;
    private final Trail trail;
    private final InstantSource clock;

    JdbcRemovals(JdbcClient database, Items items, Trail trail, InstantSource clock) {
        this.database = database;
        this.items = items;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    @Transactional
    public boolean permit(ItemId item, List<ObjectId> objects, Actor actor) {
        Optional<Item> free = items.lockToDestroy(item)
                .filter(locked -> locked.vetoAt(clock.instant()).isEmpty());
        free.ifPresent(locked -> giveUp(locked.account(), item, objects, actor));
        return free.isPresent();
    }

    private void giveUp(AccountId account, ItemId item, List<ObjectId> objects, Actor actor) {
        Map<String, Long> fresh = database
                .sql("""
                        UPDATE stored_object
                           SET status = 'DROPPED', dropped_at = COALESCE(dropped_at, clock_timestamp()), removal_at = clock_timestamp()
                         WHERE item_id = :item AND id = ANY (:objects) AND status IN ('ANNOUNCED', 'DROPPED') AND removal_at IS NULL
                        RETURNING role
                        """)
                .param("item", item.value())
                .param("objects", objects.stream().map(ObjectId::value).toArray(UUID[]::new))
                .query((row, number) -> ObjectRole.valueOf(row.getString("role")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(ObjectRole::word, Collectors.counting()));
        fresh.forEach((role, count) -> trail.append(
                account, item, actor, "item.objects-removed", Map.of("role", role, "objects", Long.toString(count))));
    }
}
