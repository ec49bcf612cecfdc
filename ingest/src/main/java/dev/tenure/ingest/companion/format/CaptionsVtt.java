package dev.tenure.ingest.companion.format;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Words as WebVTT: every entry whose place is known, in order of time, everything in it escaped. */
public final class CaptionsVtt {

    /** How long something without an end stays on the screen, if nothing follows sooner. */
    private static final long SHOWN_MS = 5_000;

    private static final long LEAST_MS = 500;

    private CaptionsVtt() {}

    public static byte[] write(Words words) {
        List<Entry> cues = words.entries().stream()
                .filter(entry -> entry.startMs() != null)
                .sorted(Comparator.comparingLong(CaptionsVtt::start))
                .toList();
        StringBuilder vtt = new StringBuilder("WEBVTT\n");
        for (int i = 0; i < cues.size(); i++) {
            Entry cue = cues.get(i);
            long start = start(cue);
            Long end = cue.endMs();
            if (end == null) {
                long next = i + 1 < cues.size() ? start(cues.get(i + 1)) : Long.MAX_VALUE;
                end = Math.max(start + LEAST_MS, Math.min(start + SHOWN_MS, next));
            }
            vtt.append('\n')
                    .append(time(start))
                    .append(" --> ")
                    .append(time(Math.max(end, start + 1)))
                    .append('\n');
            String speaker = cue.speaker();
            if (speaker != null) {
                vtt.append("<v ")
                        .append(escape(speaker.replaceAll("\\s+", " ").strip()))
                        .append('>');
            }
            // An empty line would end the cue.
            vtt.append(escape(cue.text()).replaceAll("\n\\s*\n+", "\n")).append('\n');
        }
        return vtt.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long start(Entry entry) {
        Long start = entry.startMs();
        return start == null ? 0 : start;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String time(long millis) {
        return "%02d:%02d:%02d.%03d"
                .formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    }
}
