package dev.tenure.transcode.job;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.transcode.media.MediaLabels;
import java.util.Optional;

/** Puts the facts of an item into the words that its outputs carry inside. */
final class Labels {

    private static final String NONE = "none";

    private final Meetings meetings;
    private final Notices notices;

    Labels(Meetings meetings, Notices notices) {
        this.meetings = meetings;
        this.notices = notices;
    }

    /** The labels of an item whose source carries these tags. */
    MediaLabels of(Item item, ObjectTags tags) {
        Meeting meeting = meetings.find(item.account(), item.meeting())
                .orElseThrow(() -> new IllegalStateException("no meeting of item " + item.id()));
        Optional<Notice> notice = Optional.ofNullable(item.notice()).flatMap(id -> notices.find(item.account(), id));
        return new MediaLabels(
                meeting.title(),
                meeting.startsAt(),
                retention(tags),
                notice.map(Labels::words).orElse(NONE),
                item.id().toString());
    }

    static String retention(ObjectTags tags) {
        String retention = tags.values().getOrDefault("tenure-retention", NONE);
        String goAt = tags.values().getOrDefault("tenure-go-at", "unknown");
        return goAt.equals("never") ? "class " + retention + ", no end set" : "class " + retention + ", until " + goAt;
    }

    static String words(Notice notice) {
        return "%s version %d (%s)".formatted(notice.name(), notice.version(), notice.language());
    }
}
