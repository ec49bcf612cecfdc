package dev.tenure.transcode.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HlsPlaylistTest {

    private static final long SECOND = 1_000_000;
    private static final List<String> CODECS = List.of("avc1.640028", "mp4a.40.2");

    @Test
    void joinsFragmentsToSegmentsOfAtLeastSixSeconds() {
        HlsPlaylist playlist = HlsPlaylist.of("video.mp4", index(14 * SECOND, at(0, 0), at(1, 4), at(2, 8), at(3, 12)));

        assertThat(playlist.text()).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-TARGETDURATION:8
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-PLAYLIST-TYPE:VOD
                        #EXT-X-INDEPENDENT-SEGMENTS
                        # codecs: avc1.640028,mp4a.40.2
                        #EXT-X-MAP:URI="video.mp4",BYTERANGE="60@40"
                        #EXTINF:8.000000,
                        #EXT-X-BYTERANGE:20@100
                        video.mp4
                        #EXTINF:6.000000,
                        #EXT-X-BYTERANGE:20@120
                        video.mp4
                        #EXT-X-ENDLIST
                        """);
    }

    @Test
    void startsSegmentsOnlyAtKeyFrames() {
        Fragment middle = new Fragment(new ByteRange(110, 10), 30 * SECOND, false);
        HlsPlaylist playlist = HlsPlaylist.of(
                "video.mp4",
                new FragmentIndex(
                        new ByteRange(40, 60),
                        List.of(
                                new Fragment(new ByteRange(100, 10), 0, true),
                                middle,
                                new Fragment(new ByteRange(120, 10), 60 * SECOND, true)),
                        70 * SECOND,
                        200,
                        List.of()));

        assertThat(playlist.segments())
                .containsExactly(
                        new HlsPlaylist.Segment(new ByteRange(100, 20), 60 * SECOND),
                        new HlsPlaylist.Segment(new ByteRange(120, 10), 10 * SECOND));
        assertThat(playlist.text()).doesNotContain("codecs");
    }

    @Test
    void coversEveryByteAndEveryMoment() {
        Fragment[] fragments = new Fragment[1000];
        for (int i = 0; i < fragments.length; i++) {
            fragments[i] = fragment(i);
        }
        FragmentIndex index = index(1001 * SECOND, fragments);
        HlsPlaylist playlist = HlsPlaylist.of("video.mp4", index);

        long at = 100;
        for (HlsPlaylist.Segment segment : playlist.segments()) {
            assertThat(segment.range().offset()).isEqualTo(at);
            at = segment.range().end();
        }
        assertThat(at).isEqualTo(100 + 1000 * 10);
        assertThat(playlist.micros()).isEqualTo(1001 * SECOND);
    }

    @Test
    void namesOnlyPlainFiles() {
        FragmentIndex index = index(SECOND, fragment(0));
        for (String name : List.of("../video.mp4", "http://x/v.mp4", "a\nb.mp4", "")) {
            assertThatThrownBy(() -> HlsPlaylist.of(name, index)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> HlsPlaylist.of("video.mp4", index(SECOND))).isInstanceOf(Mp4FormatException.class);
    }

    private static FragmentIndex index(long end, Fragment... fragments) {
        return new FragmentIndex(new ByteRange(40, 60), new ArrayList<>(List.of(fragments)), end, 100_000, CODECS);
    }

    private static Fragment fragment(int second) {
        return at(second, second);
    }

    /** Fragments of ten bytes each, one behind the other. */
    private static Fragment at(int number, int second) {
        return new Fragment(new ByteRange(100 + 10L * number, 10), second * SECOND, true);
    }
}
