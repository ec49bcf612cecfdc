package dev.tenure.benchmarks.transcode;

import com.sun.management.OperatingSystemMXBean;
import dev.tenure.benchmarks.Meter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a piece of work took, the processes it ran included.
 *
 * @param seconds wall time
 * @param cpuSeconds processor time of this program and of all processes that it started and that ended
 */
record Cost(double seconds, double cpuSeconds) {

    private static final Path STAT = Path.of("/proc/self/stat");

    /** The kernel counts in these steps for programs to read, whatever it counts in itself. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of the children's user and system time, counted behind the command's name, which may hold blanks. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    static Cost of(Meter.Work work) throws Exception {
        double cpu = cpu();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Cost(seconds, cpu() - cpu);
    }

    private static double cpu() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long children = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
        long own =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return children / TICKS_PER_SECOND + own / 1e9;
    }
}
