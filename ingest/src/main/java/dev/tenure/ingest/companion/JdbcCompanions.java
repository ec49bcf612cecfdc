package dev.tenure.ingest.companion;

import dev.tenure.catalog.ItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code companion}. */
class JdbcCompanions {

    private final JdbcClient database;

    JdbcCompanions(JdbcClient database) {
        this.database = database;
    }

    /** Items that are no recordings, stored, without a problem, and nobody at work on them; oldest first. */
    List<ItemId> waiting(int limit) {
        return database.sql("""
                        SELECT item.id
                          FROM item LEFT JOIN companion ON companion.item_id = item.id
                         WHERE item.state = 'STORED' AND item.kind <> 'RECORDING' AND item.problem IS NULL
                           AND (item.lease_until IS NULL OR item.lease_until < clock_timestamp())
                           AND (companion.not_before IS NULL OR companion.not_before <= clock_timestamp())
                         ORDER BY item.id LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> new ItemId(row.getObject("id", UUID.class)))
                .list();
    }

    /** Counts a try before it is made, so that one that ends its process is counted too; the next waits twice as long each time. */
    int begin(ItemId item, Duration longest) {
        return database.sql("""
                        INSERT INTO companion AS known (item_id, attempts, not_before)
                        VALUES (:item, 1, clock_timestamp() + make_interval(secs => 2))
                        ON CONFLICT (item_id) DO UPDATE
                           SET attempts = known.attempts + 1,
                               not_before = clock_timestamp()
                                   + make_interval(secs => least(:longest, power(2, least(known.attempts + 1, 20))))
                        RETURNING attempts
                        """)
                .param("item", item.value())
                .param("longest", (double) longest.toSeconds())
                .query(Integer.class)
                .single();
    }

    void done(ItemId item, CompanionFacts facts) {
        int updated = database.sql("""
                        UPDATE companion
                           SET outcome = :outcome, format = :format, encoding = :encoding, entries = :entries,
                               not_understood = :notUnderstood, reason = :reason, done_at = clock_timestamp()
                         WHERE item_id = :item
                        """)
                .param("item", item.value())
                .param("outcome", facts.outcome().name())
                .param("format", facts.format())
                .param("encoding", facts.encoding())
                .param("entries", facts.entries())
                .param("notUnderstood", facts.notUnderstood())
                .param("reason", facts.reason())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("no try at item " + item + " was begun");
        }
    }

    Optional<CompanionFacts> find(ItemId item) {
        return database.sql("""
                        SELECT outcome, format, encoding, entries, not_understood, reason
                          FROM companion
                         WHERE item_id = :item AND outcome IS NOT NULL
                        """)
                .param("item", item.value())
                .query(JdbcCompanions::facts)
                .optional();
    }

    private static CompanionFacts facts(ResultSet row, int number) throws SQLException {
        return new CompanionFacts(
                CompanionFacts.Outcome.valueOf(row.getString("outcome")),
                row.getString("format"),
                row.getString("encoding"),
                row.getInt("entries"),
                row.getInt("not_understood"),
                row.getString("reason"));
    }
}
