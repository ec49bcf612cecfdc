package dev.tenure.ingest.companion;

import dev.tenure.catalog.ItemId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code text_extraction}. */
class JdbcTexts {

    private final JdbcClient database;

    JdbcTexts(JdbcClient database) {
        this.database = database;
    }

    /** A document whose text is being taken out. */
    record Claim(ItemId item, int attempt) {}

    /** Notes what is known of the text; what was known before gives way. */
    void put(ItemId item, TextFacts facts) {
        database.sql("""
                        INSERT INTO text_extraction (item_id, state, reason) VALUES (:item, :state, :reason)
                        ON CONFLICT (item_id) DO UPDATE
                           SET state = excluded.state, reason = excluded.reason, state_since = clock_timestamp()
                        """)
                .param("item", item.value())
                .param("state", facts.state().name())
                .param("reason", facts.reason())
                .update();
    }

    /** Takes a waiting document for this long; counts the try before it is made, so that one that ends its process is counted too. */
    Optional<Claim> claim(Duration time) {
        return database.sql("""
                        UPDATE text_extraction
                           SET attempts = attempts + 1, not_before = clock_timestamp() + make_interval(secs => :time)
                         WHERE item_id = (SELECT text.item_id
                                            FROM text_extraction text JOIN item ON item.id = text.item_id
                                           WHERE text.state = 'WAITING' AND text.not_before <= clock_timestamp()
                                             AND item.state = 'READY'
                                           ORDER BY text.not_before LIMIT 1
                                             FOR UPDATE OF text SKIP LOCKED)
                        RETURNING item_id, attempts
                        """)
                .param("time", (double) time.toSeconds())
                .query((row, number) ->
                        new Claim(new ItemId(row.getObject("item_id", UUID.class)), row.getInt("attempts")))
                .optional();
    }

    /** Ends the try that was claimed; false when another has begun meanwhile, whose word it is then. */
    boolean end(Claim claim, TextFacts facts) {
        return database.sql("""
                                UPDATE text_extraction SET state = :state, reason = :reason, state_since = clock_timestamp()
                                 WHERE item_id = :item AND attempts = :attempt AND state = 'WAITING'
                                """)
                        .param("item", claim.item().value())
                        .param("attempt", claim.attempt())
                        .param("state", facts.state().name())
                        .param("reason", facts.reason())
                        .update()
                == 1;
    }

    Optional<TextFacts> find(ItemId item) {
        return database.sql("SELECT state, reason FROM text_extraction WHERE item_id = :item")
                .param("item", item.value())
                .query((row, number) ->
                        new TextFacts(TextFacts.State.valueOf(row.getString("state")), row.getString("reason")))
                .optional();
    }
}
