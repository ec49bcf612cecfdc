package dev.tenure.benchmarks.transcode;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to encode.
 *
 * @param kind what it shows, null if nobody knows
 * @param width of the picture, 0 if there is none
 * @param seconds its length
 */
record Source(String name, Path file, @Nullable Kind kind, int width, int height, double rate, double seconds) {

    /** What the bars differ by. */
    enum Kind {
        SCREEN("screen share 1080p"),
        CAMERAS("camera gallery 720p"),
        MIXED("screen + cameras 1080p"),
        SOUND("audio only");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    boolean picture() {
        return width > 0;
    }

    /** Megabytes per hour of a file of this length. */
    double megabytesPerHour(long bytes) {
        return bytes / 1e6 * 3600 / seconds;
    }

    double perHour(double cpuSeconds) {
        return cpuSeconds * 3600 / seconds;
    }
}
