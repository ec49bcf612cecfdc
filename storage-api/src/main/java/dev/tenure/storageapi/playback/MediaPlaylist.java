package dev.tenure.storageapi.playback;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a master playlist must say of a media playlist of ours.
 *
 * @param seconds its length
 * @param peak bits per second of its densest stretch
 * @param average bits per second of all of it
 * @param codecs what its tracks are called (RFC 6381); null in playlists that were made before these were noted
 */
record MediaPlaylist(
        double seconds, long peak, long average, @Nullable String codecs) {

    private static final Pattern SEGMENT =
            Pattern.compile("#EXTINF:(\\d{1,9}(?:\\.\\d{1,9})?),\\n#EXT-X-BYTERANGE:(\\d{1,18})@");

    private static final Pattern CODECS = Pattern.compile("^# codecs: ([A-Za-z0-9.,]{1,200})$", Pattern.MULTILINE);

    /** A stretch shorter than half the target duration does not count as one (RFC 8216, 4.3.4.2); our target is 6 s. */
    private static final double SHORTEST_STRETCH = 3;

    static MediaPlaylist read(String text) {
        double seconds = 0;
        double bits = 0;
        double peak = 0;
        Matcher segment = SEGMENT.matcher(text);
        while (segment.find()) {
            double length = Double.parseDouble(segment.group(1));
            double size = 8.0 * Long.parseLong(segment.group(2));
            seconds += length;
            bits += size;
            peak = Math.max(peak, size / Math.max(length, SHORTEST_STRETCH));
        }
        if (!(seconds > 0)) {
            throw new IllegalStateException("a media playlist without segments");
        }
        long average = Math.round(bits / seconds);
        Matcher codecs = CODECS.matcher(text);
        return new MediaPlaylist(
                seconds, Math.max(average, Math.round(peak)), average, codecs.find() ? codecs.group(1) : null);
    }
}
