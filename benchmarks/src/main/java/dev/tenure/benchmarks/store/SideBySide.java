package dev.tenure.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** So many requests at once, as one would send them in a loop. What is read is thrown away at once, so nothing waits for its turn: that is the limit. */
final class SideBySide implements AutoCloseable {

    /** As large as what ours moves in one request. */
    static final int PART = 8 << 20;

    /** Opens some consecutive bytes of an object. */
    @FunctionalInterface
    interface Source {
        InputStream open(long first, long length) throws IOException;
    }

    /** Sends one part. */
    @FunctionalInterface
    interface Sink<P> {
        P send(int number, byte[] part) throws Exception;
    }

    private final int requests;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SideBySide(int requests) {
        this.requests = requests;
    }

    /** Sends noise of this size; the answers come in order of their parts. */
    <P> List<P> send(long size, Sink<P> sink) throws Exception {
        InputStream plaintext = new Noise(size);
        Semaphore places = new Semaphore(requests);
        List<Future<P>> sent = new ArrayList<>();
        for (long done = 0; done < size; done += PART) {
            places.acquire();
            byte[] part = plaintext.readNBytes(PART);
            int number = sent.size() + 1;
            sent.add(threads.submit(() -> {
                try {
                    return sink.send(number, part);
                } finally {
                    places.release();
                }
            }));
        }
        return all(sent);
    }

    /** Reads all of an object in ranges. */
    void read(long size, Source source) throws Exception {
        Semaphore places = new Semaphore(requests);
        List<Future<Void>> read = new ArrayList<>();
        for (long first = 0; first < size; first += PART) {
            places.acquire();
            long from = first;
            long length = Math.min(PART, size - first);
            read.add(threads.submit(() -> {
                try (InputStream body = source.open(from, length)) {
                    drain(body, length);
                    return null;
                } finally {
                    places.release();
                }
            }));
        }
        all(read);
    }

    /** Reads to the end, with a buffer as servers have it. */
    static void drain(InputStream body, long expected) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
            total += got;
        }
        if (total != expected) {
            throw new IOException("read " + total + " bytes instead of " + expected);
        }
    }

    private static <T> List<T> all(List<Future<T>> futures) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Override
    public void close() {
        threads.close();
    }
}
