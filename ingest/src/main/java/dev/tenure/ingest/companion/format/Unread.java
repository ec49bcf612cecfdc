package dev.tenure.ingest.companion.format;

/**
 * A part of a file that became no entry.
 *
 * @param line where it begins, from 1; in files without lines, which one it is
 * @param why in a few words
 * @param text as it stood there, cut after {@value #MAX_TEXT} characters
 */
public record Unread(int line, String why, String text) {

    /** Enough to recognise a line by; the original is kept anyway. */
    static final int MAX_TEXT = 500;

    public Unread {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
