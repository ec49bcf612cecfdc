package dev.tenure.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What each of several ways took in each round. */
public final class Figures {

    private static final double MIB = 1 << 20;

    private final Map<String, List<Meter.Taken>> byWay = new LinkedHashMap<>();

    public void add(String way, Meter.Taken taken) {
        byWay.computeIfAbsent(way, first -> new ArrayList<>()).add(taken);
    }

    /** Bytes per second and processor time, with the speed beside the limit's; medians over the rounds. */
    public void print(PrintStream out, long bytes, String limit) {
        out.printf("  %-18s %10s %12s %12s %14s%n", "", "MiB/s", "of the limit", "CPU s/GiB", "live heap MiB");
        byWay.forEach((way, taken) -> out.printf(
                "  %-18s %10.0f %12s %12.2f %14d%n",
                way,
                median(taken, one -> bytes / MIB / one.seconds()),
                way.equals(limit) ? "" : "%.2f ×".formatted(ratio(way, limit)),
                median(taken, one -> one.cpuSeconds() / (bytes / MIB / 1024)),
                taken.stream().mapToLong(Meter.Taken::liveHeap).max().orElse(0) >> 20));
    }

    /** Things per second, with the speed beside the limit's; medians over the rounds. */
    public void printCounted(PrintStream out, String things, Map<String, Integer> counts, String limit) {
        out.printf("  %-22s %12s %14s%n", "", things + "/s", "× the limit");
        byWay.forEach((way, taken) -> out.printf(
                "  %-22s %12.0f %14s%n",
                way,
                median(taken, one -> counts.getOrDefault(way, 0) / one.seconds()),
                way.equals(limit)
                        ? ""
                        : "%.2f"
                                .formatted(ratio(way, limit)
                                        * counts.getOrDefault(way, 0)
                                        / counts.getOrDefault(limit, 1))));
    }

    /** How fast it was beside the limit in the same round. */
    private double ratio(String way, String limit) {
        List<Meter.Taken> mine = byWay.getOrDefault(way, List.of());
        List<Meter.Taken> theirs = byWay.getOrDefault(limit, List.of());
        return median(IntStream.range(0, Math.min(mine.size(), theirs.size()))
                .mapToDouble(i -> theirs.get(i).seconds() / mine.get(i).seconds())
                .toArray());
    }

    private static double median(List<Meter.Taken> taken, ToDoubleFunction<Meter.Taken> figure) {
        return median(taken.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
