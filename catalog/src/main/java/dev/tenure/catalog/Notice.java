package dev.tenure.catalog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A consent notice as participants saw or heard it, in one language. A version never changes once it is registered.
 *
 * @param name what the account calls it
 * @param language BCP 47 tag
 * @param text all that it says, also where it was only heard
 * @param onScreen what is shown while recording is on, where that is shorter than the text
 * @param sound what is played, where something is
 */
public record Notice(
        NoticeId id,
        String name,
        int version,
        String language,
        String text,
        @Nullable String onScreen,
        @Nullable Sound sound) {

    /**
     * A sound file that is played to participants.
     *
     * @param size bytes
     */
    public record Sound(String mediaType, int size, ContentHash sha256) {}

    /** SHA-256 of the text in UTF-8: what evidence names it by. */
    public ContentHash textHash() {
        return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
