package dev.tenure.catalog;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who processes an item, until when, and how far they are: columns of its row. */
final class JdbcLeases {

    private final JdbcClient database;

    JdbcLeases(JdbcClient database) {
        this.database = database;
    }

    boolean take(ItemId id, String owner, Duration lifetime) {
        return database.sql("""
                                UPDATE item
                                   SET lease_owner = :owner,
                                       lease_until = clock_timestamp() + make_interval(secs => :lifetime)
                                 WHERE id = :id AND (state = 'STORED' AND problem IS NULL OR state = 'READY' AND remake IS NOT NULL)
                                   AND (lease_owner = :owner OR lease_until IS NULL OR lease_until < clock_timestamp())
                                """)
                        .param("id", id.value())
                        .param("owner", owner)
                        .param("lifetime", lifetime.toMillis() / 1000.0)
                        .update()
                == 1;
    }

    void release(ItemId id, String owner) {
        database.sql("UPDATE item SET lease_owner = NULL, lease_until = NULL WHERE id = :id AND lease_owner = :owner")
                .param("id", id.value())
                .param("owner", owner)
                .update();
    }

    void evict(ItemId id) {
        database.sql("UPDATE item SET lease_owner = NULL, lease_until = NULL WHERE id = :id AND state <> 'DESTROYING'")
                .param("id", id.value())
                .update();
    }

    void progress(ItemId id, String owner, String stage, double fraction) {
        database.sql("""
                        UPDATE item SET progress = GREATEST(progress, CAST(:fraction AS real)), progress_stage = :stage
                         WHERE id = :id AND lease_owner = :owner
                        """)
                .param("id", id.value())
                .param("owner", owner)
                .param("stage", stage)
                .param("fraction", fraction)
                .update();
    }
}
