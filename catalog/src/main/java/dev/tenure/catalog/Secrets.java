package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.PartSeal.Role;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealBroken;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals small secrets that must be had in clear again, under the catalog's own key. Whoever copies the database without the vault can open none of
 * them. That key is wrapped anew when the vault's keys change; what is sealed by it stays as it is.
 */
public final class Secrets {

    private final VaultClaim claim;
    private final KeyVault vault;
    private volatile @Nullable DataKey key;

    Secrets(DataSource database, KeyVault vault) {
        this.claim = VaultClaim.of(database);
        this.vault = vault;
    }

    /**
     * Seals. May call a key server: never inside a transaction.
     *
     * @param purpose whose secret it is; opening needs the same. Printable ASCII
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot be asked now
     */
    public byte[] seal(String purpose, byte[] secret) {
        return of(purpose).seal(1, Role.LAST, secret, secret.length);
    }

    /**
     * Opens. May call a key server: never inside a transaction.
     *
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot be asked now
     * @throws IllegalStateException when it is not what was sealed for this purpose
     */
    public byte[] open(String purpose, byte[] sealed) {
        try {
            return of(purpose).open(1, Role.LAST, sealed);
        } catch (SealBroken broken) {
            throw new IllegalStateException("the secret of " + purpose + " does not open", broken);
        }
    }

    private PartSeal of(String purpose) {
        DataKey known = key;
        if (known == null) {
            // Two at once open the same key.
            known = claim.key(vault);
            key = known;
        }
        return new PartSeal(known, new SealBinding("secret:" + purpose));
    }
}
