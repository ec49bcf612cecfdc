package dev.tenure.catalog;

import java.util.List;
import java.util.Optional;

/** Meetings, who took part, and the notices they were shown. */
public interface Meetings {

    /** Records the meeting, or returns the one known by its external id: its first description stays. */
    Meeting register(AccountId account, NewMeeting meeting);

    Optional<Meeting> find(AccountId account, MeetingId id);

    /** The account's meeting of this external id; none whose people were forgotten with its last item. */
    Optional<Meeting> find(AccountId account, String externalId);

    /** Items of a kind and in a state that are kept of a meeting, oldest first. */
    List<ItemId> items(AccountId account, MeetingId id, ItemKind kind, ItemState state);

    /** What else is kept of a recording's meeting, and is ruled exactly as the recording is: by the same class, from the same anchor on. */
    List<ItemId> ruledLike(Item recording);

    /**
     * Records a notice version, or returns the one known.
     *
     * @throws IllegalArgumentException when the version is known with another text: versions are immutable, so count up; or when
     *     something of it is empty or too long
     */
    Notice register(AccountId account, String name, int version, String language, String text);

    Optional<Notice> find(AccountId account, NoticeId id);

    /**
     * Erases the title, the host and the participants of a meeting all of whose items are purged or rejected; otherwise does nothing.
     *
     * @return whether they were erased now
     */
    boolean forgetPeople(MeetingId id);
}
