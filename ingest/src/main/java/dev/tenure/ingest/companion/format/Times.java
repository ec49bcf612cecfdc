package dev.tenure.ingest.companion.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as files write them. */
final class Times {

    /** Hours, minutes, seconds and a fraction; hours and fraction may be missing. A minus is nonsense that does occur. */
    static final String PLACE = "-?(?:\\d{1,4}:)?-?\\d{1,2}:-?\\d{1,2}(?:[.,]\\d{1,9})?";

    private static final Pattern PARTS =
            Pattern.compile("(-?)(?:(\\d{1,4}):)?(-?)(\\d{1,2}):(-?)(\\d{1,2})(?:[.,](\\d{1,9}))?");

    /** Numbers above it count seconds since 1970, far above it milliseconds: no meeting takes three years. */
    private static final double EPOCH_SECONDS = 1e8;

    private static final double EPOCH_MILLIS = 1e11;
    private static final long LATEST = 253_402_300_799L;

    private Times() {}

    /** Milliseconds; below 0 is told as 0, and anything odd about it to {@code gathering}. */
    static long place(String text, Gathering gathering) {
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("no time: " + text);
        }
        boolean negative = !parts.group(1).isEmpty()
                || !parts.group(3).isEmpty()
                || !parts.group(5).isEmpty();
        long hours = parts.group(2) == null ? 0 : Long.parseLong(parts.group(2));
        long minutes = Long.parseLong(parts.group(4));
        long seconds = Long.parseLong(parts.group(6));
        String fraction = parts.group(7) == null ? "0" : parts.group(7);
        long millis = Long.parseLong((fraction + "00").substring(0, 3));
        if (negative || minutes > 59 || seconds > 59) {
            gathering.mended();
        }
        return negative ? 0 : ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
    }

    static boolean isPlace(String text) {
        return PARTS.matcher(text.strip()).matches();
    }

    static @Nullable Instant instant(String text) {
        String iso = text.strip().replace(' ', 'T');
        try {
            return bounded(Instant.parse(iso));
        } catch (DateTimeException noUtc) {
            try {
                return bounded(OffsetDateTime.parse(iso).toInstant());
            } catch (DateTimeException none) {
                return null;
            }
        }
    }

    /** An instant out of a number of seconds or milliseconds since 1970; absent where it is too small to be one. */
    static @Nullable Instant instant(double number) {
        if (!(number >= EPOCH_SECONDS) || number > LATEST * 1000.0) {
            return null;
        }
        return Instant.ofEpochMilli((long) (number >= EPOCH_MILLIS ? number : number * 1000));
    }

    private static @Nullable Instant bounded(Instant instant) {
        return instant.isBefore(Instant.EPOCH) || instant.getEpochSecond() > LATEST ? null : instant;
    }
}
