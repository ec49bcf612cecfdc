package dev.tenure.benchmarks.store;

import dev.tenure.benchmarks.Figures;
import dev.tenure.benchmarks.Meter;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts and gets, each way in each round, beginning with another one each time. */
final class Transfers {

    private static final KeyPrefix SCRATCH = new KeyPrefix("bench/");
    /** Small objects are moved by so many threads, as a busy server has them. */
    private static final int THREADS = 8;

    private final ObjectStore store;
    private final List<Way> ways;
    private final int rounds;
    private final PrintStream out;
    private int names;

    Transfers(ObjectStore store, Way bare, Way unsealed, Way sealed, int rounds, PrintStream out) {
        this.store = store;
        this.ways = List.of(bare, unsealed, sealed);
        this.rounds = rounds;
        this.out = out;
    }

    void large(long size) throws Exception {
        Figures puts = new Figures();
        Figures gets = new Figures();
        // Compilers and connections warm up on a tenth of it.
        for (Way way : ways) {
            String key = fresh();
            way.putLarge(key, size / 10);
            way.getLarge(key, size / 10);
        }
        for (int round = 0; round < rounds; round++) {
            for (Way way : order(round)) {
                String key = fresh();
                puts.add(way.name(), Meter.take(() -> way.putLarge(key, size)));
                gets.add(way.name(), Meter.take(() -> way.getLarge(key, size)));
                clean();
            }
        }
        out.printf("%nPut of %,d MB, one object%n", size / 1_000_000);
        puts.print(out, size, "bare SDK");
        out.printf("%nGet of the same%n");
        gets.print(out, size, "bare SDK");
    }

    void small(int count, int size) throws Exception {
        Figures puts = new Figures();
        Figures gets = new Figures();
        for (Way way : ways) {
            many(count / 10, fresh(), key -> way.putSmall(key, size));
        }
        clean();
        for (int round = 0; round < rounds; round++) {
            for (Way way : order(round)) {
                String prefix = fresh();
                puts.add(way.name(), Meter.take(() -> many(count, prefix, key -> way.putSmall(key, size))));
                gets.add(way.name(), Meter.take(() -> many(count, prefix, key -> way.getSmall(key, size))));
                clean();
            }
        }
        out.printf("%nPut of %,d × %,d kB, %d threads%n", count, size / 1000, THREADS);
        puts.print(out, (long) count * size, "bare SDK");
        out.printf("%nGet of the same%n");
        gets.print(out, (long) count * size, "bare SDK");
    }

    @FunctionalInterface
    private interface One {
        void move(String key) throws Exception;
    }

    private static void many(int count, String prefix, One one) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        one.move(prefix + "/" + i);
                    }
                    return null;
                }));
            }
            for (Future<?> done : all) {
                done.get();
            }
        }
    }

    private List<Way> order(int round) {
        List<Way> order = new ArrayList<>(ways);
        java.util.Collections.rotate(order, round);
        return order;
    }

    private String fresh() {
        return SCRATCH.value() + "o" + names++;
    }

    private void clean() {
        new PrefixDeletion(store, DeletionLimits.usual()).delete(SCRATCH, List.of(), versions -> {});
    }
}
