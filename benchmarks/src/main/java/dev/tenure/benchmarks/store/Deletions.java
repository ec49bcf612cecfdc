package dev.tenure.benchmarks.store;

import dev.tenure.benchmarks.Figures;
import dev.tenure.benchmarks.Meter;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.deletion.DeletionReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Deletion with proof, beside the raw loop of batches, the same in many threads, and the loop that deletes one by one. */
final class Deletions {

    private static final String RAW = "raw batches";
    private static final String PARALLEL = "raw in 8 threads";
    private static final String OURS = "with proof";
    private static final String SINGLE = "one by one";
    private static final int THREADS = 8;
    private static final byte[] CONTENT = Noise.bytes(1024);

    private final ObjectStore store;
    private final Scratch scratch;
    private final BareSdk bare;
    private final int rounds;
    private final PrintStream out;
    /** Of the last deletion with proof. */
    private long requests;

    Deletions(ObjectStore store, Scratch scratch, BareSdk bare, int rounds, PrintStream out) {
        this.store = store;
        this.scratch = scratch;
        this.bare = bare;
        this.rounds = rounds;
        this.out = out;
    }

    /** Deletes everything under a prefix and says how much that was. */
    @FunctionalInterface
    private interface Deleting {
        long delete(KeyPrefix prefix) throws Exception;
    }

    private record Way(String name, int count, Deleting deleting) {}

    void measure(int count) throws Exception {
        int few = Math.max(1, count / 10);
        // Every way warms up on as much.
        round(0, ways(few, few), new Figures());
        Figures figures = new Figures();
        for (int round = 0; round < rounds; round++) {
            round(round, ways(count, few), figures);
        }
        out.printf("%nDelete of %,d objects of 1 KiB (%,d one by one)%n", count, few);
        figures.printCounted(out, "objects", Map.of(RAW, count, PARALLEL, count, OURS, count, SINGLE, few), RAW);
        out.printf("  with proof: %.1f requests per 1,000 objects, listings included%n", requests * 1000.0 / count);
    }

    private List<Way> ways(int count, int single) {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way(RAW, count, prefix -> bare.deleteInBatches(prefix.value())));
        ways.add(new Way(PARALLEL, count, prefix -> bare.deleteInBatches(prefix.value(), THREADS)));
        ways.add(new Way(OURS, count, prefix -> {
            DeletionReport report = scratch.empty(prefix);
            requests = report.requests();
            return report.versions();
        }));
        ways.add(new Way(SINGLE, single, prefix -> bare.deleteOneByOne(prefix.value())));
        return ways;
    }

    /** Each way once, beginning with another one in each round. */
    private void round(int round, List<Way> ways, Figures figures) throws Exception {
        Collections.rotate(ways, round);
        for (Way way : ways) {
            KeyPrefix prefix =
                    new KeyPrefix(Scratch.DELETIONS.value() + way.name().replace(' ', '-') + "/");
            fill(prefix, way.count());
            figures.add(
                    way.name(),
                    Meter.take(() -> require(way.count(), way.deleting().delete(prefix))));
        }
    }

    private static void require(long wanted, long found) {
        if (wanted != found) {
            throw new IllegalStateException("deleted " + found + " instead of " + wanted);
        }
    }

    private void fill(KeyPrefix prefix, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ObjectKey key = new ObjectKey(prefix.value() + "o" + i);
                all.add(threads.submit(() -> store.put(key, CONTENT, "application/octet-stream", ObjectTags.none())));
            }
            for (Future<?> done : all) {
                done.get();
            }
        }
    }
}
