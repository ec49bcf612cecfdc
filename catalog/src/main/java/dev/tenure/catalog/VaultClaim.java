package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import java.util.SortedMap;
import javax.sql.DataSource;

/**
 * Which vault a catalog is used with. The catalog keeps a key of its own, no item's, that the first machine's vault wrapped; a vault that cannot unwrap it is
 * another one, and what it would seal the first could never read.
 */
public interface VaultClaim {

    static VaultClaim of(DataSource database) {
        return new JdbcVaultClaim(database);
    }

    /** How many keys each of the vault's keys wraps, the claim's own among them. Empty before the first claim. */
    SortedMap<String, Long> wrappedBy();

    /**
     * Claims the catalog for this vault if it is the first, and checks it otherwise. Of vaults that claim at once one succeeds. A vault that
     * opens the claim and wraps with another key takes it over at once, so that on a move to a new vault, too, one machine's is the one.
     *
     * @return the vault's keys that wrap keys of items which this vault does not open, with their number and the reason: items that cannot be
     *     read as things stand
     * @throws KeyUnavailable when the catalog is in use with another vault, or this one cannot be asked now
     */
    SortedMap<String, Unopened> hold(KeyVault vault);

    /**
     * The key that the claim keeps, for sealing what is the catalog's own; the same for ever, whatever wraps it. Claims the catalog first where
     * nobody has.
     *
     * @throws KeyUnavailable when the catalog is in use with another vault, or this one cannot be asked now
     */
    DataKey key(KeyVault vault);

    /** Keys of items that one key of the vault wraps, and why they do not open. */
    record Unopened(long keys, KeyUnavailable reason) {}
}
