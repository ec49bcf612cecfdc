package dev.tenure.benchmarks.store;

import dev.tenure.benchmarks.Figures;
import dev.tenure.benchmarks.Meter;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.DeletionReport;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Deletion with proof, beside the raw loop of batches and the loop that deletes one by one. */
final class Deletions {

    private static final String RAW = "raw batches";
    private static final String OURS = "with proof";
    private static final String SINGLE = "one by one";
    private static final int THREADS = 8;
    private static final byte[] CONTENT = Noise.bytes(1024);

    private final ObjectStore store;
    private final BareSdk bare;
    private final int rounds;
    private final PrintStream out;

    Deletions(ObjectStore store, BareSdk bare, int rounds, PrintStream out) {
        this.store = store;
        this.bare = bare;
        this.rounds = rounds;
        this.out = out;
    }

    void measure(int count) throws Exception {
        int few = Math.max(1, count / 10);
        Figures figures = new Figures();
        long requests = 0;
        fill("bench-delete/warm", few);
        prove("bench-delete/warm", few);
        for (int round = 0; round < rounds; round++) {
            String raw = "bench-delete/raw-" + round;
            String ours = "bench-delete/ours-" + round;
            String single = "bench-delete/single-" + round;
            fill(raw, count);
            fill(ours, count);
            fill(single, few);
            long[] asked = new long[1];
            Runnable[] order = {
                () -> figures.add(RAW, taken(() -> require(count, bare.deleteInBatches(raw + "/")))),
                () -> figures.add(
                        OURS, taken(() -> asked[0] = prove(ours, count).requests())),
                () -> figures.add(SINGLE, taken(() -> require(few, bare.deleteOneByOne(single + "/"))))
            };
            for (int i = 0; i < order.length; i++) {
                order[(i + round) % order.length].run();
            }
            requests = asked[0];
        }
        out.printf("%nDelete of %,d objects of 1 KiB (%,d one by one)%n", count, few);
        figures.printCounted(out, "objects", Map.of(RAW, count, OURS, count, SINGLE, few), RAW);
        out.printf("  with proof: %.1f requests per 1,000 objects, listings included%n", requests * 1000.0 / count);
    }

    private static Meter.Taken taken(Meter.Work work) {
        try {
            return Meter.take(work);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(long wanted, long found) {
        if (wanted != found) {
            throw new IllegalStateException("deleted " + found + " instead of " + wanted);
        }
    }

    private DeletionReport prove(String prefix, int count) {
        DeletionReport report = new PrefixDeletion(store, DeletionLimits.usual())
                .delete(new KeyPrefix(prefix + "/"), List.of(), versions -> {});
        require(count, report.versions());
        if (!report.empty()) {
            throw new IllegalStateException("not empty: " + report.refused());
        }
        return report;
    }

    private void fill(String prefix, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ObjectKey key = new ObjectKey(prefix + "/o" + i);
                all.add(threads.submit(() -> store.put(key, CONTENT, "application/octet-stream", ObjectTags.none())));
            }
            for (Future<?> done : all) {
                done.get();
            }
        }
    }
}
