package dev.tenure.storageapi.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MasterPlaylistTest {

    private static final String MEDIA = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:8
            #EXT-X-MAP:URI="video.mp4",BYTERANGE="900@700"
            #EXTINF:8.000000,
            #EXT-X-BYTERANGE:1000000@1600
            video.mp4
            #EXTINF:6.000000,
            #EXT-X-BYTERANGE:1500000@1001600
            video.mp4
            #EXTINF:0.500000,
            #EXT-X-BYTERANGE:100000@2501600
            video.mp4
            #EXT-X-ENDLIST
            """;

    @Test
    void countsTheBitsOfTheDensestStretch() {
        // 1,500,000 bytes in 6 s; the half second at the end is too short to count as a stretch of its own.
        assertThat(MediaPlaylist.read(MEDIA)).isEqualTo(new MediaPlaylist(14.5, 2_000_000, 1_434_483, null));
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesTheRecordingAlone() {
        assertThat(MasterPlaylist.of(MediaPlaylist.read(MEDIA), List.of())).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1434483
                        index.m3u8
                        """);
    }

    @Test
    void saysWhatItTakesToPlayItWhereThatWasNoted() {
        String noted = MEDIA.replace("#EXT-X-MAP", "# codecs: avc1.640028,mp4a.40.2\n#EXT-X-MAP");
        assertThat(MasterPlaylist.of(MediaPlaylist.read(noted), List.of()))
                .contains("AVERAGE-BANDWIDTH=1434483,CODECS=\"avc1.640028,mp4a.40.2\"\nindex.m3u8\n");
    }

    @Test
    void namesTheTextsOverIt() {
        assertThat(MasterPlaylist.of(MediaPlaylist.read(MEDIA), List.of("Captions 1", "Chat 1")))
                .contains(
                        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"texts\",NAME=\"Captions 1\",DEFAULT=NO,AUTOSELECT=NO,"
                                + "FORCED=NO,URI=\"captions/0.m3u8\"\n",
                        "NAME=\"Chat 1\",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,URI=\"captions/1.m3u8\"\n",
                        "AVERAGE-BANDWIDTH=1434483,SUBTITLES=\"texts\"\nindex.m3u8\n");
    }

    @Test
    void makesATextOneSegmentAsLongAsTheRecording() {
        assertThat(MasterPlaylist.text(3, 14.5)).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-TARGETDURATION:15
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-PLAYLIST-TYPE:VOD
                        #EXTINF:14.500000,
                        3
                        #EXT-X-ENDLIST
                        """);
    }
}
