package dev.tenure.benchmarks.purge;

import dev.tenure.app.server.Server;
import dev.tenure.benchmarks.ingest.RequestCounter;
import dev.tenure.benchmarks.store.BareSdk;
import dev.tenure.catalog.AccountId;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.destruction.Destroyer;
import dev.tenure.retention.destruction.Sweep;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One destruction of each kind. */
final class Purge {

    /** As short as the proof allows to be seen: the default is minutes, in which nobody works. */
    static final Duration VERIFY_DELAY = Duration.ofMillis(200);

    private static final int PAGE = 5000;

    private Purge() {}

    /**
     * What one took.
     *
     * @param seconds from due to certified
     * @param keysGone seconds until everything was unreadable
     * @param remaining versions, markers and uploads that are still there
     */
    record Taken(double seconds, double keysGone, long requests, long remaining) {}

    static Taken raw(BareSdk bare, RequestCounter counter, Filling filling, int objects) throws Exception {
        KeyPrefix prefix = filling.raw(objects);
        counter.take();
        long start = System.nanoTime();
        long deleted = bare.deleteInBatches(prefix.value());
        double seconds = since(start);
        long requests = requests(counter);
        if (deleted != objects) {
            throw new IllegalStateException("the raw loop deleted " + deleted + " instead of " + objects);
        }
        return new Taken(seconds, 0, requests, remaining(filling.store(), prefix));
    }

    static Taken destroy(Server server, RequestCounter counter, Filling filling, int items, int objectsEach)
            throws Exception {
        AccountId account = filling.items(items, objectsEach);
        Sweep sweep = server.bean(Sweep.class);
        Destroyer destroyer = server.bean(Destroyer.class);
        counter.take();
        long start = System.nanoTime();
        int begun = sweep.run().destroyed().size();
        double keysGone = since(start);
        if (begun != items) {
            throw new IllegalStateException("the sweep took " + begun + " items instead of " + items);
        }
        int proven = destroyer.carryOn(PAGE);
        while (proven < items) {
            LockSupport.parkNanos(VERIFY_DELAY.toNanos() / 4);
            int more = destroyer.carryOn(PAGE);
            if (more == 0 && since(start) > 600) {
                throw new IllegalStateException(proven + " of " + items + " items are proven gone after ten minutes");
            }
            proven += more;
        }
        double seconds = since(start);
        long requests = requests(counter);
        filling.requireCertificates(account, items);
        return new Taken(seconds, keysGone, requests, remaining(filling.store(), new KeyPrefix(account + "/")));
    }

    private static long requests(RequestCounter counter) {
        return counter.take().values().stream().mapToLong(Integer::longValue).sum();
    }

    private static long remaining(ObjectStore store, KeyPrefix prefix) {
        return store.listVersions(prefix).size()
                + (long) store.listUploads(prefix).size();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
