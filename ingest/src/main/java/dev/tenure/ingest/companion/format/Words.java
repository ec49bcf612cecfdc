package dev.tenure.ingest.companion.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, whatever its format was.
 *
 * @param format a fixed word, such as {@code webvtt}
 * @param encoding in which its text was read
 * @param language as the file names it
 * @param entries in the order of the file
 * @param unread the first of what was not understood, at most {@value #MAX_LISTED}
 * @param unreadCount how much of it there was
 * @param mended how many times were not as they should be and were set right: negative, ending before they begin, minutes over 59
 */
public record Words(
        String format,
        String encoding,
        @Nullable String language,
        List<Entry> entries,
        List<Unread> unread,
        int unreadCount,
        int mended) {

    /** Too few hide what was lost from whoever looks for it; too many would make a file of nonsense a larger file of nonsense. */
    public static final int MAX_LISTED = 1000;

    public Words {
        entries = List.copyOf(entries);
        unread = List.copyOf(unread);
    }
}
