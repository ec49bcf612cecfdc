package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened, by whom, in order. Entries are never changed or removed; the database refuses it. */
public interface Trail {

    /**
     * Appends an entry, in the caller's transaction where there is one.
     *
     * @param action a fixed word, for instance {@code item.stored}
     * @param detail facts without personal data
     */
    void append(AccountId account, @Nullable ItemId item, Actor actor, String action, Map<String, String> detail);

    /** The entries of an item, oldest first. */
    List<Entry> of(AccountId account, ItemId item);

    /** One entry. */
    record Entry(long sequence, Instant at, Actor actor, String action, Map<String, String> detail) {

        public Entry {
            detail = Map.copyOf(detail);
        }
    }
}
