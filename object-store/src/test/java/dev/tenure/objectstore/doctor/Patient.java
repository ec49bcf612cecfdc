package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.Fault;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.StrictBucket;
import dev.tenure.objectstore.strict.StrictS3;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

/** A strict server with a bucket, to be examined. */
final class Patient implements AutoCloseable {

    /** What a server without any defect has. */
    static final StoreFeatures EVERYTHING = new StoreFeatures(
            true, true, true, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED);

    /** Strict servers are wrong every time, so that few tries show it. */
    static final Effort LITTLE = new Effort(4, 2, 1, 3);

    private static final String BUCKET = "patient";
    private static final int AT_ONCE = 6;
    /** How often the SDK's client makes one call. */
    private static final int TRIES = 3;

    private final StrictS3 server;

    Patient() {
        this(InstantSource.system());
    }

    Patient(InstantSource serverClock) {
        server = StrictS3.start(serverClock);
        try (ObjectStore store = S3Stores.open(settings())) {
            store.ensureBucket();
        }
    }

    StrictS3 server() {
        return server;
    }

    S3Settings settings() {
        return server.settings(BUCKET, Duration.ofSeconds(20));
    }

    StoreDoctor doctor(InstantSource clock) {
        return new StoreDoctor(settings(), "strict", clock, LITTLE);
    }

    Diagnosis examined() {
        return doctor(InstantSource.system()).examine();
    }

    /** Whatever is in the bucket, in words: versions, delete markers, open uploads. */
    List<String> content() {
        StrictBucket bucket = server.bucket(BUCKET);
        List<String> all = new ArrayList<>();
        bucket.versions("", "", "", 1000)
                .entries()
                .forEach(listed -> all.add(listed.version().key()));
        bucket.uploads("", "", "", 1000).entries().forEach(upload -> all.add("upload of " + upload.key()));
        return all;
    }

    /** Lets every call whose number, from 1 in order of arrival, is met by the predicate fail with 503. */
    void failCalls(IntPredicate which) {
        AtomicInteger number = new AtomicInteger();
        for (Operation operation : Operation.values()) {
            server.faults()
                    .next(Integer.MAX_VALUE, operation, key -> which.test(number.incrementAndGet()), Fault.UNAVAILABLE);
        }
    }

    /** Lets one call, by its number in order of arrival, fail with 503 until the client gives it up. */
    void failOneCall(int which) {
        AtomicInteger number = new AtomicInteger();
        AtomicReference<String> failing = new AtomicReference<>("");
        AtomicInteger failed = new AtomicInteger();
        for (Operation operation : Operation.values()) {
            server.faults()
                    .next(
                            Integer.MAX_VALUE,
                            operation,
                            key -> {
                                String call = operation + " " + key;
                                if (number.incrementAndGet() == which) {
                                    failing.set(call);
                                }
                                return call.equals(failing.get()) && failed.incrementAndGet() <= TRIES;
                            },
                            Fault.UNAVAILABLE);
        }
    }

    /** Runs all, some at once: most of an examination is waiting. */
    static <T> List<T> together(List<Callable<T>> all) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
