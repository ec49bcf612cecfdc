package dev.tenure.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts of an item that come after its announcement, or are put right by a person. Each change is told to the trail in its transaction, and the
 * objects' tags follow.
 */
public interface ItemFacts {

    /**
     * Locks all items of this item's meeting until the caller's transaction ends, in order of id. Who looks at the item and then sets its end, or its
     * class, does so first: a recording's move others along, and two that begin with an item each would wait for each other in a circle.
     */
    void lockMeetingOf(ItemId id);

    /**
     * Sets the end of the recording, from which retention is counted, or moves it. An item that has one can only be moved to a later one: a
     * correction never makes anything go earlier. What is ruled like a recording follows it.
     *
     * @param reason why it is believed; it stays in the trail
     * @return false when the item has a later one already, or is destroying, purged or rejected: nothing was changed
     */
    boolean anchor(ItemId id, Instant anchor, String reason, Actor actor);

    /**
     * Notes which notice participants of a meeting saw or heard, on all its items that name none. Takes part in the account's {@link HoldLock} before
     * it locks them, so that an item may be announced in the same transaction.
     *
     * @param meeting the meeting's external id
     */
    void noticed(AccountId account, String meeting, NoticeId notice, Instant shownAt, Actor actor);

    /** Notes that something that items of this meeting are described by has changed elsewhere: their manifests are written anew. Locks as {@link #noticed}. */
    void described(AccountId account, String meeting);

    /** What still keeps a quarantined item, for people to read; without effect on one that is not. */
    void keptBecause(ItemId id, String problem);

    /**
     * What rules an item by itself.
     *
     * @param trashedAt when a person deleted it; absent unless it was in the trash
     */
    record Ruled(
            @Nullable String retentionClass,
            @Nullable Instant anchor,
            @Nullable Instant trashedAt) {}

    /** What ruled the item at an instant of the past. What has not changed since then, or is to come, is as it is now. */
    Ruled ruledAt(Item item, Instant at);
}
