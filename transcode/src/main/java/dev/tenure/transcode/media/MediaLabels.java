package dev.tenure.transcode.media;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an output says about itself, so that a copy that leaves the bucket still carries its terms. Text is cleaned on
 * construction: control, format and line characters become spaces, and length is bounded by {@link #MAX_LENGTH}.
 *
 * @param title the meeting's title
 * @param recordedAt when the meeting started
 * @param retention how long the item is kept, in words
 * @param notice how participants were told, in words
 * @param itemId the item's identity
 */
public record MediaLabels(String title, Instant recordedAt, String retention, String notice, String itemId) {

    /** Characters kept of one label. More is cut; a much smaller bound would cut real titles. */
    public static final int MAX_LENGTH = 500;

    public MediaLabels {
        title = clean(title);
        retention = clean(retention);
        notice = clean(notice);
        itemId = clean(itemId);
    }

    /** Container tags by the names ffmpeg's MP4 muxer knows, in the order they are written. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("title", title);
        tags.put("date", recordedAt.toString());
        tags.put("creation_time", recordedAt.toString());
        tags.put("description", "Retention: " + retention + ". Notice: " + notice + ".");
        tags.put("comment", "Item " + itemId + ". Retention: " + retention + ". Notice: " + notice + ".");
        return tags;
    }

    private static String clean(String text) {
        return OneLine.of(text, MAX_LENGTH);
    }
}
