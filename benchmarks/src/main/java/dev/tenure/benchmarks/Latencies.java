package dev.tenure.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long each of many requests took, in milliseconds. */
public final class Latencies {

    private final List<Double> millis = new ArrayList<>();

    public void take(Meter.Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        millis.add((System.nanoTime() - start) / 1e6);
    }

    public boolean none() {
        return millis.isEmpty();
    }

    /** The time that this share of the requests did not exceed. */
    public double quantile(double share) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.clamp((int) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
