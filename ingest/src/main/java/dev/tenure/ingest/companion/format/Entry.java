package dev.tenure.ingest.companion.format;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said or written.
 *
 * @param line where it begins in the file, from 1; in files without lines, which one it is
 * @param startMs milliseconds from the start of what the file tells of; absent when the file does not say
 * @param endMs as above; not before the start
 * @param at when it was, where the file gives an instant
 * @param clock the time of day as the file writes it, where it gives neither an instant nor a place in the recording for sure
 * @param to whom it was written to, where the file says so
 * @param text plain text, whatever it looks like
 */
public record Entry(
        int line,
        @Nullable Long startMs,
        @Nullable Long endMs,
        @Nullable Instant at,
        @Nullable String clock,
        @Nullable String speaker,
        @Nullable String to,
        String text) {

    static Entry timed(int line, long startMs, long endMs, @Nullable String speaker, String text) {
        return new Entry(line, startMs, endMs, null, null, speaker, null, text);
    }

    static Entry untimed(int line, @Nullable String speaker, String text) {
        return new Entry(line, null, null, null, null, speaker, null, text);
    }

    Entry with(@Nullable String newSpeaker, String newText) {
        return new Entry(line, startMs, endMs, at, clock, newSpeaker, to, newText);
    }

    Entry placed(long from, @Nullable Long until) {
        return new Entry(line, from, until, at, clock, speaker, to, text);
    }
}
