package dev.tenure.catalog.manifest;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcManifests {

    private final JdbcClient database;

    JdbcManifests(JdbcClient database) {
        this.database = database;
    }

    /** An item whose manifest is older than these facts. */
    record Behind(ItemId item, int factsVersion) {}

    List<Behind> behind(int limit) {
        return database.sql("""
                        SELECT id, facts_version FROM item
                         WHERE manifest_version <> facts_version AND state IN ('STORED', 'READY', 'TRASHED', 'QUARANTINED')
                         ORDER BY id LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> new Behind(new ItemId(Rows.uuid(row, "id")), row.getInt("facts_version")))
                .list();
    }

    void written(Behind manifest) {
        database.sql("UPDATE item SET manifest_version = :version WHERE id = :id AND manifest_version < :version")
                .param("id", manifest.item().value())
                .param("version", manifest.factsVersion())
                .update();
    }
}
