package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A runner that finds nothing may be blind: here it has to find what is wrong, say which rule is broken, and show it in a few commands. */
class PlantedDefectsIT {

    private static final int COMMANDS = 60;
    private static final int SEEDS = 20;

    private static Runner runner;

    @BeforeAll
    static void begin() throws Exception {
        runner = new Runner();
    }

    @AfterAll
    static void end() throws Exception {
        runner.close();
    }

    private static Runner.Failure found(Consumer<Ground> defect) {
        runner.plant(defect);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Runner.Failure> failure = runner.run(Generator.history(seed, COMMANDS));
            if (failure.isPresent()) {
                return runner.shrunk(failure.get());
            }
        }
        throw new AssertionError("nothing was found in %d histories".formatted(SEEDS));
    }

    /** As if the veto were no fact of the item but a copy that gets lost. */
    @Test
    void findsHoldsThatKeepNothing() {
        Runner.Failure failure = found(ground -> ground.slate().forgetHolds());
        assertThat(failure.rule()).startsWith("I1 ");
        assertThat(failure.history().commands())
                .hasSizeLessThanOrEqualTo(4)
                .hasAtLeastOneElementOfType(Command.Hold.class);
    }

    /** Answers that versions are gone and lists none: what is left is seen in the bucket itself. */
    @Test
    void findsAStoreThatOnlySaysThatItDeletes() {
        Runner.Failure failure = found(ground -> ground.bucket().onlySayThatItDeletes());
        assertThat(failure.rule()).startsWith("I2 ");
        assertThat(failure.history().commands())
                .hasSizeLessThanOrEqualTo(6)
                .hasAtLeastOneElementOfType(Command.Ingest.class);
    }

    @Test
    void findsDestructionsThatNoSweepBegan() {
        Runner.Failure failure = found(ground -> ground.slate().destroyWithoutASweep());
        assertThat(failure.rule()).startsWith("I5 ");
        assertThat(failure.history().commands()).hasSizeLessThanOrEqualTo(3);
    }
}
