package dev.tenure.benchmarks.ingest;

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
        List<Double> millis = new ArrayList<>();
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
            int status = 0;
            while (status != 204) {
                long offset = tus.offset(upload);
                status = tus.tryAppend(upload, offset, BodyPublishers.ofByteArray(file, (int) offset, 1))
                        .statusCode();
            }
            millis.add((System.nanoTime() - from) / 1e6);
            tus.terminate(upload);
        }
        out.printf(
                "%nFrom a cut to the first byte stored after it: %.0f ms (median of %d; the slowest %.0f)  bar: < 200 ms%n",
                Throughput.median(millis.stream().mapToDouble(Double::doubleValue)),
                CUTS,
                millis.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
