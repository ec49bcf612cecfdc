package dev.tenure.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Items and the facts beside their state. Every method is one statement or joins the caller's transaction; every change of state leaves an
 * entry in the trail, and where accounts are told of it an event in the outbox, in that same transaction.
 */
public interface Items {

    /**
     * A fresh data key, wrapped, for an item that is going to be announced. May call a key server: never inside a transaction.
     *
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot wrap now
     */
    FreshKey freshKey(AccountId account);

    /**
     * Announces an item in state RECEIVING under its fresh key. Its owner is whom the account knows as the meeting's host, or who took over from
     * them; nobody as long as there is none. An item that is no recording takes over anchor, retention class and holds of its meeting's recording,
     * and its notice where it has none; where there is no recording, its anchor is not after the meeting's end. When it arrives does not matter:
     * a recording that comes later takes it over, its anchor and class in this very transaction, as far as no obligation becomes shorter by that.
     *
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the key's wrapping key was retired meanwhile: take another fresh key
     */
    Item announce(NewItem item, FreshKey key, Actor actor);

    /** The account's item; a foreign one is not found. */
    default Optional<Item> find(AccountId account, ItemId id) {
        return find(account, id, null);
    }

    /** As above; and where {@code onlyOf} is given, what somebody else or nobody owns is not found either. */
    Optional<Item> find(AccountId account, ItemId id, @Nullable PersonId onlyOf);

    /** The item, whoever's it is: for our own jobs, never for a caller. */
    Optional<Item> find(ItemId id);

    /** The item, its row locked until the transaction ends: whoever else wants to change it waits. Needs a transaction. */
    Optional<Item> lock(ItemId id);

    /** These items in order of id, and locked in that order, like by {@link #lock}. */
    List<Item> lockAll(Collection<ItemId> ids);

    /**
     * The item, locked like by {@link #lock}, for whoever is going to destroy it or part of it: the one way to that. No hold of its account comes or goes
     * until the transaction ends, and the item is under every hold that asks for it by then; {@link Item#vetoAt} says whether it must be kept. Takes the
     * account's {@link HoldLock}, so before the lock of any other item.
     */
    Optional<Item> lockToDestroy(ItemId id);

    /** Items of an account, of one owner where that is given, newest first, all made before {@code before} where that is given. */
    List<Item> page(AccountId account, @Nullable PersonId onlyOf, @Nullable ItemId before, int limit);

    /** Items in this state in order of id, after {@code after} where that is given; for our own jobs. */
    List<Item> inState(ItemState state, @Nullable ItemId after, int limit);

    /**
     * Changes the state if it is still {@code from}.
     *
     * @param problem replaces the item's problem; absent clears it
     * @return false when another was faster: nothing was changed
     * @throws IllegalArgumentException when {@link ItemLifecycle} has no such change
     */
    boolean move(ItemId id, ItemState from, ItemState to, Actor actor, @Nullable String problem);

    /**
     * Moves what else was kept of a recording's meeting to the trash, because the recording went there; it comes back with that.
     *
     * @return false when another was faster: nothing was changed
     */
    boolean trashWith(Item companion, ItemId recording, Actor actor);

    /** Notes what ended the processing of the item; the state stays. The account is told. */
    void problem(ItemId id, @Nullable String problem, Actor actor);

    /** Puts the item under this retention class. */
    void classify(ItemId id, String retentionClass, Actor actor);

    /** The item's key, absent once it is destroyed. */
    Optional<ItemKey> key(ItemId id);

    /**
     * Destroys the wrapped key, and what the processing of the item noted. Once the transaction commits, nobody can read the item's
     * bytes. Empty when it was destroyed before.
     *
     * @throws IllegalStateException when a hold is on the item: whoever asks has not looked
     */
    Optional<ItemKey> destroyKey(ItemId id);

    /** One more hold: from commit on nothing destroys the item. False when it is destroying, purged or rejected already, and nothing was changed. */
    default boolean raiseHold(ItemId id) {
        return !raiseHolds(List.of(id)).isEmpty();
    }

    /** One more hold on each of these items, which the caller has locked where they are several; those that took it. */
    Set<ItemId> raiseHolds(Collection<ItemId> ids);

    /** One hold less; nothing destroys the item before {@code coolOffUntil}, whatever other holds come and go. */
    default void lowerHold(ItemId id, Instant coolOffUntil) {
        lowerHolds(List.of(id), coolOffUntil);
    }

    /**
     * One hold less on each of these items, which the caller has locked where they are several.
     *
     * @throws IllegalArgumentException when one of them is not there
     */
    void lowerHolds(Collection<ItemId> ids, Instant coolOffUntil);

    /**
     * Takes the lease of processing an item, or renews it: of a STORED one without a problem, or of a READY one that is to be made anew. One owner at a
     * time; an expired lease is free for all.
     *
     * @param owner names the process that works; a dead owner's lease ends by itself
     * @return false when somebody else has it, or there is nothing to process any more, because somebody called it off perhaps: stop working on it
     */
    boolean lease(ItemId id, String owner, Duration lifetime);

    /** Gives the lease back, whatever the state is. */
    void release(ItemId id, String owner);

    /**
     * Frees the lease of an owner that is believed dead. Not of an item that is being destroyed: its lease runs out by itself, because a write that
     * began under it may still be on its way.
     */
    void evictLease(ItemId id);

    /** Shows how far processing is, which never falls while an attempt lasts; without effect for any but the lease's owner. */
    void progress(ItemId id, String owner, String stage, double fraction);

    /** Items of a retention class, in a state from which they may go, whose anchor is not after the cutoff; in order of anchor and id. */
    default List<Item> anchoredUpTo(String retentionClass, Instant cutoff, @Nullable Item after, int limit) {
        return anchoredUpTo(ClassPart.whole(retentionClass), cutoff, after, limit);
    }

    /** The same of a part of a class. */
    List<Item> anchoredUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit);

    /** Trashed items of a retention class whose host deleted them not after this instant; in the order in which they were deleted. */
    default List<Item> trashedUpTo(String retentionClass, Instant cutoff, @Nullable Item after, int limit) {
        return trashedUpTo(ClassPart.whole(retentionClass), cutoff, after, limit);
    }

    /** The same of a part of a class. */
    List<Item> trashedUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit);

    /** Items whose objects carry tags older than the facts; for the step that writes them anew. */
    List<StaleTags> staleTags(int limit);

    /** Notes that the objects carry tags of these facts; facts that changed meanwhile stay to be tagged. */
    void tagged(StaleTags tags);

    /** An item whose tags are behind. */
    record StaleTags(ItemId item, int factsVersion) {}
}
