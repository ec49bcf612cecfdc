package dev.tenure.catalog.recovery;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.VaultClaim;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.RecoveryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts back into a database what the bucket knows and it does not: all of it after a loss, what came later after a backup was restored. First the ledger, by
 * which nothing that was destroyed comes back and nothing that is held comes back unheld; then the copies of all items that did not end. All of it is one
 * transaction, in which the bucket and the vault are asked as nobody else works meanwhile: after a failure the database is as it was.
 */
public final class Rebuild {

    private static final Actor ACTOR = Actor.system("rebuild");

    private final DataSource database;
    private final ObjectStore store;
    private final KeyVault vault;
    private final RecoveryKey key;
    private final Set<String> signers;

    /**
     * A rebuild.
     *
     * @param database as the owner of the tables, which are there already
     * @param vault wraps the keys of items from now on
     * @param signers ids of the keys that the trail was signed by
     */
    public Rebuild(DataSource database, ObjectStore store, KeyVault vault, RecoveryKey key, Set<String> signers) {
        this.database = database;
        this.store = store;
        this.vault = vault;
        this.key = key;
        this.signers = Set.copyOf(signers);
    }

    /**
     * Does it.
     *
     * @param giveUp whether items whose copies cannot be read are given up: what is left of them becomes nobody's
     * @throws IllegalStateException when somebody else is connected to the database, the bucket has no ledger or an incomplete one, or a copy cannot be read and is
     *     not given up
     * @throws dev.tenure.objectstore.ObjectStoreException when the bucket is away
     */
    public RebuildReport run(boolean giveUp) {
        JdbcRebuild rebuild = JdbcRebuild.of(database);
        if (rebuild.others() > 0) {
            throw new IllegalStateException("somebody else works on this database: stop all servers first");
        }
        RebuildReport report = new TransactionTemplate(new JdbcTransactionManager(database))
                .execute(status -> putBack(rebuild, giveUp));
        return Objects.requireNonNull(report, "a transaction gave nothing back");
    }

    private RebuildReport putBack(JdbcRebuild rebuild, boolean giveUp) {
        List<TableColumns> tables = rebuild.inOrder();
        rebuild.stage();
        LedgerInBucket.Read ledger = new LedgerInBucket(store, key, signers).each(rebuild::addLedger);
        if (ledger.objects() == 0) {
            throw new IllegalStateException(
                    "the bucket " + store.bucket() + " has no ledger: it is another bucket than the one that was"
                            + " worked on, or there was no recovery key");
        }
        if (rebuild.wentItsOwnWay()) {
            throw new IllegalStateException(
                    "a server went on with this database after the backup was taken, and another one"
                            + " with the lost database: their trails contradict each other. Restore the backup again, and rebuild"
                            + " before any server starts on it");
        }
        Set<UUID> stayed = new HashSet<>();
        List<String> unreadable = new ArrayList<>();
        stageCopies(rebuild, stayed, unreadable);
        if (!unreadable.isEmpty() && !giveUp) {
            throw new IllegalStateException(
                    unreadable.size() + " copies cannot be read; nothing was changed. Mend them, or say that"
                            + " these items are given up for ever, which lets their bytes be destroyed: "
                            + unreadable.getFirst());
        }
        int lost = rebuild.stubs();
        rebuild.settle();
        rebuild.triggers(tables, "DISABLE");
        rebuild.removeUnplaced();
        // An earlier version may not have told of tables that are told of now.
        rebuild.remove(tables, ledger.whole() && ledger.version().equals(rebuild.version()));
        rebuild.removeOutdated(tables);
        SortedMap<String, Integer> rows = new TreeMap<>();
        tables.forEach(table -> rows.put(table.table().name(), rebuild.insert(table)));
        int items = rebuild.keys();
        rebuild.triggers(tables, "ENABLE");
        rebuild.afterwards();
        rebuild.goOn(tables);
        rebuild.announced(ledger.newest());
        boolean secretsLost = anotherVault(rebuild);
        note(rebuild, ledger.objects(), items);
        return new RebuildReport(ledger.objects(), rows, items, stayed.size(), lost, unreadable, secretsLost);
    }

    private void stageCopies(JdbcRebuild rebuild, Set<UUID> stayed, List<String> unreadable) {
        Set<UUID> ended = rebuild.ended();
        new CopiesInBucket(store, key, signers)
                .each(
                        ended::contains,
                        copy -> {
                            // A backup may be younger than a copy that was behind.
                            if (copy.revision() >= rebuild.revision(copy.item())) {
                                rebuild.addCopy(copy.rows());
                                rebuild.add(copy, vault.wrap(copy.key(), copy.binding()));
                            }
                        },
                        stayed::add,
                        unreadable::add);
    }

    private void note(JdbcRebuild rebuild, long ledger, int items) {
        for (UUID account : rebuild.accounts()) {
            Map<String, String> detail = Map.of("ledger", Long.toString(ledger), "items", Integer.toString(items));
            Trail.of(database).append(new AccountId(account), null, ACTOR, "catalog.rebuilt", detail);
        }
    }

    private boolean anotherVault(JdbcRebuild rebuild) {
        if (!rebuild.claimed()) {
            return false;
        }
        try {
            VaultClaim.of(database).hold(vault);
            return false;
        } catch (KeyUnavailable lost) {
            rebuild.giveUpClaim();
            return true;
        }
    }
}
