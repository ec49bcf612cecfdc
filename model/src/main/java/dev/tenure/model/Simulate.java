package dev.tenure.model;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenure simulate}: histories for as long as anybody likes. */
@Command(
        name = "tenure simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Draws histories of commands, carries them out on an embedded database and a bucket in memory",
            "that fail, and looks after each command for what must never be. Ends with 0 when all is well,",
            "else with 1, the seed, and a shorter history in which the same goes wrong."
        })
public final class Simulate implements Callable<Integer> {

    @Option(names = "--seeds", defaultValue = "50", description = "histories to draw (default: ${DEFAULT-VALUE})")
    private int seeds = 50;

    @Option(
            names = "--seed",
            description = "the first seed; each further history has the next one (default: by chance)")
    private @Nullable Long seed;

    @Option(names = "--steps", defaultValue = "200", description = "commands of a history (default: ${DEFAULT-VALUE})")
    private int steps = 200;

    private Simulate() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        // Warnings about a store that fails are what a history is made of.
        LoggingSystem.get(Simulate.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        long first = seed == null ? Math.floorMod(System.nanoTime(), 1_000_000_000L) : seed;
        long began = System.nanoTime();
        try (Runner runner = new Runner()) {
            for (long next = first; next < first + seeds; next++) {
                Optional<Runner.Failure> failure = runner.run(Generator.history(next, steps));
                if (failure.isPresent()) {
                    System.out.printf(
                            "Seed %d, %d steps: %s%n",
                            next, steps, failure.get().violations().getFirst());
                    System.out.println("It is made shorter…");
                    System.out.print(runner.shrunk(failure.get()).text());
                    return 1;
                }
            }
            System.out.printf(
                    "%,d histories of %d commands from seed %d: nothing that must never be, in %.0f s; the trail is %s%n%s%n",
                    seeds,
                    steps,
                    first,
                    (System.nanoTime() - began) / 1e9,
                    runner.checkTrail().whole() ? "whole" : "BROKEN",
                    runner.seen());
        }
        return 0;
    }
}
