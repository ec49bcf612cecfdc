package dev.tenure.ingest;

import dev.tenure.catalog.FolderOwner;
import dev.tenure.catalog.Rows;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Folders of uploads that are not over: those that arrive, partial ones that wait to be joined, and those given up whose bytes are not proven gone. */
class JdbcUploadFolders implements FolderOwner {

    private final JdbcClient database;

    JdbcUploadFolders(JdbcClient database) {
        this.database = database;
    }

    @Override
    public Set<UUID> keeps(Collection<UUID> folders) {
        return new HashSet<>(database.sql("""
                        SELECT staging_id AS folder FROM upload WHERE staging_id = ANY (:folders) AND finished_at IS NULL
                        UNION
                        SELECT item_id FROM upload WHERE item_id = ANY (:folders) AND finished_at IS NULL
                        """)
                .param("folders", folders.toArray(UUID[]::new))
                .query((row, number) -> Rows.uuid(row, "folder"))
                .list());
    }
}
