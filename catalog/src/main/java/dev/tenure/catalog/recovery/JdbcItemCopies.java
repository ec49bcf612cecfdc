package dev.tenure.catalog.recovery;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.recovery.KeptTable.Way;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcItemCopies {

    private final JdbcClient database;
    private final JdbcKeptTables tables;

    JdbcItemCopies(JdbcClient database, JdbcKeptTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /** All rows of the item and of its meeting, as one statement after the other sees them. */
    List<KeptRow> rows(Item item) {
        List<KeptRow> rows = new ArrayList<>();
        for (KeptTable table : tables.all()) {
            if (table.foundBy() != null) {
                rows.addAll(database.sql("SELECT to_jsonb(t)::text FROM " + table.quoted() + " t WHERE " + found(table))
                        .param("item", item.id().value())
                        .param("meeting", item.meeting().value())
                        .query((row, number) -> new KeptRow(table.name(), row.getString(1), false))
                        .list());
            }
        }
        return rows;
    }

    private static String found(KeptTable table) {
        if (table.way() == Way.EXTERNAL_MEETING) {
            return "(t.account_id, t." + table.foundBy()
                    + ") = (SELECT account_id, external_id FROM meeting WHERE id = :meeting)";
        }
        return "t." + table.foundBy() + (table.way() == Way.ITEM ? " = :item" : " = :meeting");
    }

    String version() {
        return tables.version();
    }

    String now() {
        return tables.now();
    }
}
