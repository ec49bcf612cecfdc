package dev.tenure.storageapi.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a delivery is tried again: soon at first, and for three days. */
final class RetrySchedule {

    private static final List<Duration> STEPS = Stream.of(
                    "PT5S", "PT30S", "PT2M", "PT10M", "PT30M", "PT1H", "PT3H", "PT6H", "PT12H", "PT12H", "PT12H",
                    "PT12H", "PT12H")
            .map(Duration::parse)
            .toList();

    /** The first and one for each step. */
    static final int ATTEMPTS = STEPS.size() + 1;

    /** A receiver may ask for more time than a step, but not for more than the longest. */
    private static final Duration LONGEST_WISH = Duration.ofHours(12);

    /** Up to this part of a step later, so that those who failed together do not come back together. */
    private static final double SPREAD = 0.2;

    private final DoubleSupplier random;

    /**
     * Makes a schedule.
     *
     * @param random from 0 to below 1
     */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * When to try again; empty when it was the last time.
     *
     * @param tries attempts until now, this one among them
     * @param retryAfter what the receiver asked for, in seconds or as a date; what is neither is ignored
     */
    Optional<Instant> next(int tries, Instant now, @Nullable String retryAfter) {
        if (tries >= ATTEMPTS) {
            return Optional.empty();
        }
        Duration step = STEPS.get(Math.max(tries, 1) - 1);
        Duration spread = step.plusMillis((long) (step.toMillis() * SPREAD * random.getAsDouble()));
        Duration wish = wish(now, retryAfter);
        return Optional.of(now.plus(wish.compareTo(spread) > 0 ? wish : spread));
    }

    private static Duration wish(Instant now, @Nullable String retryAfter) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        String text = retryAfter.strip();
        try {
            Duration wish = text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        } catch (DateTimeException noDate) {
            return Duration.ZERO;
        }
    }
}
