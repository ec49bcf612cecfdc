package dev.tenure.benchmarks.ingest;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes and files per second, each way in each round, beginning with another one each time. */
final class Throughput {

    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final String PRESIGNED = "presigned PUT";
    private static final String SDK = "bare SDK loop";
    private static final String TUS = "tus, one PATCH";
    private static final String TUS_WITH = "tus, with the POST";

    private final MeasuredServer server;
    private final TusLine tus;
    private final DirectLine direct;
    private final Duration warmUp;
    private final int rounds;
    private final PrintStream out;
    private int names;

    Throughput(MeasuredServer server, TusLine tus, DirectLine direct, Duration warmUp, int rounds, PrintStream out) {
        this.server = server;
        this.tus = tus;
        this.direct = direct;
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.out = out;
    }

    /** Sends one file. */
    @FunctionalInterface
    private interface Way {
        void send(byte[] bytes) throws Exception;
    }

    /** What one way took in one round. */
    private record Taken(double seconds, double cpu, double cpuWithDatabase, double medianMillis) {}

    private Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(PRESIGNED, bytes -> direct.putPresigned(fresh(), bytes));
        ways.put(SDK, bytes -> direct.putBySdk(fresh(), bytes));
        ways.put(TUS, bytes -> tus.append(tus.create(bytes.length), 0, bytes));
        ways.put(TUS_WITH, tus::createWithAll);
        return ways;
    }

    private synchronized String fresh() {
        return "bench-ingest/o" + names++;
    }

    void large(int files, byte[] file, int atOnce) throws Exception {
        Map<String, List<Taken>> taken = measure(files, file, atOnce);
        double bytes = (double) files * file.length;
        out.printf("%n%d × %,d MiB, %d at a time%n", files, file.length >> 20, atOnce);
        out.printf(
                "  %-20s %8s %12s %12s %14s %16s%n",
                "", "MiB/s", "× presigned", "× bare SDK", "CPU s/GiB", "with PostgreSQL");
        taken.forEach((way, rounds) -> out.printf(
                "  %-20s %8.0f %12.2f %12.2f %14s %16s%n",
                way,
                median(rounds.stream().mapToDouble(one -> bytes / MIB / one.seconds)),
                ratio(taken, way, PRESIGNED),
                ratio(taken, way, SDK),
                ours(way, rounds.stream().mapToDouble(one -> one.cpu / (bytes / GIB))),
                ours(way, rounds.stream().mapToDouble(one -> one.cpuWithDatabase / (bytes / GIB)))));
        out.println("  bar: >= 0.6 × presigned PUT; server <= 3.5 CPU s/GB");
    }

    void small(int files, byte[] file, int atOnce) throws Exception {
        Map<String, List<Taken>> taken = measure(files, file, atOnce);
        out.printf("%n%d × %,d KiB, %d at a time%n", files, file.length >> 10, atOnce);
        out.printf(
                "  %-20s %8s %12s %12s %10s %18s%n",
                "", "files/s", "× presigned", "× bare SDK", "p50 ms", "CPU ms per file");
        taken.forEach((way, rounds) -> out.printf(
                "  %-20s %8.0f %12.2f %12.2f %10.0f %18s%n",
                way,
                median(rounds.stream().mapToDouble(one -> files / one.seconds)),
                ratio(taken, way, PRESIGNED),
                ratio(taken, way, SDK),
                median(rounds.stream().mapToDouble(Taken::medianMillis)),
                ours(way, rounds.stream().mapToDouble(one -> one.cpu * 1000 / files))));
        out.println("  bar: >= 60 files/s, p50 <= 130 ms");
    }

    private Map<String, List<Taken>> measure(int files, byte[] file, int atOnce) throws Exception {
        Map<String, List<Taken>> taken = new LinkedHashMap<>();
        Map<String, Way> ways = ways();
        for (Way way : ways.values()) {
            warmUp(way, files, file, atOnce);
        }
        List<String> order = new ArrayList<>(ways.keySet());
        order.forEach(way -> taken.put(way, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (String way : order) {
                taken.getOrDefault(way, List.of()).add(run(ways.getOrDefault(way, bytes -> {}), files, file, atOnce));
            }
            Collections.rotate(order, 1);
        }
        return taken;
    }

    /** What the compiler of the virtual machine does in a server's first minute is not what it costs. */
    private void warmUp(Way way, int files, byte[] file, int atOnce) throws Exception {
        double seconds = 0;
        while (seconds < warmUp.toSeconds()) {
            seconds += run(way, files, file, atOnce).seconds;
        }
    }

    private Taken run(Way way, int files, byte[] file, int atOnce) throws Exception {
        direct.clear();
        System.gc();
        AtomicInteger next = new AtomicInteger();
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        double cpu = server.cpuSeconds();
        double all = server.cpuSecondsWithDatabase();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> lines = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                lines.add(threads.submit(() -> {
                    while (next.getAndIncrement() < files) {
                        long from = System.nanoTime();
                        way.send(file);
                        millis.add((System.nanoTime() - from) / 1e6);
                    }
                    return null;
                }));
            }
            for (Future<?> line : lines) {
                line.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Taken(
                seconds,
                server.cpuSeconds() - cpu,
                server.cpuSecondsWithDatabase() - all,
                median(millis.stream().mapToDouble(Double::doubleValue)));
    }

    private static String ours(String way, java.util.stream.DoubleStream figure) {
        return way.startsWith("tus") ? "%.1f".formatted(median(figure)) : "";
    }

    private static double ratio(Map<String, List<Taken>> taken, String way, String limit) {
        List<Taken> mine = taken.getOrDefault(way, List.of());
        List<Taken> theirs = taken.getOrDefault(limit, List.of());
        return median(java.util.stream.IntStream.range(0, mine.size())
                .mapToDouble(i -> theirs.get(i).seconds / mine.get(i).seconds));
    }

    static double median(java.util.stream.DoubleStream values) {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
