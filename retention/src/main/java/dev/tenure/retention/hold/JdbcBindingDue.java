package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Rows;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Meetings of which something changed that queries of holds look at. */
final class JdbcBindingDue {

    private final JdbcClient database;

    JdbcBindingDue(JdbcClient database) {
        this.database = database;
    }

    /** One change. */
    record Due(long id, AccountId account, MeetingId meeting) {}

    List<Due> oldest(int limit) {
        return database.sql("SELECT id, account_id, meeting_id FROM hold_binding_due ORDER BY id LIMIT :limit")
                .param("limit", limit)
                .query((row, number) -> new Due(
                        row.getLong("id"),
                        new AccountId(Rows.uuid(row, "account_id")),
                        new MeetingId(Rows.uuid(row, "meeting_id"))))
                .list();
    }

    /** By exactly its number: one with a lower number may be committed later. */
    void done(Due change) {
        database.sql("DELETE FROM hold_binding_due WHERE id = :id")
                .param("id", change.id())
                .update();
    }
}
