package dev.tenure.retention.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.explore.Explorer.Findings;
import dev.tenure.retention.explore.HoldRound.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever comes first: what is held is never destroyed, and each hold says of each item of its scope truly that it is preserved, or that it came too late.
 *
 * <p>Explored are all orders of what the actors do to shared rows and of their commits, with at most so many interruptions of who could go on: three where a hold
 * meets a destruction, two for other pairs (one for an arrival and no hold), none but those by locks for three actors. {@code -Dtenure.explorer.more=1} adds one
 * to each, and takes some times as long. {@code target/hold-schedules.txt} says how many orders that were.
 */
@ExtendWith(RetentionWorld.Shared.class)
class HoldSchedulesIT {

    private static final Path REPORT = Path.of("target", "hold-schedules.txt");
    private static final int MORE = Integer.getInteger("tenure.explorer.more", 0);
    private static final Set<Deed> CHANGES = EnumSet.of(Deed.PLACE_LIST, Deed.PLACE_QUERY, Deed.RELEASE);

    private final RetentionWorld world;

    HoldSchedulesIT(RetentionWorld world) {
        this.world = world;
    }

    @AfterEach
    void seeing() {
        world.covering().blind(false);
    }

    static Stream<List<Deed>> pairs() {
        List<List<Deed>> pairs = new ArrayList<>();
        for (Deed one : Deed.values()) {
            for (Deed other : Deed.values()) {
                if (one.compareTo(other) < 0 && one.goesWith(other)) {
                    pairs.add(List.of(one, other));
                }
            }
        }
        return pairs.stream();
    }

    static Stream<List<Deed>> triples() {
        return Stream.of(
                List.of(Deed.PLACE_LIST, Deed.DESTROY, Deed.RELEASE),
                List.of(Deed.PLACE_LIST, Deed.DESTROY, Deed.TRASH),
                List.of(Deed.PLACE_QUERY, Deed.DESTROY, Deed.ARRIVE),
                List.of(Deed.PLACE_QUERY, Deed.DESTROY, Deed.RELEASE),
                List.of(Deed.PLACE_QUERY, Deed.DESTROY, Deed.RESTORE),
                List.of(Deed.PLACE_QUERY, Deed.ARRIVE, Deed.RELEASE),
                List.of(Deed.PLACE_LIST, Deed.PLACE_QUERY, Deed.DESTROY));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void twoNeverDestroyWhatIsHeld(List<Deed> deeds) {
        boolean changed = deeds.stream().anyMatch(CHANGES::contains);
        int usual = changed || !deeds.contains(Deed.ARRIVE) ? 2 : 1;
        assertNothingGoesWrong(deeds, MORE + (changed && deeds.contains(Deed.DESTROY) ? 3 : usual));
    }

    @ParameterizedTest
    @MethodSource("triples")
    void threeNeverDestroyWhatIsHeld(List<Deed> deeds) {
        assertNothingGoesWrong(deeds, MORE);
    }

    @Test
    void aGuardThatForgetsQueriesIsFoundOut() {
        world.covering().blind(true);
        assertThat(explore(List.of(Deed.PLACE_QUERY, Deed.ARRIVE), 1).violations())
                .singleElement()
                .satisfies(found -> assertThat(found.problems()).anyMatch(problem -> problem.contains("says 0 times")));
    }

    @Test
    void aHoldThatIsOnlyWhatItFoundIsFoundOut() {
        assertThat(explore(List.of(Deed.PLACE_QUERY_AND_FORGET, Deed.ARRIVE), 1).violations())
                .singleElement()
                .satisfies(found -> assertThat(found.problems())
                        .anyMatch(problem -> problem.contains("says 0 times") && problem.contains("is destroyed")));
    }

    private void assertNothingGoesWrong(List<Deed> deeds, int interruptions) {
        Findings findings = explore(deeds, interruptions);
        assertThat(findings.violations()).isEmpty();
        assertThat(findings.orders()).as("orders of " + deeds).isGreaterThan(1);
    }

    private Findings explore(List<Deed> deeds, int interruptions) {
        long began = System.nanoTime();
        Explorer explorer = new Explorer(this::waitsForLock, interruptions);
        Findings findings = explorer.explore(() -> new HoldRound(world, deeds));
        try {
            Files.writeString(
                    REPORT,
                    "%s: %d orders with at most %d interruptions, %d ms%n"
                            .formatted(
                                    deeds, findings.orders(), interruptions, (System.nanoTime() - began) / 1_000_000),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    private boolean waitsForLock(int session) {
        return world.database()
                .sql("SELECT cardinality(pg_blocking_pids(:session)) > 0")
                .param("session", session)
                .query(Boolean.class)
                .single();
    }
}
