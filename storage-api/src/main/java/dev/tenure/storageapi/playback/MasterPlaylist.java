package dev.tenure.storageapi.playback;

import java.util.List;
import java.util.Locale;

/** The playlist that brings a recording and the texts over it together for players of HLS (RFC 8216, 4.3.4). */
final class MasterPlaylist {

    /** Its name beside the recording's own playlist. */
    static final String NAME = "master.m3u8";

    /** What the playlist of a text is called behind its number. */
    static final String TEXT_SUFFIX = ".m3u8";

    private MasterPlaylist() {}

    /**
     * One stream with its texts, none of which is on before somebody chooses it.
     *
     * @param labels names of the texts, by their numbers
     */
    static String of(MediaPlaylist media, List<String> labels) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (int number = 0; number < labels.size(); number++) {
            text.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"texts\",NAME=\"%s\",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,"
                    .formatted(labels.get(number)));
            text.append("URI=\"captions/%d%s\"\n".formatted(number, TEXT_SUFFIX));
        }
        text.append("#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d".formatted(media.peak(), media.average()));
        if (media.codecs() != null) {
            text.append(",CODECS=\"").append(media.codecs()).append('"');
        }
        text.append(labels.isEmpty() ? "\n" : ",SUBTITLES=\"texts\"\n");
        return text.append("index.m3u8\n").toString();
    }

    /** The playlist of a text that is one segment as long as the recording, served beside it by its number alone. */
    static String text(int number, double seconds) {
        return String.format(Locale.ROOT, """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:%d
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXTINF:%.6f,
                %d
                #EXT-X-ENDLIST
                """, (long) Math.ceil(seconds), seconds, number);
    }
}
