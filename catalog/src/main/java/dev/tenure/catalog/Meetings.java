package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Meetings, and who took part. */
public interface Meetings {

    /**
     * Records the meeting, or returns the one known by its external id: its first description stays. Within a transaction the meeting is locked from
     * here on, as by {@link #lock}.
     */
    Meeting register(AccountId account, NewMeeting meeting);

    /**
     * Locks the meeting until the caller's transaction ends: recordings and companions of it come, are hidden and are shown one after the other. The
     * meeting is locked before its items, and they in order of id, so that two never wait for each other in a circle.
     */
    void lock(MeetingId id);

    Optional<Meeting> find(AccountId account, MeetingId id);

    /** The account's meeting of this external id; none whose people were forgotten with its last item. */
    Optional<Meeting> find(AccountId account, String externalId);

    /** Items of a kind and in a state that are kept of a meeting, oldest first. */
    List<ItemId> items(AccountId account, MeetingId id, ItemKind kind, ItemState state);

    /** What else is kept of a recording's meeting, and is ruled exactly as the recording is: by the same class, from the same anchor on. */
    List<ItemId> ruledLike(Item recording);

    /**
     * What else is kept of a recording's meeting and goes to the trash with it: nothing as long as another recording of the meeting is there, because it
     * belongs to that too.
     */
    List<ItemId> goingWith(Item recording);

    /**
     * What went to the trash with a recording of this recording's meeting and is still there, in order of id: it belongs to each of them, and comes back
     * with the first that does.
     */
    List<ItemId> goneWith(Item recording);

    /** Whether there is, or was, an item of the meeting with this external id. */
    boolean hasItems(AccountId account, String externalId);

    /**
     * When the last item of the meeting with this external id was purged or rejected; empty while there is another item of it, and when there is
     * no such meeting or no item of it.
     */
    Optional<Instant> goneSince(AccountId account, String externalId);

    /**
     * Erases the title, the host and the participants of a meeting all of whose items are purged or rejected; otherwise does nothing.
     *
     * @return whether they were erased now
     */
    boolean forgetPeople(MeetingId id);
}
