package dev.tenure.retention.rules;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on many random cases; a failure names the seed that repeats it alone. */
final class Seeded {

    private Seeded() {}

    static void forEach(int cases, Consumer<Random> property) {
        for (long seed = 0; seed < cases; seed++) {
            try {
                property.accept(new Random(seed * 0x9E3779B97F4A7C15L));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("fails for seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
