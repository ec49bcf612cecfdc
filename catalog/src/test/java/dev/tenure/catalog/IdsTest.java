package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOW = Instant.parse("2026-03-28T22:30:00Z");

    @Test
    void sortsByTheMakingThoughTheClockStandsStill() {
        Ids ids = new Ids(() -> NOW);
        List<String> made =
                Stream.generate(ids::next).limit(10_000).map(UUID::toString).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void sortsByTheMakingThoughTheClockGoesBack() {
        Queue<Instant> times = new ArrayDeque<>(List.of(NOW, NOW.minusSeconds(60), NOW.plusSeconds(60), NOW));
        Ids ids = new Ids(times::remove);
        List<String> made = Collections.nCopies(4, ids).stream()
                .map(Ids::next)
                .map(UUID::toString)
                .toList();
        assertThat(made).isSorted();
    }

    @Test
    void carriesVersionVariantAndTheTimeInItsFirst48Bits() {
        UUID id = new Ids(() -> NOW).next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
}
