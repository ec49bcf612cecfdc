package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped keys of all items, for those who change what wraps them. The bytes of items are never touched: the same data key is wrapped anew.
 */
public interface ItemKeys {

    /** For commands that run without a server; its first statement fails where no server of this version ever started. */
    static ItemKeys of(DataSource database, KeyVault vault) {
        return new JdbcItemKeys(database, vault);
    }

    /** The vault's key that wraps now. */
    String wrappingKeyId();

    /** How many keys each of the vault's keys wraps, the catalog's own among them. */
    SortedMap<String, Long> wrappedBy();

    /**
     * Wraps anew what another than the vault's present key wrapped, in order. It may be run by any number of processes at once, be cut off
     * anywhere and be run again. A key that was destroyed meanwhile stays destroyed. A key that cannot be unwrapped is noted and passed over.
     *
     * A run that begins notes in the trail of every account that a key wraps from now on, the first time that it does.
     *
     * @param after where an earlier run left off; null begins
     * @param limit the most keys looked at
     * @throws KeyUnavailable when the vault cannot wrap, or an unwrapping is worth retrying: what was done until then stays done
     */
    Rewrapped rewrap(@Nullable Mark after, int limit);

    /**
     * Notes that nothing is to be wrapped by this key any more, if nothing needs it now. From then on no machine can keep a key that it wrapped
     * with it.
     *
     * @return how many keys still need it; 0 when it is noted, and the vault can give it up
     */
    long retire(String vaultKeyId);

    /** Notes in the trail of every account that so many keys are wrapped by this key now. */
    void noteRewrapped(String vaultKeyId, long keys);

    /** A place in the order of keys. */
    record Mark(String vaultKeyId, UUID item) {}

    /**
     * What a run did.
     *
     * @param done keys that the vault's present key wraps now
     * @param next where to go on; null when the run came to the end
     */
    record Rewrapped(
            int done, List<Failure> failures, @Nullable Mark next) {}

    /**
     * A key that could not be wrapped anew.
     *
     * @param item absent for the catalog's own key
     */
    record Failure(@Nullable ItemId item, KeyUnavailable reason) {}
}
