package dev.tenure.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What accounts are told of. An event is appended in the transaction in which it happened, so that none is lost and none is told that did not
 * happen; taking it and telling it come later.
 */
public interface Outbox {

    /**
     * Appends an event of an item, in the caller's transaction where there is one.
     *
     * @param more what there is to say beside the item's ids, kind and state: facts without personal data
     * @throws IllegalArgumentException when there is no such item
     */
    EventId append(EventType type, ItemId item, Map<String, String> more);

    /**
     * Appends an event of each of these items, in the caller's transaction where there is one.
     *
     * @throws IllegalArgumentException when one of them is not there
     */
    void appendEach(EventType type, Collection<ItemId> items, Map<String, String> more);

    /** Appends an event of no item, in the caller's transaction where there is one. */
    EventId append(EventType type, AccountId account, Map<String, String> data);

    /**
     * Takes the events that nobody has taken, oldest first, and gives them their places. They are taken once the caller's transaction commits, and
     * by nobody where it does not. Needs a transaction.
     *
     * @return empty also where another takes just now
     */
    List<EventId> take(int limit);

    /** Events of an account that were taken, in the order of their taking, after that event where it is given; one that is not there has no successors. */
    List<Event> page(AccountId account, @Nullable EventId after, int limit);

    /** The account's event; a foreign one is not found, nor one that nobody has taken yet. */
    Optional<Event> find(AccountId account, EventId id);

    /** Removes events that happened before this instant and were taken; returns how many. */
    int forget(Instant before, int limit);

    /**
     * An event.
     *
     * @param at when it happened
     * @param data ids, states, times and reasons
     */
    record Event(EventId id, AccountId account, EventType type, Instant at, Map<String, String> data) {

        public Event {
            data = Map.copyOf(data);
        }
    }
}
