package dev.tenure.catalog.recovery;

import dev.tenure.catalog.recovery.JdbcLedger.Due;
import dev.tenure.catalog.recovery.JdbcLedger.State;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.RecoverySeal;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes what is no item's, such as accounts, rules, holds, the trail, and which items ended, into the bucket as it changes: {@code ledger/<number>}, rows
 * signed by the trail's key and sealed to the recovery key. Read in order of number, later rows in place of earlier ones, it says what was so when it was
 * written last. Without a recovery key nothing is written.
 *
 * <p>A number is announced before its object is written. So a bucket that has a higher number than the database knows of has seen a later one: this one is a
 * backup, or new, and must not be worked on before the ledger was put back ({@link #requireCurrent}).
 */
public final class Ledger {

    static final KeyPrefix PREFIX = new KeyPrefix("ledger/");

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int ROWS = 500;
    private static final int ITEMS = 1000;

    private final JdbcLedger ledger;
    private final JdbcKeptTables tables;
    private final ObjectStore store;
    private final @Nullable RecoverySeal seal;
    private final Supplier<SigningKey> signing;
    private final TransactionOperations transaction;

    Ledger(
            JdbcLedger ledger,
            JdbcKeptTables tables,
            ObjectStore store,
            @Nullable RecoverySeal seal,
            Supplier<SigningKey> signing,
            TransactionOperations transaction) {
        this.ledger = ledger;
        this.tables = tables;
        this.store = store;
        this.seal = seal;
        this.signing = signing;
        this.transaction = transaction;
    }

    /** Where an object of the ledger lies. */
    static ObjectKey key(long number) {
        return PREFIX.key(String.format("%016d", number));
    }

    /** The number in such a key; -1 for what is none. */
    static long number(ObjectKey key) {
        String rest = key.value().substring(PREFIX.value().length());
        return rest.matches("\\d{16}") ? Long.parseLong(rest) : -1;
    }

    /**
     * Looks whether the bucket knows of a later state of this catalog than the database.
     *
     * @throws DatabaseBehind when it does
     */
    public void requireCurrent() {
        long newest = store.listVersions(PREFIX).stream()
                .mapToLong(version -> number(version.key()))
                .max()
                .orElse(0);
        // Asked after the listing: what another machine announces meanwhile is not missed.
        long known = ledger.state().announced();
        if (newest > known) {
            throw new DatabaseBehind("the bucket's ledger has " + newest + " objects, and this database knows of "
                    + known
                    + ": it was restored from a backup, or made new. Put the ledger back before anything works on"
                    + " it: tenure rebuild-catalog --recovery-key FILE");
        }
        if (seal == null) {
            LOG.warn(
                    "there is no recovery key: when this database is lost, so is what it alone knows; see tenure recovery-key --help");
        }
    }

    /**
     * Writes what changed. What a crash or an absent store keeps from being written is written by the next call.
     *
     * @param limit the most objects; each holds some hundred rows
     * @return how many objects
     */
    public int write(int limit) {
        RecoverySeal to = seal;
        if (to == null) {
            return 0;
        }
        String version = tables.version();
        ledger.begin(to.id(), version);
        List<KeptTable> kept = tables.all();
        State state = ledger.state();
        if (state.begun() && !Boolean.TRUE.equals(transaction.execute(status -> ledger.tellAll(kept)))) {
            return 0;
        }
        if (state.copying()) {
            ledger.copyAnew(ITEMS);
        }
        int written = 0;
        List<Due> due = ledger.due(ROWS);
        while (!due.isEmpty() && written < limit) {
            write(due, kept, version, to);
            written++;
            due = ledger.due(ROWS);
        }
        if (due.isEmpty() && written > 0) {
            forget(ledger.state());
        }
        return written;
    }

    private void write(List<Due> due, List<KeptTable> kept, String version, RecoverySeal to) {
        long number = ledger.announce();
        KeptRows rows = new KeptRows(key(number).value(), tables.now(), version, ledger.rows(due, kept));
        store.put(
                key(number),
                to.seal(rows.signed(signing.get()), rows.what()),
                SealedTransfers.CONTENT_TYPE,
                ObjectTags.none());
        transaction.executeWithoutResult(status -> ledger.written(number, due));
    }

    /** Earlier ledgers, once the present one has told all: they hold what people were told is forgotten. */
    private void forget(State state) {
        List<ObjectVersion> earlier = store.listVersions(PREFIX).stream()
                .filter(version -> number(version.key()) >= 0 && number(version.key()) < state.first())
                .limit(ObjectStore.MAX_DELETE_BATCH)
                .toList();
        if (!earlier.isEmpty()) {
            store.deleteVersions(earlier);
        }
    }
}
