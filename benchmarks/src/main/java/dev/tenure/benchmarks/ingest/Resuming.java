package dev.tenure.benchmarks.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/** How long after a cut the next request may send. */
final class Resuming {

    private static final int CUTS = 15;
    private static final int SENT = 20 << 20;

    private final TusLine tus;
    private final PrintStream out;

    Resuming(TusLine tus, PrintStream out) {
        this.tus = tus;
        this.out = out;
    }

    void measure(byte[] file) throws Exception {
        List<Double> taken = new ArrayList<>();
        List<Double> stored = new ArrayList<>();
        int sent = Math.min(SENT, file.length / 2);
        for (int cut = 0; cut < CUTS; cut++) {
            String upload = tus.create(file.length);
            Socket line = tus.begin(upload, file.length, file, sent);
            while (tus.offset(upload) < Math.min(sent, 8 << 20)) {
                Thread.onSpinWait();
            }
            line.setSoLinger(true, 0);
            long from = System.nanoTime();
            line.close();
            again(upload, file, 0);
            taken.add((System.nanoTime() - from) / 1e6);
            again(upload, file, 1);
            stored.add((System.nanoTime() - from) / 1e6);
            tus.terminate(upload);
        }
        out.printf("%nAfter a cut, median of %d (the slowest)%n", CUTS);
        say("what had come is stored, and the next request is taken", taken, "  bar: < 200 ms");
        say("its first byte is stored too", stored, "");
    }

    /** Asks where to go on, and goes on with so many bytes, until that is taken. */
    private void again(String upload, byte[] file, int bytes) throws IOException, InterruptedException {
        int status = 0;
        while (status != 204) {
            long offset = tus.offset(upload);
            status = tus.tryAppend(upload, offset, BodyPublishers.ofByteArray(file, (int) offset, bytes))
                    .statusCode();
        }
    }

    private void say(String what, List<Double> millis, String bar) {
        out.printf(
                "  %-56s %4.0f ms (%.0f)%s%n",
                what,
                Throughput.median(millis.stream().mapToDouble(Double::doubleValue)),
                millis.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                bar);
    }
}
