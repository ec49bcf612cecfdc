package dev.tenure.catalog.manifest;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcManifests {

    private final JdbcClient database;

    JdbcManifests(JdbcClient database) {
        this.database = database;
    }

    /** An item whose manifest is older than these facts, or its copy than this revision. */
    record Behind(ItemId item, int factsVersion, long revision) {}

    /** In order of id. Of what was stored less than {@code settle} ago and has none nothing is said yet. */
    List<Behind> behind(Duration settle, int limit) {
        return database.sql("""
                        SELECT id, facts_version, revision FROM item
                         WHERE manifest_version <> facts_version AND state IN ('STORED', 'READY', 'TRASHED', 'QUARANTINED')
                           AND (state <> 'STORED' OR manifest_version >= 0 OR state_since <= clock_timestamp() - make_interval(secs => :settle))
                         ORDER BY id LIMIT :limit
                        """)
                .param("settle", settle.toMillis() / 1000.0)
                .param("limit", limit)
                .query((row, number) -> new Behind(
                        new ItemId(Rows.uuid(row, "id")), row.getInt("facts_version"), row.getLong("revision")))
                .list();
    }

    /** An item that was revised meanwhile stays behind. */
    void written(Behind manifest) {
        database.sql(
                        "UPDATE item SET manifest_version = :version WHERE id = :id AND manifest_version < :version AND revision = :revision")
                .param("id", manifest.item().value())
                .param("version", manifest.factsVersion())
                .param("revision", manifest.revision())
                .update();
    }
}
