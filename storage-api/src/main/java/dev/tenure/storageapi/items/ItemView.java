package dev.tenure.storageapi.items;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as programs see it.
 *
 * @param fileName as the media server called it; empty once the item is purged
 * @param progress how far processing is, 0 to 1
 * @param quarantine what a person must settle before it goes on; empty when nothing
 * @param content what was found in its bytes; absent until somebody has looked
 * @param objects its visible objects; empty in states whose bytes nobody may see
 */
record ItemView(
        String id,
        ItemKind kind,
        String fileName,
        ItemState state,
        Instant stateSince,
        @Nullable String problem,
        double progress,
        @Nullable String progressStage,
        @Nullable Instant recordedUntil,
        @Nullable Instant trashedAt,
        boolean held,
        MeetingView meeting,
        @Nullable NoticeView notice,
        List<QuarantineView> quarantine,
        @Nullable ContentView content,
        List<ObjectView> objects) {

    static ItemView of(
            Item item,
            Meeting meeting,
            @Nullable Notice notice,
            List<QuarantineReason> quarantine,
            @Nullable ContentView content,
            List<StoredObject> objects) {
        return new ItemView(
                item.id().toString(),
                item.kind(),
                item.fileName(),
                item.state(),
                item.stateSince(),
                item.problem(),
                item.progress(),
                item.progressStage(),
                item.anchor(),
                item.trashedAt(),
                item.holdCount() > 0,
                MeetingView.of(meeting),
                notice == null ? null : NoticeView.of(notice, item.noticeShownAt()),
                quarantine.stream().map(QuarantineView::of).toList(),
                content,
                objects.stream().map(ObjectView::of).toList());
    }

    /** The meeting that the item came from. */
    record MeetingView(
            String id,
            String externalId,
            String title,
            Instant startsAt,
            Instant endsAt,
            String zone,
            String host,
            List<Meeting.Participant> participants) {

        static MeetingView of(Meeting meeting) {
            return new MeetingView(
                    meeting.id().toString(),
                    meeting.externalId(),
                    meeting.title(),
                    meeting.startsAt(),
                    meeting.endsAt(),
                    meeting.zone().getId(),
                    meeting.host(),
                    meeting.participants());
        }
    }

    /** The notice that participants saw or heard. */
    record NoticeView(
            String name,
            int version,
            String language,
            String text,
            @Nullable Instant shownAt) {

        static NoticeView of(Notice notice, @Nullable Instant shownAt) {
            return new NoticeView(notice.name(), notice.version(), notice.language(), notice.text(), shownAt);
        }
    }

    /**
     * Why an item waits.
     *
     * @param waivable whether a person may take it as it is
     */
    record QuarantineView(QuarantineCause cause, String explanation, boolean waivable) {

        static QuarantineView of(QuarantineReason reason) {
            return new QuarantineView(
                    reason.cause(), reason.explanation(), reason.cause().waivable());
        }
    }

    /** A visible object: its plaintext size and hash, and its key in the bucket. */
    record ObjectView(String name, String role, String mediaType, long size, String sha256, String bucket, String key) {

        static ObjectView of(StoredObject object) {
            return new ObjectView(
                    object.name(),
                    object.role().name(),
                    object.mediaType(),
                    object.complete().size(),
                    object.complete().sha256().hex(),
                    object.bucket(),
                    object.key().value());
        }
    }
}
