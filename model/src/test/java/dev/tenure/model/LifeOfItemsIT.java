package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tenure.catalog.trail.TrailReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ten thousand commands of the same histories in each build; {@code ./tenure simulate} draws others. */
class LifeOfItemsIT {

    private static final int HISTORIES = 50;
    private static final int COMMANDS = 200;

    @Test
    void nothingHappensThatMustNever() throws Exception {
        try (Runner runner = new Runner()) {
            for (long seed = 1; seed <= HISTORIES; seed++) {
                Optional<Runner.Failure> failure = runner.run(Generator.history(seed, COMMANDS));
                if (failure.isPresent()) {
                    fail("Seed %d, %d commands: %s%nShorter: %s"
                            .formatted(
                                    seed,
                                    COMMANDS,
                                    failure.get().violations(),
                                    runner.shrunk(failure.get()).text()));
                }
            }
            assertThat(runner.steps()).isEqualTo(HISTORIES * COMMANDS);
            assertThat(runner.seen().allDestroyed()).as("destroyed").isGreaterThan(100);
            assertThat(runner.seen().allPurged()).as("proven gone").isGreaterThan(100);
            assertThat(runner.seen().allDeaths()).as("deaths").isGreaterThan(100);
            assertThat(runner.seen().allKeptByHolds()).as("kept by holds").isGreaterThan(50);
            TrailReport trail = runner.checkTrail();
            assertThat(trail.whole()).as("the trail is whole: %s", trail).isTrue();
        }
    }
}
