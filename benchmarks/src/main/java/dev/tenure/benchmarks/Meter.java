package dev.tenure.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Takes the time, the processor time of this process, and the heap that collections found in use. Servers run in processes of their own. */
public final class Meter {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final AtomicLong LIVE_HEAP = new AtomicLong();

    static {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((notice, handback) -> collected(notice.getUserData()), null, null);
        }
    }

    private static void collected(Object data) {
        long live =
                GarbageCollectionNotificationInfo.from((CompositeData) data)
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool ->
                                pool.getKey().contains("Gen") || pool.getKey().contains("Space"))
                        .filter(pool -> !pool.getKey().contains("Metaspace"))
                        .map(java.util.Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
        LIVE_HEAP.accumulateAndGet(live, Math::max);
    }

    private Meter() {}

    /** Work that may fail as it likes: a benchmark that fails has no figures. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * What one piece of work took.
     *
     * @param seconds wall time
     * @param cpuSeconds of all threads of this process
     * @param liveHeap the most bytes that a collection found in use; 0 where none happened
     */
    public record Taken(double seconds, double cpuSeconds, long liveHeap) {}

    public static Taken take(Work work) throws Exception {
        System.gc();
        LIVE_HEAP.set(0);
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Taken((System.nanoTime() - start) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9, LIVE_HEAP.get());
    }
}
