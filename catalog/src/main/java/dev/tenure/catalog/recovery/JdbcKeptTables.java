package dev.tenure.catalog.recovery;

import dev.tenure.catalog.recovery.KeptTable.Way;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which tables are kept, as the migrations said. */
final class JdbcKeptTables {

    private final JdbcClient database;

    JdbcKeptTables(JdbcClient database) {
        this.database = database;
    }

    List<KeptTable> all() {
        return database.sql("""
                        SELECT name, quote_ident(name) AS quoted, way, quote_ident(found_by) AS found_by,
                               ARRAY(SELECT quote_ident(c) FROM unnest(key_columns(quote_ident(name)::regclass)) AS c) AS key
                          FROM kept_table WHERE way <> 'NOT' ORDER BY name
                        """)
                .query((row, number) -> new KeptTable(
                        row.getString("name"),
                        row.getString("quoted"),
                        Way.valueOf(row.getString("way")),
                        Arrays.asList((String[]) row.getArray("key").getArray()),
                        row.getString("found_by")))
                .list();
    }

    /** The last migration. */
    String version() {
        return database.sql(
                        "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL AND success ORDER BY installed_rank DESC LIMIT 1")
                .query(String.class)
                .single();
    }

    /** The database's clock. */
    String now() {
        return database.sql("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .query(String.class)
                .single();
    }
}
