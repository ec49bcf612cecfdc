package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Rows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which holds are due for a review that nobody was told of. */
final class JdbcHoldReviews {

    private final JdbcClient database;

    JdbcHoldReviews(JdbcClient database) {
        this.database = database;
    }

    /** A hold, and the day of its review. */
    record Due(HoldId hold, AccountId account, LocalDate day) {}

    /** Notes that these are told of, if the caller's transaction commits. What another takes just now is left to it. */
    List<Due> take(Instant now, int limit) {
        return database.sql("""
                        UPDATE hold SET review_told_at = :now
                         WHERE id IN (SELECT id FROM hold
                                       WHERE review_at <= :now AND review_told_at IS NULL AND released_at IS NULL
                                       ORDER BY review_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
                        RETURNING id, account_id, review_on
                        """)
                .param("now", Rows.at(now))
                .param("limit", limit)
                .query((row, number) -> new Due(
                        new HoldId(Rows.uuid(row, "id")),
                        new AccountId(Rows.uuid(row, "account_id")),
                        row.getObject("review_on", LocalDate.class)))
                .list();
    }
}
