package dev.tenure.storageapi.playback;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a master playlist must say of a media playlist of ours.
 *
 * @param seconds its length
 * @param peak bits per second of its densest stretch
 * @param average bits per second of all of it
 */
record MediaPlaylist(double seconds, long peak, long average) {

    private static final Pattern SEGMENT =
            Pattern.compile("#EXTINF:(\\d{1,9}(?:\\.\\d{1,9})?),\\n#EXT-X-BYTERANGE:(\\d{1,18})@");

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
        return new MediaPlaylist(seconds, Math.max(average, Math.round(peak)), average);
    }
}
