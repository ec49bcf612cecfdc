package dev.tenure.storageapi.listing;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.listing.Listed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item as a list shows it; the names are those of its detail.
 *
 * @param fileName as the media server called it; empty once the item is purged
 * @param size bytes of its visible objects, before sealing
 * @param progress how far processing is, 0 to 1
 * @param owner id of the person who decides about it
 */
record ListedView(
        String id,
        ItemKind kind,
        String fileName,
        long size,
        ItemState state,
        Instant stateSince,
        @Nullable String problem,
        double progress,
        @Nullable String progressStage,
        @Nullable Instant trashedAt,
        boolean held,
        @Nullable String owner,
        MeetingView meeting,
        @Nullable NoticeView notice) {

    static ListedView of(Listed listed) {
        Listed.Progress progress = listed.progress();
        PersonId owner = listed.owner();
        return new ListedView(
                listed.id().toString(),
                listed.kind(),
                listed.fileName(),
                listed.bytes(),
                progress.state(),
                progress.since(),
                progress.problem(),
                progress.fraction(),
                progress.stage(),
                listed.trashedAt(),
                listed.held(),
                owner == null ? null : owner.toString(),
                MeetingView.of(listed.meeting()),
                NoticeView.of(listed.notice()));
    }

    /**
     * The meeting that the item came from.
     *
     * @param endsAt what the list is ordered by
     */
    record MeetingView(String id, String title, String host, Instant startsAt, Instant endsAt, long lengthSeconds) {

        static MeetingView of(Listed.Occasion meeting) {
            return new MeetingView(
                    meeting.id().toString(),
                    meeting.title(),
                    meeting.host(),
                    meeting.startsAt(),
                    meeting.endsAt(),
                    meeting.length().toSeconds());
        }
    }

    /** The notice that participants saw or heard. */
    record NoticeView(String name, int version, String language) {

        static @Nullable NoticeView of(Listed.@Nullable Notice notice) {
            return notice == null ? null : new NoticeView(notice.name(), notice.version(), notice.language());
        }
    }
}
