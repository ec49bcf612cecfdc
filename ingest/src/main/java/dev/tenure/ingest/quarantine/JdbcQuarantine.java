package dev.tenure.ingest.quarantine;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcQuarantine {

    private final JdbcClient database;

    JdbcQuarantine(JdbcClient database) {
        this.database = database;
    }

    void add(ItemId item, AccountId account, String meeting, QuarantineReason reason) {
        database.sql("""
                        INSERT INTO quarantine (item_id, account_id, meeting, cause, explanation)
                        VALUES (:item, :account, :meeting, :cause, :explanation)
                        ON CONFLICT (item_id, cause) DO UPDATE SET explanation = excluded.explanation
                        """)
                .param("item", item.value())
                .param("account", account.value())
                .param("meeting", meeting)
                .param("cause", reason.cause().name())
                .param("explanation", reason.explanation())
                .update();
    }

    List<QuarantineReason> of(ItemId item) {
        return database.sql("SELECT cause, explanation FROM quarantine WHERE item_id = :item ORDER BY at, cause")
                .param("item", item.value())
                .query((row, number) -> new QuarantineReason(
                        QuarantineCause.valueOf(row.getString("cause")), row.getString("explanation")))
                .list();
    }

    /** Whether there was one. */
    boolean remove(ItemId item, QuarantineCause cause) {
        return database.sql("DELETE FROM quarantine WHERE item_id = :item AND cause = :cause")
                        .param("item", item.value())
                        .param("cause", cause.name())
                        .update()
                == 1;
    }

    List<ItemId> waiting(AccountId account, String meeting, QuarantineCause cause) {
        return database.sql("""
                        SELECT item_id FROM quarantine
                         WHERE account_id = :account AND meeting = :meeting AND cause = :cause
                         ORDER BY item_id
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("cause", cause.name())
                .query((row, number) -> new ItemId(row.getObject("item_id", UUID.class)))
                .list();
    }
}
