package dev.tenure.ingest.companion.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries and leftovers while a file is being read; keeps their limits. */
final class Gathering {

    /** A day of people talking without a pause stays below; more is a flood. */
    static final int MAX_ENTRIES = 100_000;

    /** Longer than anybody speaks or types at once. What is beyond becomes an entry of its own, so nothing is lost. */
    static final int MAX_TEXT = 10_000;

    /** Longer than any name; a longer one is cut. */
    private static final int MAX_NAME = 200;

    private final List<Entry> entries = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private int unreadCount;
    private int mended;

    void add(Entry entry) {
        String text = Plain.clean(entry.text());
        if (text.isBlank()) {
            unread(entry.line(), "no text", "");
            return;
        }
        String speaker = name(entry.speaker());
        for (int from = 0; from < text.length(); ) {
            int until = Math.min(from + MAX_TEXT, text.length());
            if (until < text.length() && Character.isHighSurrogate(text.charAt(until - 1))) {
                until--;
            }
            keep(new Entry(
                    entry.line(),
                    entry.startMs(),
                    entry.endMs(),
                    entry.at(),
                    entry.clock(),
                    speaker,
                    name(entry.to()),
                    text.substring(from, until).strip()));
            from = until;
        }
    }

    private void keep(Entry entry) {
        if (entries.size() == MAX_ENTRIES) {
            throw new Beyond("it has more than " + MAX_ENTRIES + " entries");
        }
        entries.add(entry);
    }

    /** Lengthens the newest entry by a line, or says that there is none. */
    boolean append(String line) {
        if (entries.isEmpty()) {
            return false;
        }
        Entry last = entries.getLast();
        String more = Plain.clean(line).strip();
        if (last.text().length() + more.length() < MAX_TEXT) {
            entries.set(entries.size() - 1, last.with(last.speaker(), last.text() + "\n" + more));
        } else {
            add(last.with(last.speaker(), more));
        }
        return true;
    }

    void unread(int line, String why, String text) {
        unreadCount++;
        if (unread.size() < Words.MAX_LISTED) {
            unread.add(new Unread(line, why, Plain.clean(text)));
        }
    }

    void mended() {
        mended++;
    }

    boolean empty() {
        return entries.isEmpty();
    }

    Words words(String format, String encoding, @Nullable String language) {
        return new Words(format, encoding, language, entries, unread, unreadCount, mended);
    }

    /** Where most entries begin with a name and a colon, as some servers write them, these are who spoke. */
    void splitNames() {
        List<Entry> split = entries.stream().map(Plain::split).toList();
        long named = split.stream().filter(entry -> entry.speaker() != null).count();
        boolean fresh = entries.stream().noneMatch(entry -> entry.speaker() != null);
        if (fresh && named * 2 > entries.size()) {
            entries.clear();
            entries.addAll(split);
        }
    }

    private static @Nullable String name(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = Plain.clean(text).replaceAll("\\s+", " ").strip();
        return clean.isEmpty() ? null : clean.length() > MAX_NAME ? clean.substring(0, MAX_NAME) : clean;
    }
}
