package dev.tenure.ingest.companion.format;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chats and transcripts as plain text: Zoom's saved chat, BigBlueButton's and Jitsi's exports, and lines of no known form, each of which is an entry.
 */
final class ChatText {

    private static final String CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[AaPp][Mm])?";

    /** Zoom: {@code 00:12:34 From Ada to Everyone:}, with the text behind it or on the lines below. */
    private static final Pattern FROM_TO = Pattern.compile(
            "(" + CLOCK + ")\\s+From\\s+(.{1,100}?)(?:\\s+[Tt]o\\s+(.{1,100}?))?\\s*:(?:\\s+(.*)|\\s*)");

    /** Zoom in the cloud: {@code 00:12:34<tab>Ada:<tab>text}. */
    private static final Pattern TAB = Pattern.compile("(" + CLOCK + ")\\t\\s*([^:\\t]{1,200}?)\\s*:\\s*(.*)");

    /** BigBlueButton {@code [14:03] Ada: text}, Jitsi {@code <10:15:03> Ada: text}. */
    private static final Pattern BRACKETS =
            Pattern.compile("(?:\\[([^\\]\\n]{4,40})\\]|<([^>\\n]{4,40})>)\\s*([^:\\n]{1,200}?)\\s*:\\s*(.*)");

    private ChatText() {}

    static Words read(Decoded decoded) {
        Gathering gathering = new Gathering();
        List<String> lines = decoded.lines();
        boolean known = lines.stream().anyMatch(line -> entry(0, line) != null);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Entry begun = known ? entry(i + 1, line) : null;
            if (line.isBlank()) {
                continue;
            }
            if (begun != null) {
                i = take(gathering, begun, lines, i);
            } else if (!known) {
                gathering.add(Entry.untimed(i + 1, null, line));
            } else if (!gathering.append(line)) {
                gathering.unread(i + 1, "before the first message", line);
            }
        }
        if (!known) {
            gathering.splitNames();
        }
        return gathering.words(known ? "chat-text" : "text", decoded.encoding(), null);
    }

    /** Adds the entry; one without text has it on the line below. Returns the last line that was used. */
    private static int take(Gathering gathering, Entry begun, List<String> lines, int line) {
        boolean below = begun.text().isBlank()
                && line + 1 < lines.size()
                && !lines.get(line + 1).isBlank()
                && entry(0, lines.get(line + 1)) == null;
        gathering.add(below ? begun.with(begun.speaker(), lines.get(line + 1)) : begun);
        return below ? line + 1 : line;
    }

    private static @Nullable Entry entry(int number, String line) {
        Matcher from = FROM_TO.matcher(line.strip());
        if (from.matches()) {
            String text = from.group(4);
            return new Entry(
                    number, null, null, null, from.group(1), from.group(2), from.group(3), text == null ? "" : text);
        }
        Matcher tab = TAB.matcher(line.strip());
        if (tab.matches()) {
            return new Entry(number, null, null, null, tab.group(1), tab.group(2), null, tab.group(3));
        }
        Matcher brackets = BRACKETS.matcher(line.strip());
        if (brackets.matches()) {
            String when = brackets.group(1) == null ? brackets.group(2) : brackets.group(1);
            Instant at = Times.instant(when);
            boolean clock = when.strip().matches(CLOCK);
            if (at != null || clock) {
                return new Entry(
                        number,
                        null,
                        null,
                        at,
                        clock ? when.strip() : null,
                        brackets.group(3),
                        null,
                        brackets.group(4));
            }
        }
        return null;
    }
}
