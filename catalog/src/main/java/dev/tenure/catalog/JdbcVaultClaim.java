package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcVaultClaim implements VaultClaim {

    /** No item's: those are ids of an account and an item. */
    static final SealBinding BINDING = new SealBinding("vault-claim");

    private final JdbcClient database;

    JdbcVaultClaim(DataSource dataSource) {
        this.database = JdbcClient.create(dataSource);
    }

    /** One of the vault's keys, how many it wraps, and one of those. */
    private record Sample(long keys, WrappedKey wrapped, SealBinding binding) {}

    @Override
    public SortedMap<String, Long> wrappedBy() {
        return wrappedBy(database);
    }

    static SortedMap<String, Long> wrappedBy(JdbcClient database) {
        SortedMap<String, Long> keys = new TreeMap<>();
        database.sql("SELECT vault_key_id, count(*) AS keys FROM vault_key_use GROUP BY vault_key_id")
                .query((row, number) -> keys.put(row.getString("vault_key_id"), row.getLong("keys")))
                .list();
        return keys;
    }

    @Override
    public SortedMap<String, Unopened> hold(KeyVault vault) {
        List<Sample> samples = samples();
        SortedMap<String, Unopened> unopened = new TreeMap<>();
        for (Sample sample : samples) {
            KeyUnavailable reason = refusal(vault, sample.wrapped(), sample.binding());
            if (reason != null) {
                unopened.put(sample.wrapped().vaultKeyId(), new Unopened(sample.keys(), reason));
            }
        }
        if (claim().isEmpty()) {
            if (!samples.isEmpty() && unopened.size() == samples.size()) {
                throw notThisOne(samples, unopened.values().iterator().next().reason());
            }
            make(vault.wrap(DataKey.random(), BINDING));
        }
        WrappedKey claim = claim().orElseThrow();
        DataKey opened = open(vault, claim, samples);
        if (!claim.vaultKeyId().equals(vault.wrappingKeyId())) {
            replace(database, claim, vault.wrap(opened, BINDING));
            // Another machine may have been faster, with a vault that this one is not.
            open(vault, claim().orElseThrow(), samples);
        }
        return unopened;
    }

    @Override
    public DataKey key(KeyVault vault) {
        if (claim().isEmpty()) {
            hold(vault);
        }
        return vault.unwrap(claim().orElseThrow(), BINDING);
    }

    private static DataKey open(KeyVault vault, WrappedKey claim, List<Sample> samples) {
        try {
            return vault.unwrap(claim, BINDING);
        } catch (KeyUnavailable unavailable) {
            throw notThisOne(samples, unavailable);
        }
    }

    /** Replaces the claim where it is still the old one, and never under a key that was retired. */
    static int replace(JdbcClient database, WrappedKey old, WrappedKey anew) {
        return database.sql("""
                        UPDATE vault_claim SET vault_key_id = :vaultKey, wrapped = :wrapped
                         WHERE wrapped = :old
                           AND NOT EXISTS (SELECT FROM retired_vault_key WHERE vault_key_id = :vaultKey)
                        """)
                .param("old", old.base64())
                .param("vaultKey", anew.vaultKeyId())
                .param("wrapped", anew.base64())
                .update();
    }

    private static @Nullable KeyUnavailable refusal(KeyVault vault, WrappedKey key, SealBinding binding) {
        try {
            vault.unwrap(key, binding);
            return null;
        } catch (KeyUnavailable unavailable) {
            return unavailable;
        }
    }

    /** A vault that is merely out of order is not another one. */
    private static KeyUnavailable notThisOne(List<Sample> samples, KeyUnavailable reason) {
        return switch (reason.reason()) {
            case KEY_UNKNOWN, WRAPPED_KEY_ALTERED -> {
                long keys = samples.stream().mapToLong(Sample::keys).sum();
                yield new KeyUnavailable(
                        Reason.OTHER_VAULT,
                        "this catalog is in use with another key vault, and " + keys + " keys of items with it ("
                                + reason.getMessage() + ")",
                        reason);
            }
            case FILE_MISSING,
                    FILE_EXPOSED,
                    FILE_DAMAGED,
                    FILE_UNREADABLE,
                    FILE_UNWRITABLE,
                    OTHER_VAULT,
                    KEY_RETIRED,
                    DESTROYED,
                    KMS_KEY_DISABLED,
                    KMS_KEY_PENDING_DELETION,
                    KMS_KEY_MISSING,
                    KMS_ACCESS_DENIED,
                    KMS_REFUSED,
                    KMS_UNREACHABLE -> reason;
        };
    }

    private Optional<WrappedKey> claim() {
        return database.sql("SELECT vault_key_id, wrapped FROM vault_claim")
                .query((row, number) -> new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped")))
                .optional();
    }

    private void make(WrappedKey key) {
        database.sql("""
                        INSERT INTO vault_claim (vault_key_id, wrapped) VALUES (:vaultKey, :wrapped)
                        ON CONFLICT DO NOTHING
                        """)
                .param("vaultKey", key.vaultKeyId())
                .param("wrapped", key.base64())
                .update();
    }

    private List<Sample> samples() {
        return database.sql("""
                        SELECT g.vault_key_id, g.keys, k.wrapped, k.item_id, i.account_id
                          FROM (SELECT vault_key_id, count(*) AS keys FROM item_key GROUP BY vault_key_id) AS g
                         CROSS JOIN LATERAL (SELECT item_id, wrapped FROM item_key
                                              WHERE vault_key_id = g.vault_key_id LIMIT 1) AS k
                          JOIN item i ON i.id = k.item_id
                         ORDER BY g.vault_key_id
                        """)
                .query((row, number) -> new Sample(
                        row.getLong("keys"),
                        new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped")),
                        StoredObject.keyBinding(
                                new AccountId(Rows.uuid(row, "account_id")), new ItemId(Rows.uuid(row, "item_id")))))
                .list();
    }
}
