package dev.tenure.retention;

import java.time.Duration;
import java.time.Period;
import java.util.Comparator;

/**
 * How long something is kept, counted from an anchor: a span of the calendar, an exact span, or for ever.
 *
 * <p>The text form is ISO 8601 ({@code P30D}, {@code P6M}, {@code P1Y}, {@code PT36H}) or {@code forever}. A period
 * without a time part belongs to the calendar: it is counted in civil days of the policy's zone and rounded to a whole
 * day. A period with only a time part is exact and never rounded. A mix such as {@code P1DT2H} is refused, because
 * nobody can tell whether its day has 23, 24 or 25 hours when clocks change: {@code PT26H} or {@code P2D} says it.
 */
public sealed interface RetentionPeriod {

    /** Longer is a slip of the keyboard; whoever means it writes {@code forever}. Keeps every sum inside the calendar. */
    int MAX_YEARS = 1000;

    /** Orders periods of different units by {@link #averageLength()}; the dates they lead to may differ by a few days. */
    Comparator<RetentionPeriod> BY_AVERAGE_LENGTH = Comparator.comparing(RetentionPeriod::averageLength);

    /** Years, months and days of the civil calendar; months beyond eleven are carried into years. */
    record Calendar(Period period) implements RetentionPeriod {
        public Calendar {
            period = period.normalized();
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("a retention period must be longer than nothing, not " + period);
            }
            PeriodText.requirePlausible(PeriodText.averageLength(period), period.toString());
        }

        @Override
        public String toString() {
            return period.toString();
        }
    }

    /** An exact span of time, unaware of days. */
    record Exact(Duration duration) implements RetentionPeriod {
        public Exact {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("a retention period must be longer than nothing, not " + duration);
            }
            PeriodText.requirePlausible(duration, duration.toString());
        }

        @Override
        public String toString() {
            return duration.toString();
        }
    }

    /** No end. */
    record Forever() implements RetentionPeriod {
        @Override
        public String toString() {
            return "forever";
        }
    }

    static RetentionPeriod forever() {
        return new Forever();
    }

    /**
     * Reads an ISO 8601 period or {@code forever}, in either case of letters.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it, if the text is no period, is zero or
     *     negative, mixes calendar and clock units, or is longer than {@value #MAX_YEARS} years
     */
    static RetentionPeriod parse(String text) {
        return PeriodText.parse(text);
    }

    /** The length by average year and month (365.2425 days a year); only for comparing, never for dates. */
    default Duration averageLength() {
        return switch (this) {
            case Calendar(Period period) -> PeriodText.averageLength(period);
            case Exact(Duration duration) -> duration;
            case Forever() -> Duration.ofSeconds(Long.MAX_VALUE);
        };
    }
}
