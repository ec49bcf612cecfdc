package dev.tenure.benchmarks.ingest;

import java.io.PrintStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Resident memory of the server while many send at once, and while many send nothing. */
final class Memory {

    private static final int BUSY = 100;

    /** What an idle upload brought before it fell silent: more than is held without being counted. */
    private static final int BROUGHT = 100_000;

    private final MeasuredServer server;
    private final TusLine tus;
    private final PrintStream out;
    private volatile boolean watching = true;
    private volatile long most;

    Memory(MeasuredServer server, TusLine tus, PrintStream out) {
        this.server = server;
        this.tus = tus;
        this.out = out;
    }

    void measure(int idle, byte[] large) throws Exception {
        for (int i = 0; i < 50; i++) {
            tus.createWithAll(Arrays.copyOf(large, 1 << 20));
        }
        tus.append(tus.create(large.length), 0, large);
        long before = server.residentBytes();
        out.printf("%nMemory of the server, resident; %d MiB once it was warm%n", before >> 20);
        byte[] file = Arrays.copyOf(large, 20 << 20);
        long busy = watched(() -> {
            try (ExecutorService threads = Executors.newFixedThreadPool(BUSY)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < BUSY; i++) {
                    all.add(threads.submit(() -> {
                        tus.appendByHand(tus.create(file.length), file);
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
        });
        out.printf(
                "  %d uploads of %d MiB at once: + %d MiB at most  bar: <= 256%n",
                BUSY, file.length >> 20, (busy - before) >> 20);
        List<Socket> lines = new ArrayList<>();
        try {
            long silent = watched(() -> {
                for (int i = 0; i < idle; i++) {
                    lines.add(tus.begin(tus.create(file.length), file.length, file, BROUGHT));
                }
                long from = System.nanoTime();
                tus.append(tus.create(large.length), 0, large);
                out.printf(
                        "  one of %d MiB beside %d that are idle: %.1f s%n",
                        large.length >> 20, idle, (System.nanoTime() - from) / 1e9);
            });
            out.printf(
                    "  %d uploads that brought %d KiB and are idle: + %d MiB at most  bar: bounded%n",
                    idle, BROUGHT >> 10, (silent - before) >> 20);
        } finally {
            for (Socket line : lines) {
                line.close();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** The most that the server held while this ran. */
    private long watched(Work work) throws Exception {
        most = server.residentBytes();
        watching = true;
        try (ExecutorService watcher = Executors.newSingleThreadExecutor()) {
            Future<?> watch = watcher.submit(() -> {
                while (watching) {
                    most = Math.max(most, server.residentBytes());
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                return null;
            });
            try {
                work.run();
            } finally {
                watching = false;
            }
            watch.get();
        }
        return most;
    }
}
