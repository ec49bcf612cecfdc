package dev.tenure.objectstore.strict;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An S3 server on a free port of this machine, as strict as AWS documents S3: every signature, chunk and digest is checked, versions and locks
 * are kept. It speaks what an adapter of ours uses, in path style; anything else is answered with 501. Buckets are in memory and gone with it.
 */
public final class StrictS3 implements AutoCloseable {

    /** What it can do as long as no defect is switched on. */
    public static final StoreFeatures EVERYTHING = new StoreFeatures(
            true, true, true, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED);

    static {
        // Without it an answer of two packets waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String REGION = "eu-strict-1";
    private static final String ACCESS_KEY = "STRICTACCESSKEY";
    private static final String SECRET_KEY = "strict/secret+key";

    private final Defects defects = new Defects();
    private final Faults faults = new Faults();
    private final RequestLog log = new RequestLog();
    private final AtomicLong requests = new AtomicLong();
    private final Buckets buckets;
    private final Signatures signatures;
    private final Payloads payloads;
    private final Dispatch dispatch;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch silence = new CountDownLatch(1);

    private StrictS3(InstantSource clock) throws IOException {
        this.buckets = new Buckets(clock, defects);
        this.signatures = new Signatures(Map.of(ACCESS_KEY, SECRET_KEY), REGION, clock, defects);
        this.payloads = new Payloads();
        this.dispatch = new Dispatch(defects, faults, buckets);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /** A server without buckets, on the system's time. */
    public static StrictS3 start() {
        return start(InstantSource.system());
    }

    /** A server whose time for signatures and locks is this clock's. */
    public static StrictS3 start(InstantSource clock) {
        try {
            StrictS3 strict = new StrictS3(clock);
            strict.server.start();
            return strict;
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The one region that requests may be signed for. */
    public String region() {
        return REGION;
    }

    /** The one access key that is known. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return SECRET_KEY;
    }

    /** How an adapter reaches a bucket of this server, with the right keys. */
    public S3Settings settings(String bucket, Duration callTimeout) {
        return new S3Settings(endpoint(), REGION, bucket, ACCESS_KEY, SECRET_KEY, true, null, callTimeout);
    }

    /** What is wrong with this server for good. */
    public Defects defects() {
        return defects;
    }

    /** What will go wrong with its next requests. */
    public Faults faults() {
        return faults;
    }

    /** What it was asked. */
    public RequestLog log() {
        return log;
    }

    /** What it keeps, past the protocol. */
    public StrictBucket bucket(String name) {
        return buckets.named(name);
    }

    /** Ends the connections of all requests that a fault keeps without an answer. */
    public void release() {
        CountDownLatch waiting = silence;
        silence = new CountDownLatch(1);
        waiting.countDown();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String id = "request-" + requests.incrementAndGet();
        log.begin();
        try (exchange) {
            CountDownLatch waiting = silence;
            S3Request request;
            try {
                request = S3Request.read(exchange);
            } catch (S3Refusal | IllegalArgumentException unreadable) {
                S3Refusal refusal = new S3Refusal(400, "InvalidURI", "Couldn't parse the specified URI.");
                log.note(new RequestLog.Entry(Operation.OTHER, "", "", refusal.status()));
                S3Answer.refused(refusal, "", id).send(exchange, id, Integer.MAX_VALUE);
                return;
            }
            serve(exchange, request, id, waiting);
        } finally {
            log.end();
        }
    }

    private void serve(HttpExchange exchange, S3Request request, String id, CountDownLatch waiting) throws IOException {
        Operation operation = Operation.of(request);
        String subject = Dispatch.subject(request);
        if (met(operation, subject, Fault.SilentBefore.class)) {
            log.note(new RequestLog.Entry(operation, request.bucket(), subject, RequestLog.NO_ANSWER));
            await(waiting);
            return;
        }
        S3Answer answer = answer(operation, subject, request, id);
        if (met(operation, subject, Fault.SilentAfter.class)) {
            log.note(new RequestLog.Entry(operation, request.bucket(), subject, RequestLog.NO_ANSWER));
            await(waiting);
            return;
        }
        log.note(new RequestLog.Entry(operation, request.bucket(), subject, answer.status()));
        int atMost = faults.met(operation, subject, Fault.TornBody.class)
                .map(Fault.TornBody::bytes)
                .orElse(Integer.MAX_VALUE);
        answer.send(exchange, id, atMost);
    }

    private boolean met(Operation operation, String subject, Class<? extends Fault> kind) {
        return faults.met(operation, subject, kind).isPresent();
    }

    private S3Answer answer(Operation operation, String subject, S3Request request, String id) {
        try {
            var refused = faults.met(operation, subject, Fault.Refused.class);
            if (refused.isPresent()) {
                throw refusedByTest(refused.get().status(), refused.get().code());
            }
            Proof proof = signatures.proven(request);
            S3Answer answer = dispatch.answer(operation, payloads.opened(request, proof));
            var after = faults.met(operation, subject, Fault.ErrorAfter.class);
            if (after.isPresent()) {
                throw refusedByTest(after.get().status(), after.get().code());
            }
            return answer;
        } catch (S3Refusal refusal) {
            return S3Answer.refused(refusal, request.path(), id);
        }
    }

    private static S3Refusal refusedByTest(int status, String code) {
        return new S3Refusal(status, code, "Refused by the test.");
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
