package dev.tenure.benchmarks.retention;

import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.runner.options.WarmupMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the decision about an item, by JMH. In this very process, which does nothing else: a process of JMH's own would not find the libraries inside the
 * program's jar. All is warmed up before anything is measured, so that the compiler has seen every situation, as in a sweep it has.
 */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long it takes to decide when an item goes, without any database,",
            "for items that little or much is said of."
        })
public final class DecideCommand implements Callable<Integer> {

    /** The bar: a few microseconds for an item of which a great deal is said. */
    private static final double BAR_NANOS = 5_000;

    @Option(names = "--warmups", defaultValue = "5", description = "of a second each (default: ${DEFAULT-VALUE})")
    private int warmups = 5;

    @Option(names = "--rounds", defaultValue = "10", description = "of a second each (default: ${DEFAULT-VALUE})")
    private int rounds = 10;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + Decisions.class.getName().replace(".", "\\.") + "\\.")
                        .forks(0)
                        .threads(1)
                        .warmupMode(WarmupMode.BULK)
                        .warmupIterations(warmups)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(rounds)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        out.printf("  %-46s %10s %10s %10s%n", "in nanoseconds", "decide", "± 99.9 %", "the bar");
        print(results, "decide");
        out.printf("%n  %-46s%n", "facts put in order first, as in a sweep");
        print(results, "gatherAndDecide");
        return 0;
    }

    private void print(Collection<RunResult> results, String method) {
        for (Situation situation : Situation.values()) {
            results.stream()
                    .filter(one -> one.getParams().getBenchmark().endsWith("." + method))
                    .filter(one -> situation.name().equals(one.getParams().getParam("situation")))
                    .map(RunResult::getPrimaryResult)
                    .forEach(result -> print(situation, result));
        }
    }

    private void print(Situation situation, Result<?> result) {
        out.printf(
                "  %-46s %10.0f %10.0f %10s%n",
                situation.words(),
                result.getScore(),
                result.getScoreError(),
                result.getScore() <= BAR_NANOS ? "met" : "MISSED");
    }
}
