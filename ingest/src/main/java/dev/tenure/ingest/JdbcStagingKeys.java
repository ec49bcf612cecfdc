package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The wrapped keys of partial uploads. */
final class JdbcStagingKeys {

    private final JdbcClient database;

    JdbcStagingKeys(JdbcClient database) {
        this.database = database;
    }

    /** A key, and what it is bound to. */
    record Staged(UploadId upload, AccountId account, ItemId staging, WrappedKey wrapped) {}

    /** Those that another key of the vault has wrapped than this one, in order of upload. */
    List<Staged> notWrappedBy(String current, @Nullable UploadId after, int limit) {
        return database.sql("""
                        SELECT id, account_id, staging_id, vault_key_id, wrapped_key FROM upload
                         WHERE wrapped_key IS NOT NULL AND vault_key_id <> :current
                           AND (CAST(:after AS uuid) IS NULL OR id > :after)
                         ORDER BY id LIMIT :limit
                        """)
                .param("current", current)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new Staged(
                        new UploadId(row.getObject("id", UUID.class)),
                        new AccountId(Rows.uuid(row, "account_id")),
                        new ItemId(Rows.uuid(row, "staging_id")),
                        new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped_key"))))
                .list();
    }

    /** Replaces exactly what was unwrapped, and never under a key that was retired. A key that is gone does not come back. */
    boolean replace(Staged old, WrappedKey anew) {
        return database.sql("""
                        UPDATE upload SET vault_key_id = :vaultKey, wrapped_key = :wrapped
                         WHERE id = :id AND wrapped_key = :old
                           AND NOT EXISTS (SELECT FROM retired_vault_key WHERE vault_key_id = :vaultKey)
                        """)
                        .param("id", old.upload().value())
                        .param("old", old.wrapped().base64())
                        .param("vaultKey", anew.vaultKeyId())
                        .param("wrapped", anew.base64())
                        .update()
                == 1;
    }
}
