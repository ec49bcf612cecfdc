package dev.tenure.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** When something is tried again that failed: soon at first, then every six hours. */
public final class Patience {

    private static final List<Duration> STEPS = Stream.of("PT10S", "PT1M", "PT5M", "PT15M", "PT1H", "PT3H", "PT6H")
            .map(Duration::parse)
            .toList();

    /** Up to this part of a step later, so that those who failed together do not come back together. */
    private static final double SPREAD = 0.2;

    private final DoubleSupplier random;

    /**
     * Makes a schedule.
     *
     * @param random from 0 to below 1
     */
    public Patience(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The next try.
     *
     * @param tries until now without progress, this one among them
     */
    public Instant next(int tries, Instant now) {
        Duration step = STEPS.get(Math.clamp(tries - 1L, 0, STEPS.size() - 1));
        return now.plus(step).plusMillis((long) (step.toMillis() * SPREAD * random.getAsDouble()));
    }
}
