package dev.tenure.benchmarks.purge;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.benchmarks.Quiet;
import dev.tenure.benchmarks.ingest.RequestCounter;
import dev.tenure.benchmarks.store.BareSdk;
import dev.tenure.benchmarks.store.StoreServer;
import dev.tenure.objectstore.ObjectStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures destruction. */
@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        description = {
            "Makes items due and destroys them: keys, every version of every object, two",
            "listings and a signed certificate for each; beside the raw loop of batch deletes",
            "over as many objects. On the server that TENURE_S3_ENDPOINT, _REGION, _BUCKET,",
            "_ACCESS_KEY and _SECRET_KEY name, else the embedded one; the bucket is this",
            "benchmark's own. Both are asked through the same counter of requests, and in turns;",
            "the median ratio of the rounds is printed."
        })
public final class PurgeCommand implements Callable<Integer> {

    /** The bars: of the raw loop's speed, and requests per 1,000 objects. */
    private static final double OF_RAW = 0.85;

    private static final double REQUESTS = 3;

    /** Nothing but what is measured runs, and nothing asks a person. */
    private static final List<String> SETTINGS = Quiet.with(
            "--tenure.brakes.fewest=1000000000",
            "--tenure.retention.skew-bound=0s",
            "--tenure.retention.verify-delay=" + Purge.VERIFY_DELAY.toMillis() + "ms");

    /** How objects are spread over items. */
    enum Shape {
        /** Few items of a thousand objects. */
        LARGE(1000),
        /** Many items of two objects. */
        SMALL(2);

        private final int objects;

        Shape(int objects) {
            this.objects = objects;
        }
    }

    @Option(
            names = "--objects",
            defaultValue = "20000",
            description = "of 1 KiB in each round (default: ${DEFAULT-VALUE})")
    private int count = 20_000;

    @Option(names = "--rounds", defaultValue = "3", description = "repetitions (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}")
    private Set<Shape> only = EnumSet.allOf(Shape.class);

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("tenure-bench-purge");
        try (StoreServer near = StoreServer.of(System.getenv());
                RequestCounter counter = new RequestCounter(URI.create(near.endpoint()))) {
            StoreServer counted = near.through(counter.entrance());
            out.println("On " + near.name() + ", " + Runtime.getRuntime().availableProcessors()
                    + " processors for store, database and program together, " + rounds + " rounds");
            try (Server server = Server.start(new ServerOptions(data, true, SETTINGS), environment(counted));
                    BareSdk bare = BareSdk.forDeletion(
                            counted, server.bean(ObjectStore.class).features())) {
                for (Shape shape : only) {
                    measure(shape, server, bare, counter);
                }
            }
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        return 0;
    }

    private static Map<String, String> environment(StoreServer store) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("TENURE_S3_ENDPOINT", store.endpoint());
        environment.put("TENURE_S3_REGION", store.region());
        environment.put("TENURE_S3_BUCKET", store.bucket());
        environment.put("TENURE_S3_ACCESS_KEY", store.accessKey());
        environment.put("TENURE_S3_SECRET_KEY", store.secretKey());
        return environment;
    }

    private void measure(Shape shape, Server server, BareSdk bare, RequestCounter counter) throws Exception {
        Filling filling = new Filling(server);
        int items = Math.max(1, count / shape.objects);
        int objects = items * shape.objects;
        // Both ways warm up on some of it.
        Purge.raw(bare, counter, filling, Math.max(1, objects / 10));
        Purge.destroy(server, counter, filling, Math.max(1, items / 10), shape.objects);
        List<Purge.Taken> raw = new ArrayList<>();
        List<Purge.Taken> ours = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                raw.add(Purge.raw(bare, counter, filling, objects));
            }
            ours.add(Purge.destroy(server, counter, filling, items, shape.objects));
            if (round % 2 == 1) {
                raw.add(Purge.raw(bare, counter, filling, objects));
            }
        }
        out.printf("%n%,d objects of 1 KiB, %,d items of %d%n", objects, items, shape.objects);
        out.printf("  %-22s %10s %22s %12s%n", "", "objects/s", "requests per 1,000", "remaining");
        print("raw batches", raw, objects);
        print("sweep to certificates", ours, objects);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ratios.add(raw.get(i).seconds() / ours.get(i).seconds());
        }
        double ratio = median(ratios);
        double requests = ours.getLast().requests() * 1000.0 / objects;
        double unreadable = median(ours.stream().map(Purge.Taken::keysGone).toList());
        boolean nothing = ours.stream().allMatch(taken -> taken.remaining() == 0);
        out.printf(
                "  %.2f × the raw loop (bar %.2f: %s), %.1f requests (bar %.0f: %s), nothing remains: %s%n",
                ratio,
                OF_RAW,
                ratio >= OF_RAW ? "met" : "MISSED",
                requests,
                REQUESTS,
                requests <= REQUESTS ? "met" : "MISSED",
                nothing ? "met" : "MISSED");
        out.printf(
                "  all unreadable after %.2f s; counted are the sweep, deletion, %d ms between two listings, and certificates%n",
                unreadable, Purge.VERIFY_DELAY.toMillis());
    }

    private void print(String name, List<Purge.Taken> taken, int objects) {
        out.printf(
                "  %-22s %10.0f %22.1f %12d%n",
                name,
                objects / median(taken.stream().map(Purge.Taken::seconds).toList()),
                taken.getLast().requests() * 1000.0 / objects,
                taken.stream().mapToLong(Purge.Taken::remaining).sum());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.get(sorted.size() / 2);
    }
}
