package dev.tenure.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What happened, by whom, in order. Entries are never changed or removed: the database refuses it, and whoever does it all the same is found out
 * ({@link dev.tenure.catalog.trail}). Who it was and the details stand apart, and may be erased.
 */
public interface Trail {

    /** For commands that run without a server. */
    static Trail of(DataSource database) {
        return JdbcTrail.of(database);
    }

    /**
     * Appends an entry, in the caller's transaction where there is one.
     *
     * @param action a fixed word, for instance {@code item.stored}; it stays for ever, like the ids of account and item
     * @param detail facts without personal data and without secrets
     */
    void append(AccountId account, @Nullable ItemId item, Actor actor, String action, Map<String, String> detail);

    /** Appends the same entry for each of several items, each one once, in the caller's transaction where there is one. */
    void append(Collection<Item> items, Actor actor, String action, Map<ItemId, Map<String, String>> details);

    /** How many entries with this action each of these items has; one that has none is not among them. */
    Map<ItemId, Long> count(Collection<ItemId> items, String action);
    /** Appends the same of each of these items, as above. */
    void appendEach(
            AccountId account, Collection<ItemId> items, Actor actor, String action, Map<String, String> detail);

    /** All entries of an item, oldest first. */
    List<Entry> of(AccountId account, ItemId item);

    /** Entries of an item, oldest first, from the one after this sequence on. */
    List<Entry> page(AccountId account, ItemId item, @Nullable Long after, int limit);

    /**
     * Entries of an account, of the system's own work for it among them, in order of sequence, from the one after this sequence on. An entry whose
     * transaction is still open is not there yet, though later ones may be.
     */
    List<Entry> page(AccountId account, @Nullable Long after, int limit);

    /**
     * One entry.
     *
     * @param actor null once it was erased; then the detail is empty
     */
    record Entry(
            long sequence,
            Instant at,
            @Nullable ItemId item,
            String action,
            @Nullable Actor actor,
            Map<String, String> detail) {

        public Entry {
            detail = Map.copyOf(detail);
        }
    }
}
