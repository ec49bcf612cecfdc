package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.doctor.StoreDoctor;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.sealing.SealedTransfers;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the object store. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Measures sealed transfers and deletion beside the bare SDK, on the server that",
            "TENURE_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY and _SECRET_KEY name, else on",
            "the embedded one; without keys, the SDK's own chain of credentials is asked.",
            "Ratios are taken round by round; their median is printed. What lies under bench/",
            "and bench-delete/ in the bucket is deleted before and after.",
            "Sizes are binary throughout: KB is 1024 bytes, 1GB is 1 GiB."
        })
public final class StoreCommand implements Callable<Integer> {

    /** Parts that go side by side, as many as the default budget of one transfer holds. */
    private static final int SIDE_BY_SIDE = 7;

    /** What can be measured. */
    enum Subject {
        LARGE,
        SMALL,
        DELETE,
        PARTS
    }

    @Option(
            names = "--size",
            defaultValue = "1GB",
            description = "of the large object; 1GB is 1 GiB (default: ${DEFAULT-VALUE})")
    private String size = "1GB";

    @Option(names = "--count", defaultValue = "10000", description = "of small objects (default: ${DEFAULT-VALUE})")
    private int count = 10_000;

    @Option(
            names = "--small",
            defaultValue = "100KB",
            description = "size of each; 100KB is 100 KiB (default: ${DEFAULT-VALUE})")
    private String small = "100KB";

    @Option(names = "--rounds", defaultValue = "3", description = "repetitions (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--away",
            defaultValue = "0",
            description = "milliseconds to the server, one way, in addition (default: ${DEFAULT-VALUE})")
    private long away;

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}")
    private Set<Subject> only = EnumSet.allOf(Subject.class);

    @Override
    public Integer call() throws Exception {
        DataSize large = DataSize.parse(size);
        DataSize each = DataSize.parse(small);
        try (StoreServer near = StoreServer.of(System.getenv());
                StoreServer server = near.away(Duration.ofMillis(away));
                ObjectStore store = S3Stores.open(server.settings())) {
            store.ensureBucket();
            store.adapt(new StoreDoctor(server.settings(), server.name(), InstantSource.system())
                    .examine(store.features())
                    .features());
            PartCosts.warmUp();
            TransferBudget budget = new TransferBudget(64 << 20, 192 << 20);
            try (Scratch scratch = new Scratch(store);
                    SideBySide requests = new SideBySide(SIDE_BY_SIDE);
                    BareSdk bare = new BareSdk(server, store.features(), requests)) {
                Unsealed unsealed = new Unsealed(store, requests);
                Sealed sealed = new Sealed(new SealedTransfers(store, budget));
                System.out.println(
                        "On " + server + ", " + Runtime.getRuntime().availableProcessors() + " processors, heap "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, " + rounds + " rounds");
                Transfers transfers = new Transfers(scratch, bare, unsealed, sealed, rounds, System.out);
                if (only.contains(Subject.PARTS)) {
                    new PartCosts(System.out).print();
                }
                if (only.contains(Subject.LARGE)) {
                    transfers.large(large.toBytes());
                }
                if (only.contains(Subject.SMALL)) {
                    transfers.small(count, Math.toIntExact(each.toBytes()));
                }
                if (only.contains(Subject.DELETE)) {
                    new Deletions(store, scratch, bare, rounds, System.out).measure(count);
                }
            }
        }
        return 0;
    }
}
