package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of our media playlists, written from RFC 8216 and apart from what writes them: knows the few tags we
 * use and takes no others, and follows every byte range into the file.
 */
final class PlaylistCheck {

    private static final Set<String> ONCE = Set.of(
            "#EXT-X-VERSION",
            "#EXT-X-TARGETDURATION",
            "#EXT-X-MEDIA-SEQUENCE",
            "#EXT-X-PLAYLIST-TYPE",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            "#EXT-X-MAP",
            "#EXT-X-ENDLIST");
    private static final Pattern MAP = Pattern.compile("URI=\"([^\"]+)\",BYTERANGE=\"(\\d+)@(\\d+)\"");
    private static final Pattern RANGE = Pattern.compile("(\\d+)@(\\d+)");
    private static final Pattern LENGTH = Pattern.compile("\\d+\\.\\d+,");

    /** 6 allows {@code EXT-X-MAP} in a playlist that is not of I-frames alone (7). */
    private static final int LEAST_VERSION = 6;

    private final Path directory;
    private final String text;
    private final List<Segment> segments = new ArrayList<>();
    private int version;
    private int target;
    private Range map = new Range("", 0, 0);

    private record Range(String file, long offset, long length) {

        long end() {
            return offset + length;
        }
    }

    private record Segment(Range range, double seconds) {}

    private PlaylistCheck(Path directory, String text) {
        this.directory = directory;
        this.text = text;
    }

    static PlaylistCheck of(Path directory, String name) throws IOException {
        return new PlaylistCheck(directory, Files.readString(directory.resolve(name), StandardCharsets.UTF_8));
    }

    /** Fails at the first thing that a strict client would refuse. */
    void passes() throws IOException {
        lines();
        assertThat(version).as("version").isBetween(LEAST_VERSION, 7);
        assertThat(segments).as("segments").isNotEmpty();
        byte[] file = Files.readAllBytes(directory.resolve(map.file()));
        FragmentCheck fragments = new FragmentCheck(file, (int) map.offset(), (int) map.end());
        long at = map.end();
        double start = 0;
        for (Segment segment : segments) {
            Range range = segment.range();
            assertThat(range.file()).isEqualTo(map.file());
            assertThat(range.offset())
                    .as("a segment begins where the last one ended")
                    .isEqualTo(at);
            assertThat(range.end()).as("inside of the file").isLessThanOrEqualTo(file.length);
            assertThat(Math.round(segment.seconds()))
                    .as("rounded length (4.3.3.1)")
                    .isLessThanOrEqualTo(target);
            double begins = fragments.segment((int) range.offset(), (int) range.end());
            assertThat(begins).as("starts at the sum of the lengths before it").isCloseTo(start, within(0.15));
            start += segment.seconds();
            at = range.end();
        }
        fragments.nothingLeft((int) at);
    }

    private void lines() {
        assertThat(text)
                .as("text")
                .startsWith("#EXTM3U\n")
                .endsWith("#EXT-X-ENDLIST\n")
                .doesNotContain("\r");
        List<String> seen = new ArrayList<>();
        double seconds = -1;
        Optional<Matcher> range = Optional.empty();
        for (String line : text.substring("#EXTM3U\n".length()).lines().toList()) {
            String tag = line.split(":", 2)[0];
            String value = line.substring(Math.min(line.length(), tag.length() + 1));
            if (ONCE.contains(tag)) {
                assertThat(seen).as("only once").doesNotContain(tag);
                seen.add(tag);
            }
            switch (tag) {
                case "#EXT-X-VERSION" -> version = Integer.parseInt(value);
                case "#EXT-X-TARGETDURATION" -> target = Integer.parseInt(value);
                case "#EXT-X-MEDIA-SEQUENCE" -> assertThat(value).isEqualTo("0");
                case "#EXT-X-PLAYLIST-TYPE" -> assertThat(value).isEqualTo("VOD");
                case "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-ENDLIST" ->
                    assertThat(line).isEqualTo(tag);
                case "#EXT-X-MAP" -> {
                    Matcher found = matched(MAP, value);
                    map = new Range(found.group(1), Long.parseLong(found.group(3)), Long.parseLong(found.group(2)));
                    assertThat(segments)
                            .as("the map stands before what it is for")
                            .isEmpty();
                }
                case "#EXTINF" -> {
                    matched(LENGTH, value);
                    seconds = Double.parseDouble(value.substring(0, value.length() - 1));
                }
                case "#EXT-X-BYTERANGE" -> range = Optional.of(matched(RANGE, value));
                case "# codecs" ->
                    assertThat(value).as("names of codecs (RFC 6381)").matches(" [a-z0-9]{4}[A-Za-z0-9.,]*");
                default -> {
                    assertThat(line).as("a tag that is not known").doesNotStartWith("#");
                    assertThat(seconds).as("a length of every segment").isPositive();
                    Matcher found = range.orElseThrow(() -> new AssertionError("no range of " + line));
                    segments.add(new Segment(
                            new Range(line, Long.parseLong(found.group(2)), Long.parseLong(found.group(1))), seconds));
                    seconds = -1;
                    range = Optional.empty();
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ONCE).last().isEqualTo("#EXT-X-ENDLIST");
    }

    private static Matcher matched(Pattern pattern, String value) {
        Matcher matcher = pattern.matcher(value);
        assertThat(matcher.matches()).as(value).isTrue();
        return matcher;
    }
}
