package dev.tenure.transcode.mp4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An HLS media playlist over byte ranges of one file (RFC 8216, version 7: {@code EXT-X-MAP} in a playlist of
 * fragmented MP4).
 *
 * @param fileName the only name it mentions
 * @param init the initialisation section
 * @param segments in playing order
 * @param codecs for the playlist above it, which is written later and elsewhere; in a comment, as a media playlist has no place for them
 */
public record HlsPlaylist(String fileName, ByteRange init, List<Segment> segments, List<String> codecs) {

    /** Segments are closed at the first key frame from here on: few requests, and a seek still loads little. */
    static final long TARGET_MICROS = 6_000_000;

    private static final double MICROS = 1_000_000;

    public HlsPlaylist {
        if (!fileName.matches("[a-z0-9]+\\.[a-z0-9]+")) {
            throw new IllegalArgumentException("file name " + fileName);
        }
        segments = List.copyOf(segments);
        codecs = List.copyOf(codecs);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a playlist without segments");
        }
    }

    /**
     * A part to load at once.
     *
     * @param micros its length in microseconds
     */
    public record Segment(ByteRange range, long micros) {

        public Segment {
            if (micros < 1) {
                throw new IllegalArgumentException("segment of " + micros + " µs at " + range.offset());
            }
        }
    }

    /** Joins fragments to segments that start with a key frame. */
    public static HlsPlaylist of(String fileName, FragmentIndex index) {
        List<Segment> segments = new ArrayList<>();
        List<Fragment> fragments = index.fragments();
        if (fragments.isEmpty()) {
            throw new Mp4FormatException("no fragments");
        }
        Fragment first = fragments.getFirst();
        ByteRange range = first.range();
        for (Fragment next : fragments.subList(1, fragments.size())) {
            long micros = next.startMicros() - first.startMicros();
            if (next.independent() && micros >= TARGET_MICROS) {
                segments.add(new Segment(range, micros));
                first = next;
                range = next.range();
            } else {
                range = new ByteRange(range.offset(), next.range().end() - range.offset());
            }
        }
        segments.add(new Segment(range, Math.max(1, index.endMicros() - first.startMicros())));
        return new HlsPlaylist(fileName, index.init(), segments, index.codecs());
    }

    /** Total length in microseconds. */
    public long micros() {
        return segments.stream().mapToLong(Segment::micros).sum();
    }

    /** The playlist as it is served, lines ended by LF. */
    public String text() {
        long longest = segments.stream().mapToLong(Segment::micros).max().orElse(0);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.append("#EXT-X-TARGETDURATION:")
                .append((longest + 999_999) / 1_000_000)
                .append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (!codecs.isEmpty()) {
            text.append("# codecs: ").append(String.join(",", codecs)).append('\n');
        }
        text.append("#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@%d\"\n".formatted(fileName, init.length(), init.offset()));
        for (Segment segment : segments) {
            text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", segment.micros() / MICROS));
            text.append("#EXT-X-BYTERANGE:%d@%d\n"
                    .formatted(segment.range().length(), segment.range().offset()));
            text.append(fileName).append('\n');
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }
}
