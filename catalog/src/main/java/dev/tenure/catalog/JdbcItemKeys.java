package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class JdbcItemKeys implements ItemKeys {

    private static final UUID LOWEST = new UUID(0, 0);

    /** The vault belongs to the installation: who turns its keys is nobody of an account. */
    private static final Actor OPERATOR = Actor.system("keys");

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final KeyVault vault;
    private final Trail trail;

    JdbcItemKeys(DataSource dataSource, KeyVault vault) {
        this.database = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.vault = vault;
        this.trail = Trail.of(dataSource);
    }

    /** A key as it was read, and what it is bound to. */
    private record Old(Mark mark, @Nullable AccountId account, WrappedKey wrapped) {

        SealBinding binding() {
            return account == null ? JdbcVaultClaim.BINDING : StoredObject.keyBinding(account, new ItemId(mark.item()));
        }

        @Nullable
        ItemId item() {
            return account == null ? null : new ItemId(mark.item());
        }
    }

    private record Anew(Old old, WrappedKey wrapped) {}

    @Override
    public String wrappingKeyId() {
        return vault.wrappingKeyId();
    }

    @Override
    public SortedMap<String, Long> wrappedBy() {
        return JdbcVaultClaim.wrappedBy(database);
    }

    @Override
    public Rewrapped rewrap(@Nullable Mark after, int limit) {
        String current = vault.wrappingKeyId();
        if (after == null) {
            notePrimary(current);
        }
        List<Failure> failures = new ArrayList<>();
        int done = after == null ? keepClaim(anew(claim(current), failures)) : 0;
        List<Old> page = page(current, after == null ? new Mark("", LOWEST) : after, limit);
        done += keep(anew(page, failures));
        return new Rewrapped(
                done,
                List.copyOf(failures),
                page.size() < limit ? null : page.getLast().mark());
    }

    /** Two machines that see another key at once note it once. The first of all is no turn: it has wrapped as long as we know. */
    private void notePrimary(String current) {
        boolean noted = database.sql("SELECT EXISTS (SELECT FROM noted_vault_key WHERE vault_key_id = :key)")
                .param("key", current)
                .query(Boolean.class)
                .single();
        if (!noted) {
            transaction.executeWithoutResult(status -> {
                boolean turned = database.sql("SELECT EXISTS (SELECT FROM noted_vault_key)")
                        .query(Boolean.class)
                        .single();
                if (database.sql("INSERT INTO noted_vault_key (vault_key_id) VALUES (:key) ON CONFLICT DO NOTHING")
                                        .param("key", current)
                                        .update()
                                == 1
                        && turned) {
                    tellAll("keys.primary", Map.of("key", current));
                }
            });
        }
    }

    @Override
    public void noteRewrapped(String vaultKeyId, long keys) {
        transaction.executeWithoutResult(
                status -> tellAll("keys.rewrapped", Map.of("key", vaultKeyId, "keys", Long.toString(keys))));
    }

    /** All accounts' items are wrapped by the same vault. */
    private void tellAll(String action, Map<String, String> detail) {
        database.sql("SELECT id FROM account ORDER BY id")
                .query((row, number) -> new AccountId(Rows.uuid(row, "id")))
                .list()
                .forEach(account -> trail.append(account, null, OPERATOR, action, detail));
    }

    private List<Anew> anew(List<Old> page, List<Failure> failures) {
        List<Anew> anew = new ArrayList<>();
        try {
            for (Old old : page) {
                rewrapped(old, failures, anew);
            }
            return anew;
        } catch (KeyUnavailable outage) {
            keep(anew.stream().filter(one -> one.old().item() != null).toList());
            throw outage;
        }
    }

    private void rewrapped(Old old, List<Failure> failures, List<Anew> anew) {
        DataKey key = unwrapped(old, failures);
        if (key != null) {
            anew.add(new Anew(old, vault.wrap(key, old.binding())));
        }
    }

    private @Nullable DataKey unwrapped(Old old, List<Failure> failures) {
        try {
            return vault.unwrap(old.wrapped(), old.binding());
        } catch (KeyUnavailable unavailable) {
            if (unavailable.worthRetrying()) {
                throw unavailable;
            }
            failures.add(new Failure(old.item(), unavailable));
            return null;
        }
    }

    /** Two ranges of the index beside the current key's, which may be nearly all of it. */
    private List<Old> page(String current, Mark after, int limit) {
        return database.sql("""
                        SELECT k.vault_key_id, k.item_id, k.wrapped, i.account_id
                          FROM (
                            (SELECT vault_key_id, item_id, wrapped FROM item_key
                              WHERE vault_key_id < :current AND (vault_key_id, item_id) > (:afterKey, :afterItem)
                              ORDER BY vault_key_id, item_id LIMIT :limit)
                            UNION ALL
                            (SELECT vault_key_id, item_id, wrapped FROM item_key
                              WHERE vault_key_id > :current AND (vault_key_id, item_id) > (:afterKey, :afterItem)
                              ORDER BY vault_key_id, item_id LIMIT :limit)) AS k
                          JOIN item i ON i.id = k.item_id
                         ORDER BY k.vault_key_id, k.item_id LIMIT :limit
                        """)
                .param("current", current)
                .param("afterKey", after.vaultKeyId())
                .param("afterItem", after.item())
                .param("limit", limit)
                .query((row, number) -> {
                    String wrappedBy = row.getString("vault_key_id");
                    return new Old(
                            new Mark(wrappedBy, Rows.uuid(row, "item_id")),
                            new AccountId(Rows.uuid(row, "account_id")),
                            new WrappedKey(wrappedBy, row.getString("wrapped")));
                })
                .list();
    }

    private List<Old> claim(String current) {
        return database.sql("SELECT vault_key_id, wrapped FROM vault_claim WHERE vault_key_id <> :current")
                .param("current", current)
                .query((row, number) -> new Old(
                        new Mark(row.getString("vault_key_id"), LOWEST),
                        null,
                        new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped"))))
                .list();
    }

    /**
     * Replaces exactly what was unwrapped. A row that is gone was destroyed and must not come back, one that reads otherwise was wrapped anew by
     * another, and one that is locked is being destroyed or wrapped anew just now; nothing is kept under a key that was retired since.
     */
    private int keep(List<Anew> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        return database.sql("""
                        UPDATE item_key k
                           SET vault_key_id = n.vault_key_id, wrapped = n.wrapped
                          FROM (SELECT page.*
                                  FROM unnest(CAST(:items AS uuid[]), CAST(:olds AS text[]),
                                              CAST(:vaultKeys AS text[]), CAST(:wrapped AS text[]))
                                       AS page (item_id, old, vault_key_id, wrapped)
                                  JOIN item_key free ON free.item_id = page.item_id
                                   FOR UPDATE OF free SKIP LOCKED) AS n
                         WHERE k.item_id = n.item_id AND k.wrapped = n.old
                           AND NOT EXISTS (SELECT FROM retired_vault_key r WHERE r.vault_key_id = n.vault_key_id)
                        """)
                .param("items", texts(keys, key -> key.old().mark().item().toString()))
                .param("olds", texts(keys, key -> key.old().wrapped().base64()))
                .param("vaultKeys", texts(keys, key -> key.wrapped().vaultKeyId()))
                .param("wrapped", texts(keys, key -> key.wrapped().base64()))
                .update();
    }

    private int keepClaim(List<Anew> claims) {
        int kept = 0;
        for (Anew claim : claims) {
            kept += JdbcVaultClaim.replace(database, claim.old().wrapped(), claim.wrapped());
        }
        return kept;
    }

    private static String[] texts(List<Anew> keys, Function<Anew, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }

    @Override
    public long retire(String vaultKeyId) {
        return Objects.requireNonNull(transaction.execute(status -> {
            // Whoever is keeping a key just now is waited for and counted; whoever comes later reads that it is
            // retired.
            // Longer than this would keep every upload from beginning.
            database.sql("SET LOCAL lock_timeout = '5s'").update();
            database.sql("LOCK TABLE vault_key_use IN SHARE MODE").update();
            long needing = wrappedBy().getOrDefault(vaultKeyId, 0L);
            if (needing == 0
                    && database.sql("INSERT INTO retired_vault_key (vault_key_id) VALUES (:key) ON CONFLICT DO NOTHING")
                                    .param("key", vaultKeyId)
                                    .update()
                            == 1) {
                tellAll("keys.retired", Map.of("key", vaultKeyId));
            }
            return needing;
        }));
    }
}
