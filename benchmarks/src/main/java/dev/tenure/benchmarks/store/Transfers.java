package dev.tenure.benchmarks.store;

import dev.tenure.benchmarks.Figures;
import dev.tenure.benchmarks.Meter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts and gets, each way in each round, beginning with another one each time. */
final class Transfers {

    private static final String LIMIT = "bare SDK";
    private static final String ONE_GET = "bare SDK, one GET";
    /** Small objects are moved by so many threads, as a busy server has them. */
    private static final int THREADS = 8;

    private final Scratch scratch;
    private final BareSdk bare;
    private final List<Way> ways;
    private final int rounds;
    private final PrintStream out;
    private int names;

    Transfers(Scratch scratch, BareSdk bare, Unsealed unsealed, Sealed sealed, int rounds, PrintStream out) {
        this.scratch = scratch;
        this.bare = bare;
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
            if (way == bare) {
                bare.getInOne(key, size / 10);
            }
        }
        clean();
        for (int round = 0; round < rounds; round++) {
            for (Way way : order(round)) {
                String key = fresh();
                puts.add(way.name(), Meter.take(() -> way.putLarge(key, size)));
                gets.add(way.name(), Meter.take(() -> way.getLarge(key, size)));
                if (way == bare) {
                    gets.add(ONE_GET, Meter.take(() -> bare.getInOne(key, size)));
                }
                clean();
            }
        }
        out.printf("%nPut of %,d MiB, one object%n", size >> 20);
        puts.print(out, size, LIMIT);
        out.printf("%nGet of the same%n");
        gets.print(out, size, LIMIT);
    }

    void small(int count, int size) throws Exception {
        Figures puts = new Figures();
        Figures gets = new Figures();
        int few = Math.max(1, count / 10);
        for (Way way : ways) {
            String prefix = fresh();
            many(few, prefix, key -> way.putSmall(key, size));
            many(few, prefix, key -> way.getSmall(key, size));
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
        out.printf("%nPut of %,d × %,d KiB, %d threads%n", count, size >> 10, THREADS);
        puts.print(out, (long) count * size, LIMIT);
        out.printf("%nGet of the same%n");
        gets.print(out, (long) count * size, LIMIT);
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
        return Scratch.TRANSFERS.value() + "o" + names++;
    }

    private void clean() {
        scratch.empty(Scratch.TRANSFERS);
    }
}
