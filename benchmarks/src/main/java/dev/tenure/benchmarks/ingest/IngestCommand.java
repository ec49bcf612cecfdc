package dev.tenure.benchmarks.ingest;

import dev.tenure.benchmarks.store.Noise;
import dev.tenure.benchmarks.store.StoreServer;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures uploads. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Measures uploads over HTTP into a server in a process of its own, hash and seal",
            "on, beside the bare SDK and presigned puts into the same store: the one that",
            "TENURE_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY and _SECRET_KEY name, else the",
            "embedded one. The bucket must be empty, and is emptied again and again.",
            "Ratios are taken round by round; their median is printed.",
            "Sizes are binary throughout: KB is 1024 bytes, 1GB is 1 GiB."
        })
public final class IngestCommand implements Callable<Integer> {

    /** What can be measured. */
    enum Subject {
        LARGE,
        SMALL,
        REQUESTS,
        MEMORY,
        RESUME
    }

    @Option(names = "--files", defaultValue = "16", description = "large files (default: ${DEFAULT-VALUE})")
    private int files = 16;

    @Option(names = "--size", defaultValue = "64MB", description = "of each (default: ${DEFAULT-VALUE})")
    private String size = "64MB";

    @Option(names = "--at-once", defaultValue = "4", description = "of them (default: ${DEFAULT-VALUE})")
    private int atOnce = 4;

    @Option(names = "--count", defaultValue = "300", description = "small files of 1 MiB (default: ${DEFAULT-VALUE})")
    private int count = 300;

    @Option(
            names = "--idle",
            defaultValue = "1000",
            description = "uploads that send nothing (default: ${DEFAULT-VALUE})")
    private int idle = 1000;

    @Option(names = "--rounds", defaultValue = "3", description = "repetitions (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "seconds that each way runs unmeasured first (default: ${DEFAULT-VALUE})")
    private int warmUp = 20;

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}")
    private Set<Subject> only = EnumSet.allOf(Subject.class);

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        byte[] large = Noise.film(Math.toIntExact(DataSize.parse(size).toBytes()));
        try (StoreServer near = StoreServer.of(System.getenv());
                ObjectStore bucket = S3Stores.open(near.settings())) {
            bucket.ensureBucket();
            S3Settings store = near.settings();
            URI endpoint = URI.create(near.endpoint());
            out.println(
                    "On " + near.name() + ", " + Runtime.getRuntime().availableProcessors() + " processors for store,"
                            + " server, database and clients together, heap "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB each, " + rounds + " rounds");
            // Looked at before the server starts, which writes the head of its trail there.
            if (!empty(store)) {
                System.err.println("bench ingest: there is something in the bucket " + store.bucket()
                        + ", and it would be deleted; name an empty one in TENURE_S3_BUCKET");
                return 2;
            }
            try (MeasuredServer server = MeasuredServer.start(store, endpoint);
                    DirectLine direct = new DirectLine(store)) {
                TusLine tus = new TusLine(server.address(), server.token());
                tus.prepare();
                Throughput throughput = new Throughput(server, tus, direct, Duration.ofSeconds(warmUp), rounds, out);
                if (only.contains(Subject.LARGE)) {
                    throughput.large(files, large, atOnce);
                }
                if (only.contains(Subject.SMALL)) {
                    throughput.small(count, Noise.film(1 << 20), 8);
                }
                if (only.contains(Subject.RESUME)) {
                    new Resuming(tus, out).measure(large);
                }
            }
            if (only.contains(Subject.REQUESTS)) {
                try (RequestCounter counter = new RequestCounter(endpoint);
                        MeasuredServer server = MeasuredServer.start(store, counter.entrance())) {
                    TusLine tus = new TusLine(server.address(), server.token());
                    tus.prepare();
                    new Requests(counter, tus, out).measure(large);
                }
            }
            if (only.contains(Subject.MEMORY)) {
                try (MeasuredServer server = MeasuredServer.start(store, endpoint)) {
                    TusLine tus = new TusLine(server.address(), server.token());
                    tus.prepare();
                    new Memory(server, tus, out).measure(idle, large);
                }
            }
        }
        return 0;
    }

    private static boolean empty(S3Settings store) {
        try (DirectLine direct = new DirectLine(store)) {
            return direct.findsNothing();
        }
    }
}
