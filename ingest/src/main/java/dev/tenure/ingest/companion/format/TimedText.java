package dev.tenure.ingest.companion.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WebVTT (W3C), SubRip and SubViewer: a line of times, then lines of text. Read as players read them, which is to say whatever can be made sense of.
 */
final class TimedText {

    private static final Pattern TIMING =
            Pattern.compile("\\s*(" + Times.PLACE + ")\\s*-{1,2}>\\s*(" + Times.PLACE + ")(?:\\s+.{0,500})?");
    private static final Pattern COMMA_TIMING = Pattern.compile("\\s*(" + Times.PLACE.replace("[.,]", "[.]")
            + ")\\s*,\\s*(" + Times.PLACE.replace("[.,]", "[.]") + ")\\s*");
    private static final Pattern VOICE = Pattern.compile("<v(?:\\.[^\\s<>]{0,100})?\\s+([^<>]{1,300})>");
    private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,9}\\s*");

    private final List<String> lines;
    private final Gathering gathering = new Gathering();
    private final boolean webVtt;
    private int at;

    private TimedText(List<String> lines) {
        this.lines = lines;
        this.webVtt = isWebVtt(lines);
    }

    static boolean isWebVtt(List<String> lines) {
        return lines.getFirst().strip().matches("WEBVTT(\\s.*)?");
    }

    static boolean looksTimed(List<String> lines) {
        return lines.stream().anyMatch(line -> timing(line) != null);
    }

    static Words read(Decoded decoded) {
        return new TimedText(decoded.lines()).read(decoded.encoding());
    }

    private Words read(String encoding) {
        String language = webVtt ? header() : null;
        boolean subViewer = false;
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.isBlank()) {
                at++;
            } else if (webVtt && line.matches("(NOTE|STYLE|REGION)(\\s.*)?")) {
                aside(line.substring(0, line.startsWith("NOTE") ? 4 : line.startsWith("STYLE") ? 5 : 6));
            } else if (timing(line) != null) {
                subViewer |= COMMA_TIMING.matcher(line).matches();
                cue();
            } else if (at + 1 < lines.size() && timing(lines.get(at + 1)) != null) {
                // The cue's name, of no use without the file.
                at++;
            } else {
                gathering.unread(at + 1, "not part of a cue", line);
                at++;
            }
        }
        gathering.splitNames();
        return gathering.words(webVtt ? "webvtt" : subViewer ? "subviewer" : "subrip", encoding, language);
    }

    /** Passes over the header; says which language it names. */
    private @Nullable String header() {
        String language = null;
        for (at = 1; at < lines.size() && !lines.get(at).isBlank() && timing(lines.get(at)) == null; at++) {
            String line = lines.get(at).strip();
            if (line.regionMatches(true, 0, "Language:", 0, 9)) {
                language = line.substring(9).strip();
            } else if (at + 1 < lines.size() && timing(lines.get(at + 1)) == null) {
                gathering.unread(at + 1, "header", line);
            }
        }
        return language == null || language.length() > 35 ? null : language;
    }

    /** Notes and styles are not spoken; they are told all the same. */
    private void aside(String kind) {
        int first = at;
        List<String> text = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).isBlank()) {
            text.add(lines.get(at++));
        }
        gathering.unread(first + 1, kind + " block", String.join("\n", text));
    }

    private void cue() {
        int first = at + 1;
        long[] times = java.util.Objects.requireNonNull(timing(lines.get(at++)));
        countMending(lines.get(first - 1), times);
        List<String> payload = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).isBlank() && !beginsCue(at)) {
            payload.add(lines.get(at++));
        }
        String text = String.join("\n", payload);
        Matcher voice = VOICE.matcher(text);
        if (!voice.find()) {
            gathering.add(Entry.timed(first, times[0], times[1], null, Plain.ofCue(text)));
            return;
        }
        if (!text.substring(0, voice.start()).isBlank()) {
            gathering.add(Entry.timed(first, times[0], times[1], null, Plain.ofCue(text.substring(0, voice.start()))));
        }
        do {
            String speaker = Plain.decode(voice.group(1));
            int from = voice.end();
            int until = voice.find() ? voice.start() : text.length();
            gathering.add(Entry.timed(first, times[0], times[1], speaker, Plain.ofCue(text.substring(from, until))));
            if (until == text.length()) {
                return;
            }
        } while (true);
    }

    /** Some files have no empty line between cues. */
    private boolean beginsCue(int line) {
        return timing(lines.get(line)) != null
                || (NUMBER.matcher(lines.get(line)).matches()
                        && line + 1 < lines.size()
                        && timing(lines.get(line + 1)) != null);
    }

    private void countMending(String line, long[] times) {
        Matcher found = TIMING.matcher(line);
        if (!found.matches()) {
            found = COMMA_TIMING.matcher(line);
            found.matches();
        }
        Times.place(found.group(1), gathering);
        Times.place(found.group(2), gathering);
        if (times[1] < times[0]) {
            gathering.mended();
            times[1] = times[0];
        }
    }

    private static long @Nullable [] timing(String line) {
        // Most lines are none: a look is cheaper than a match.
        if (line.length() > 600 || line.indexOf(':') < 0) {
            return null;
        }
        Matcher arrow = TIMING.matcher(line);
        Matcher found = arrow.matches() ? arrow : COMMA_TIMING.matcher(line);
        if (found == arrow || found.matches()) {
            Gathering nowhere = new Gathering();
            return new long[] {Times.place(found.group(1), nowhere), Times.place(found.group(2), nowhere)};
        }
        return null;
    }
}
