package dev.tenure.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item about to arrive.
 *
 * @param anchor end of the recording as reported; absent when the media server gave none that can be believed
 */
public record NewItem(
        AccountId account,
        MeetingId meeting,
        ItemKind kind,
        @Nullable Instant anchor,
        @Nullable String retentionClass,
        @Nullable NoticeId notice,
        @Nullable Instant noticeShownAt,
        String fileName) {

    public NewItem {
        Described.text("file name", fileName, NewMeeting.MAX_TEXT);
        if (noticeShownAt != null) {
            Described.time("time the notice was shown", noticeShownAt);
        }
    }
}
