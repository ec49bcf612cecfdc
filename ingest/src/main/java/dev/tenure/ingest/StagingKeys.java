package dev.tenure.ingest;

import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.JdbcStagingKeys.Staged;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wraps the keys of partial uploads anew when the vault's primary changed. They belong to no item, so the catalog does not know them. */
public final class StagingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(StagingKeys.class);

    private final JdbcStagingKeys keys;
    private final KeyVault vault;

    StagingKeys(JdbcStagingKeys keys, KeyVault vault) {
        this.keys = keys;
        this.vault = vault;
    }

    /**
     * Wraps all of them; returns how many. One that cannot be unwrapped stays as it is. May call a key server: never inside a transaction.
     *
     * @param page how many are looked up at once
     */
    public int rewrap(int page) {
        String current = vault.wrappingKeyId();
        int done = 0;
        UploadId after = null;
        List<Staged> some = keys.notWrappedBy(current, after, page);
        while (!some.isEmpty()) {
            for (Staged staged : some) {
                done += rewrapped(staged) ? 1 : 0;
            }
            after = some.getLast().upload();
            some = keys.notWrappedBy(current, after, page);
        }
        return done;
    }

    private boolean rewrapped(Staged staged) {
        SealBinding binding = StoredObject.keyBinding(staged.account(), staged.staging());
        try {
            return keys.replace(staged, vault.wrap(vault.unwrap(staged.wrapped(), binding), binding));
        } catch (KeyUnavailable refusal) {
            LOG.error("the key of upload {} could not be wrapped anew: {}", staged.upload(), refusal.getMessage());
            return false;
        }
    }
}
