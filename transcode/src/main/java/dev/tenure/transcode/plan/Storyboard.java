package dev.tenure.transcode.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Small pictures of a recording on a few sheets, with the text that says which stands for which time. However long a
 * recording is, they stay at most {@link #MAX_PICTURES}; a longer one has them further apart.
 *
 * @param interval time from one picture to the next
 * @param pictures how many there are
 * @param width width of one in pixels
 * @param height height of one in pixels
 */
public record Storyboard(Duration interval, int pictures, int width, int height) {

    /** The text that a player reads. */
    public static final String TEXT_FILE = "storyboard.vtt";

    public static final int COLUMNS = 10;

    /** Rows of a full sheet. Higher ones are few and slow to load, lower ones many. */
    static final int MAX_ROWS = 10;

    /** More pictures make the pointer's way smoother, and a sheet costs as much as a minute of the recording. */
    static final int MAX_PICTURES = 300;

    /** Closer together they would show the same key frame twice. */
    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

    /** The longer edge of one picture. */
    static final int EDGE = 192;

    /** The storyboard of a picture of this size that lasts this long. */
    public static Storyboard of(Duration duration, int width, int height) {
        long shortest = SHORTEST_INTERVAL.toMillis();
        long spread = -Math.floorDiv(-duration.toMillis(), MAX_PICTURES);
        long interval = Math.max(shortest, spread);
        int pictures = (int) Math.max(1, -Math.floorDiv(-duration.toMillis(), interval));
        double scale = Math.min(1, (double) EDGE / Math.max(width, height));
        return new Storyboard(Duration.ofMillis(interval), pictures, even(width * scale), even(height * scale));
    }

    /** Rows of each sheet; all are alike. */
    public int rows() {
        return Math.min(MAX_ROWS, -Math.floorDiv(-pictures, COLUMNS));
    }

    /** How many sheets there are. */
    public int sheets() {
        return -Math.floorDiv(-pictures, COLUMNS * rows());
    }

    /** Names of the sheets in order. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        for (int sheet = 1; sheet <= sheets(); sheet++) {
            files.add("storyboard" + sheet + ".jpg");
        }
        return files;
    }

    /** WebVTT whose cues name a rectangle of a sheet by a media fragment, as players expect thumbnails. */
    public String text(Duration duration) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        int each = COLUMNS * rows();
        for (int picture = 0; picture < pictures; picture++) {
            Duration from = interval.multipliedBy(picture);
            Duration to = picture + 1 == pictures ? duration : from.plus(interval);
            int place = picture % each;
            text.append("\n%s --> %s\nstoryboard%d.jpg#xywh=%d,%d,%d,%d\n"
                    .formatted(
                            time(from),
                            time(to),
                            picture / each + 1,
                            place % COLUMNS * width,
                            place / COLUMNS * height,
                            width,
                            height));
        }
        return text.toString();
    }

    private static String time(Duration at) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                at.toHours(),
                at.toMinutesPart(),
                at.toSecondsPart(),
                at.toMillisPart());
    }

    private static int even(double length) {
        return Math.max(2, (int) Math.round(length / 2) * 2);
    }
}
