package dev.tenure.transcode.look;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where a recording is looked at: at a few moments spread over its length, each bounded in time and in frames. */
public final class Moments {

    /** Moments of one recording. Fewer may all hit the greeting, more cost time and tell nothing new. */
    static final int COUNT = 6;

    /** Longest moment; a screen that sends a frame now and then shows that it does so. */
    public static final Duration LENGTH = Duration.ofSeconds(8);

    /** Most frames of a moment. */
    public static final int FRAMES = 30;

    private static final Duration SHORT = LENGTH.multipliedBy(COUNT);

    private Moments() {}

    /** Their beginnings, in order; a short recording is looked at more rarely, so that no moment meets the next. */
    public static List<Duration> of(Duration length) {
        int count = length.compareTo(SHORT) >= 0
                ? COUNT
                : Math.max(1, Math.toIntExact(length.toMillis() / LENGTH.toMillis()));
        Duration share = length.dividedBy(count);
        List<Duration> beginnings = new ArrayList<>();
        for (int moment = 0; moment < count; moment++) {
            // In the middle of its share: beginnings and ends of meetings are waiting rooms.
            Duration middle =
                    share.multipliedBy(moment).plus(share.minus(LENGTH).dividedBy(2));
            beginnings.add(middle.isNegative() ? Duration.ZERO : middle);
        }
        return beginnings;
    }
}
