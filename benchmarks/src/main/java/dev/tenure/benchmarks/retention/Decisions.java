package dev.tenure.benchmarks.retention;

import dev.tenure.retention.Decision;
import dev.tenure.retention.rules.Retention;
import dev.tenure.retention.rules.RetentionFacts;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision. What is measured is found by name, in code that JMH makes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decisions {

    /** Each of them in turn. */
    @Param
    public Situation situation = Situation.NO_RULES;

    private RetentionFacts facts = Situation.NO_RULES.facts();

    @Setup
    public void gather() {
        facts = situation.facts();
    }

    /** From facts that are there. */
    @Benchmark
    public Decision decide() {
        return Retention.decide(facts);
    }

    /** As a sweep does for an item: its facts are put in order first. */
    @Benchmark
    public Decision gatherAndDecide() {
        return Retention.decide(situation.facts());
    }
}
