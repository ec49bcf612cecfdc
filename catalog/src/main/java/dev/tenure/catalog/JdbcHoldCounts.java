package dev.tenure.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many holds are on items: the veto on their rows. Accounts are told of the first and of the last. */
final class JdbcHoldCounts {

    private final JdbcClient database;
    private final Outbox outbox;

    JdbcHoldCounts(JdbcClient database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** A hold more, or less. */
    private record Counted(ItemId item, int holds) {}

    /** One more on each that takes one; those that did. */
    Set<ItemId> raise(Collection<ItemId> wanted) {
        List<Counted> raised = database.sql("""
                        UPDATE item SET hold_count = hold_count + 1, facts_version = facts_version + 1
                         WHERE id = ANY (:ids) AND state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
                        RETURNING id, hold_count
                        """)
                .param("ids", Rows.uuids(wanted))
                .query((row, number) -> new Counted(new ItemId(Rows.uuid(row, "id")), row.getInt("hold_count")))
                .list();
        outbox.appendEach(
                EventType.ITEM_HELD,
                raised.stream()
                        .filter(one -> one.holds() == 1)
                        .map(Counted::item)
                        .toList(),
                Map.of());
        return raised.stream().map(Counted::item).collect(Collectors.toSet());
    }

    /** What a hold less left behind. */
    private record Lowered(ItemId item, int holds, Instant coolOffUntil) {}

    /** One less on each; all must be there. */
    void lower(Collection<ItemId> covered, Instant coolOffUntil) {
        List<Lowered> lowered = database.sql("""
                        UPDATE item
                           SET hold_count = hold_count - 1, facts_version = facts_version + 1, cool_off_until = GREATEST(cool_off_until, :coolOff)
                         WHERE id = ANY (:ids)
                        RETURNING id, hold_count, cool_off_until
                        """)
                .param("ids", Rows.uuids(covered))
                .param("coolOff", Rows.at(coolOffUntil))
                .query((row, number) -> new Lowered(
                        new ItemId(Rows.uuid(row, "id")),
                        row.getInt("hold_count"),
                        Rows.instant(row, "cool_off_until")))
                .list();
        if (lowered.size() != covered.size()) {
            throw new IllegalArgumentException("of " + covered.size() + " items " + lowered.size() + " are there");
        }
        lowered.stream()
                .filter(one -> one.holds() == 0)
                .collect(Collectors.groupingBy(
                        Lowered::coolOffUntil, Collectors.mapping(Lowered::item, Collectors.toList())))
                .forEach((until, items) ->
                        outbox.appendEach(EventType.ITEM_RELEASED, items, Map.of("keptUntil", until.toString())));
    }
}
