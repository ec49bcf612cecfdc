package dev.tenure.retention;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text form of retention periods and their average length. */
final class PeriodText {

    private static final Pattern CALENDAR =
            Pattern.compile("P(?=.)(?:(\\d{1,9})Y)?(?:(\\d{1,9})M)?(?:(\\d{1,8})W)?(?:(\\d{1,9})D)?");
    private static final Pattern EXACT =
            Pattern.compile("PT(?=.)(?:\\d{1,12}H)?(?:\\d{1,12}M)?(?:\\d{1,12}(?:\\.\\d{1,9})?S)?");
    private static final Pattern MIXED = Pattern.compile("P[^T]+T.*");
    private static final long AVERAGE_YEAR_SECONDS = 31_556_952;
    private static final long AVERAGE_MONTH_SECONDS = AVERAGE_YEAR_SECONDS / 12;
    private static final int LONGEST_TEXT_SHOWN = 40;

    private PeriodText() {}

    static RetentionPeriod parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (upper.equals("FOREVER")) {
            return RetentionPeriod.forever();
        }
        var calendar = CALENDAR.matcher(upper);
        if (calendar.matches()) {
            return calendar(
                    number(calendar.group(1)),
                    number(calendar.group(2)),
                    number(calendar.group(3)),
                    number(calendar.group(4)),
                    text);
        }
        if (EXACT.matcher(upper).matches()) {
            try {
                return new RetentionPeriod.Exact(Duration.parse(upper));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(tooLong(shown(text)), e);
            }
        }
        if (MIXED.matcher(upper).matches()) {
            throw new IllegalArgumentException("\"" + shown(text)
                    + "\" mixes calendar and clock units; write either days and longer (P2D) or hours and shorter"
                    + " (PT26H)");
        }
        throw new IllegalArgumentException("\"" + shown(text)
                + "\" is not a retention period; write for example P30D, P6M, P1Y, PT36H or forever");
    }

    private static RetentionPeriod calendar(long years, long months, long weeks, long days, String text) {
        long allDays = weeks * 7 + days;
        if (years > RetentionPeriod.MAX_YEARS
                || months > RetentionPeriod.MAX_YEARS * 12L
                || allDays > RetentionPeriod.MAX_YEARS * 366L) {
            throw new IllegalArgumentException(tooLong(shown(text)));
        }
        return new RetentionPeriod.Calendar(Period.of((int) years, (int) months, (int) allDays));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    static Duration averageLength(Period period) {
        return Duration.ofSeconds(period.toTotalMonths() * AVERAGE_MONTH_SECONDS)
                .plusDays(period.get(ChronoUnit.DAYS));
    }

    static void requirePlausible(Duration averageLength, String text) {
        if (averageLength.compareTo(Duration.ofSeconds(RetentionPeriod.MAX_YEARS * AVERAGE_YEAR_SECONDS)) > 0) {
            throw new IllegalArgumentException(tooLong(text));
        }
    }

    private static String tooLong(String text) {
        return "\"" + text + "\" is longer than " + RetentionPeriod.MAX_YEARS
                + " years; write forever if nothing should end it";
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_TEXT_SHOWN ? text : text.substring(0, LONGEST_TEXT_SHOWN) + "…";
    }
}
