package dev.tenure.benchmarks.ingest;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;

/** What one upload asks of the store. */
final class Requests {

    private static final int PART = 8 << 20;

    private final RequestCounter counter;
    private final TusLine tus;
    private final PrintStream out;

    Requests(RequestCounter counter, TusLine tus, PrintStream out) {
        this.counter = counter;
        this.tus = tus;
        this.out = out;
    }

    void measure(byte[] large) throws Exception {
        byte[] small = Arrays.copyOf(large, 1 << 20);
        tus.createWithAll(small);
        counter.take();
        out.printf("%nRequests to the store for one upload%n");
        tus.createWithAll(small);
        print("1 MiB, with the POST", "<= 2");
        tus.append(tus.create(small.length), 0, small);
        print("1 MiB, one PATCH", "<= 2");
        int parts = (large.length + PART - 1) / PART;
        tus.append(tus.create(large.length), 0, large);
        print((large.length >> 20) + " MiB, one PATCH", "<= " + (parts + 2) + " to write; GET looks at what it is");
        String upload = tus.create(large.length);
        for (int from = 0; from < large.length; from += 5 << 20) {
            tus.append(upload, from, Arrays.copyOfRange(large, from, Math.min(large.length, from + (5 << 20))));
        }
        print((large.length >> 20) + " MiB, PATCHes of 5 MiB", "tus servers that keep state in S3: 70 to 82");
    }

    private void print(String what, String bar) {
        Map<String, Integer> counted = counter.take();
        int all = counted.values().stream().mapToInt(Integer::intValue).sum();
        out.printf("  %-26s %3d %-40s bar %s%n", what, all, counted, bar);
    }
}
