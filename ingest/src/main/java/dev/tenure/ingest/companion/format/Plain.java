package dev.tenure.ingest.companion.format;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text out of what may hold markup. Markup of subtitles goes; all else stays, as text. */
final class Plain {

    /** Tags of WebVTT (W3C WebVTT 1 §4.2.2), and those that SubRip files use. */
    private static final Set<String> KNOWN = Set.of("c", "i", "b", "u", "ruby", "rt", "v", "lang", "font");

    private static final Pattern TAG = Pattern.compile("</?([a-zA-Z]{1,8})(?:[.\\s][^<>]{0,300})?>");
    private static final Pattern TIMESTAMP = Pattern.compile("<[0-9:.]{5,16}>");
    private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\an?\\d{1,2}\\}");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,5}));");
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0", "lrm", "\u200e", "rlm",
            "\u200f");

    /** A name of up to five words and a colon. Addresses of web pages have no space after theirs. */
    private static final Pattern NAME = Pattern.compile("([^\\s:<>][^:<>\\n]{0,60}):\\s+(\\S.*)", Pattern.DOTALL);

    private Plain() {}

    /** Text of a cue: known tags gone, unknown ones kept as they stand, entities decoded once. */
    static String ofCue(String payload) {
        String untimed =
                OVERRIDE.matcher(TIMESTAMP.matcher(payload).replaceAll("")).replaceAll("");
        Matcher tag = TAG.matcher(untimed);
        String untagged = tag.replaceAll(found -> Matcher.quoteReplacement(
                KNOWN.contains(found.group(1).toLowerCase(java.util.Locale.ROOT)) ? "" : found.group()));
        return decode(untagged);
    }

    static String decode(String text) {
        return ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private static String character(java.util.regex.MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int point = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        boolean fit = Character.isValidCodePoint(point) && (point < 0xd800 || point > 0xdfff);
        return fit ? Character.toString(point) : "\ufffd";
    }

    /** Without control characters but tabs and new lines, and without halves of surrogate pairs. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point >= 0xd800 && point <= 0xdfff) {
                clean.append('\ufffd');
            } else if (point == '\n' || point == '\t' || !Character.isISOControl(point)) {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString().strip();
    }

    /** {@code Ada: hello} becomes Ada's hello. */
    static Entry split(Entry entry) {
        Matcher named = NAME.matcher(entry.text());
        return entry.speaker() == null && named.matches()
                ? entry.with(named.group(1).strip(), named.group(2).strip())
                : entry;
    }
}
