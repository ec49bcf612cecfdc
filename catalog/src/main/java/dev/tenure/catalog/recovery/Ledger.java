package dev.tenure.catalog.recovery;

import dev.tenure.catalog.recovery.JdbcLedger.Due;
import dev.tenure.catalog.recovery.JdbcLedger.State;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.RecoverySeal;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.util.List;
import java.util.Optional;
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
    private static final int ROWS = 200;
    private static final int ITEMS = 1000;

    /** So many changes, in objects, are no reason to begin anew; beyond that it is when they are several times what telling all takes. */
    private static final long FEW = 10_000;

    private static final int SEVERAL = 4;

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
        String rest = PREFIX.covers(key) ? key.value().substring(PREFIX.value().length()) : "";
        return rest.matches("\\d{16}") ? Long.parseLong(rest) : -1;
    }

    /**
     * Looks whether the bucket knows of a later state of this catalog than the database.
     *
     * @throws DatabaseBehind when it does
     */
    public void requireCurrent() {
        long newest = newest(ledger.state().announced());
        // Asked once more: another machine may have announced meanwhile what was listed.
        State state = ledger.state();
        long known = state.announced();
        if (newest > known) {
            throw behind(newest, known);
        }
        if (seal == null && state.recoveryKey() != null) {
            LOG.error(
                    "the public half of {} is missing: changes wait to be kept; put keys/recovery.json back, on all machines",
                    state.recoveryKey());
        } else if (seal == null) {
            LOG.warn(
                    "there is no recovery key: when this database is lost, so is what it alone knows; see tenure recovery-key --help");
        }
    }

    private static DatabaseBehind behind(long newest, long known) {
        return new DatabaseBehind("the bucket's ledger has " + newest + " objects, and this database knows of " + known
                + ": it was restored from a backup, made new, or fell back to a replica that lagged. Stop all servers, and put"
                + " the ledger back before anything works on it: tenure rebuild-catalog --recovery-key FILE");
    }

    private long newest(long known) {
        long newest = known;
        Optional<ListingMark> mark = Optional.of(ListingMark.behind(key(known)));
        while (mark.isPresent()) {
            Listing<ObjectVersion> page = store.listVersions(PREFIX, mark.get());
            for (ObjectVersion version : page.entries()) {
                newest = Math.max(newest, number(version.key()));
            }
            mark = page.next();
        }
        return newest;
    }

    /**
     * Writes what changed. What a crash or an absent store keeps from being written is written by the next call.
     *
     * @param limit the most objects; each holds some hundred rows
     * @return how many objects
     * @throws DatabaseBehind when the bucket has an object of the next number already
     */
    public int write(int limit) {
        RecoverySeal to = seal;
        if (to == null) {
            return 0;
        }
        String version = tables.version();
        ledger.begin(to.id(), version);
        ledger.fence();
        List<KeptTable> kept = tables.all();
        State state = ledger.state();
        if (hasBecomeLong(state)) {
            ledger.beginAnew(state);
            return 0;
        }
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
        if (due.isEmpty()) {
            if (state.told() == null) {
                ledger.told();
            }
            if (state.earlier()) {
                forget(state);
            }
        }
        return written;
    }

    /** Telling all anew costs as many objects as it did; it is worth it when changes are far more. */
    private static boolean hasBecomeLong(State state) {
        if (state.told() == null) {
            return false;
        }
        long whole = state.told() - state.first() + 1;
        long changes = state.announced() - state.told();
        return changes > Math.max(FEW, SEVERAL * whole);
    }

    private void write(List<Due> due, List<KeptTable> kept, String version, RecoverySeal to) {
        long number = ledger.announce();
        State state = ledger.state();
        KeptRows rows = new KeptRows(
                new KeptRows.Place(state.first(), state.written(), state.told() != null),
                key(number).value(),
                tables.now(),
                version,
                ledger.rows(due, kept));
        byte[] sealed = to.seal(rows.signed(signing.get()), rows.what());
        if (store.putIfAbsent(key(number), sealed, SealedTransfers.CONTENT_TYPE, ObjectTags.none())
                .isEmpty()) {
            throw behind(number, number - 1);
        }
        transaction.executeWithoutResult(status -> ledger.written(number, due));
    }

    /** Some of earlier ledgers, once the present one has told all: they hold what people were told is forgotten. The first page has the lowest numbers. */
    private void forget(State state) {
        List<ObjectVersion> earlier = store.listVersions(PREFIX, ListingMark.before(PREFIX)).entries().stream()
                .filter(version -> number(version.key()) >= 0 && number(version.key()) < state.first())
                .limit(ObjectStore.MAX_DELETE_BATCH)
                .toList();
        if (earlier.isEmpty()) {
            ledger.forgotten(state);
        } else {
            store.deleteVersions(earlier);
        }
    }
}
