package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Takes leases in the name of this process and keeps them alive with one daemon thread. */
final class Leases implements AutoCloseable {

    private static final int RANDOM_BYTES = 8;

    private final Items items;
    private final Duration lifetime;
    private final String owner;
    private final ScheduledExecutorService timer;

    Leases(Items items, Duration lifetime) {
        this.items = items;
        this.lifetime = lifetime;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        // A process id alone is neither unique among machines nor in time.
        this.owner = "transcode-" + ProcessHandle.current().pid() + "-"
                + HexFormat.of().formatHex(random);
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("transcode-lease").daemon().factory());
        threads.setRemoveOnCancelPolicy(true);
        this.timer = threads;
    }

    /** A lease on the item, not yet taken. */
    Lease of(ItemId item) {
        return new Lease(items, item, owner, lifetime, timer);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
