package dev.tenure.transcode.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The stages as people see them, with what each weighs in the whole: percent of the time that an ordinary meeting takes. Encoding is by far the most.
 * A percentage that is wrong by some points is honest; one that jumps from 5 to 90 is not.
 */
enum Leg {
    FETCH(0, 5),
    PROBE(5, 2),
    PLAN(7, 0),
    ENCODE(7, 79),
    /** Putting together what several machines encoded; nothing where one did. */
    JOIN(86, 1),
    VERIFY(87, 8),
    PUBLISH(95, 5);

    private final int begins;
    private final int weight;

    Leg(int begins, int weight) {
        this.begins = begins;
        this.weight = weight;
    }

    /** As it is shown and stored. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Leg of(String word) {
        return Arrays.stream(values())
                .filter(leg -> leg.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage " + word));
    }

    /** How far the whole is when this much of the leg is done. */
    double overall(double fraction) {
        return (begins + weight * Math.clamp(fraction, 0, 1)) / 100;
    }

    /**
     * How long the rest takes, this leg's and that of all after it.
     *
     * @param encoding how long the encoding takes or took as a whole
     * @return empty before the encoding, when nobody can tell
     */
    Optional<Duration> left(double fraction, Duration encoding) {
        if (begins < ENCODE.begins || !encoding.isPositive()) {
            return Optional.empty();
        }
        double rest = (1 - overall(fraction)) * 100 / ENCODE.weight;
        return Optional.of(Duration.ofMillis(Math.round(encoding.toMillis() * rest)));
    }

    /** How long the encoding of so much media takes at this speed; zero while the speed is not known. */
    static Duration encoding(Duration media, double speed) {
        return speed > 0 ? Duration.ofMillis(Math.round(media.toMillis() / speed)) : Duration.ZERO;
    }
}
