package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Examines the bucket that settings name by using it: every behaviour that Tenure relies on is tried, on objects of its own, and judged by what
 * is there afterwards, not by what was answered. Takes some seconds on a healthy server, and up to a minute more where a retention cannot be
 * bypassed. Leaves nothing behind; what it could not delete is its last finding.
 *
 * <p>May run beside the use of the bucket, and beside other examinations of it.
 */
public final class StoreDoctor {

    /** More only wait for each other on two cores. */
    private static final int SIDE_BY_SIDE = 4;

    /** What all later probes build on, in this order. */
    private static final List<Probe> GROUND = List.of(
            new WhoAnswers(),
            new ClockSkew(),
            new ChecksumDialect(),
            new RoundTrip(),
            new ListedWrites(),
            new KeptVersions(),
            new Deletes());

    /** Behaviours of the ground without which nothing else is worth trying. */
    private static final List<String> VITAL = List.of("checksums", "bytes", "listing after writes", "deletes");

    /** Those that do not need each other, the one that waits first. */
    private static final List<Probe> REST = List.of(
            new Expiry(),
            new Signatures(),
            new UnsignedRequests(),
            new Multipart(),
            new Aborts(),
            new OpenUploads(),
            new ExclusivePut(),
            new Ranges(),
            new Tags(),
            new LegalHolds(),
            new Retentions(),
            new ListedDeletes(),
            new KeyNames());

    private final S3Settings settings;
    private final String server;
    private final InstantSource clock;
    private final Effort effort;

    /**
     * Asks nothing yet.
     *
     * @param server how the operator names the server; results are kept under this name
     * @param clock this machine's clock, by which requests are signed
     */
    public StoreDoctor(S3Settings settings, String server, InstantSource clock) {
        this(settings, server, clock, Effort.FULL);
    }

    StoreDoctor(S3Settings settings, String server, InstantSource clock, Effort effort) {
        this.settings = settings;
        this.server = server;
        this.clock = clock;
        this.effort = effort;
    }

    /** How the operator names the server. */
    public String server() {
        return server;
    }

    /** Examines a server of which nothing is known. */
    public Diagnosis examine() {
        // Asking for each key finds uploads on either kind of server, so that is what holds until it is tried.
        return examine(StoreFeatures.assumed().withUploads(UploadListing.BY_KEY));
    }

    /**
     * Examines.
     *
     * @param before what was known of the server; what cannot be tried this time stays as it was
     * @throws ObjectStoreException when the bucket cannot be asked at all (no connection, no such bucket, credentials that it does not
     *     know), or stopped answering on the way; then nothing is known that was not before
     */
    public Diagnosis examine(StoreFeatures before) {
        Instant at = clock.instant();
        long began = System.nanoTime();
        try (Examination examination = new Examination(settings, clock, effort, before)) {
            answers(examination);
            List<Finding> findings = new ArrayList<>();
            try {
                findings.addAll(ground(examination));
                if (findings.stream().noneMatch(StoreDoctor::fatal)) {
                    findings.addAll(rest(examination));
                }
            } catch (RuntimeException failure) {
                leave(examination);
                throw failure;
            }
            findings.add(leave(examination));
            Duration took =
                    Duration.ofNanos(System.nanoTime() - began).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
            return new Diagnosis(server, settings.bucket(), at, took, findings, examination.found());
        }
    }

    /** The one call that every server knows and that needs all of address, credentials and bucket. */
    private static void answers(Examination examination) {
        examination
                .open(examination.store().features().withVersions(false))
                .listVersions(examination.scratch().prefix());
    }

    private static List<Finding> ground(Examination examination) {
        List<Finding> findings = new ArrayList<>();
        for (Probe probe : GROUND) {
            Observation seen = run(probe, examination);
            examination.learn(seen.features());
            findings.add(seen.of(probe.behaviour()));
            if (fatal(findings.getLast())) {
                break;
            }
            if (probe instanceof ChecksumDialect) {
                examination.store().put(examination.scratch().marker(), new byte[1], Room.TYPE, ObjectTags.none());
            }
        }
        return findings;
    }

    private static boolean fatal(Finding finding) {
        return finding.verdict() == Verdict.BAD && VITAL.contains(finding.behaviour());
    }

    private static List<Finding> rest(Examination examination) {
        Map<Probe, Future<Observation>> running = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                SIDE_BY_SIDE, Thread.ofPlatform().name("doctor-", 0).factory())) {
            REST.forEach(probe -> running.put(probe, threads.submit(() -> run(probe, examination))));
            try {
                for (Map.Entry<Probe, Future<Observation>> one : running.entrySet()) {
                    Observation seen = one.getValue().get();
                    examination.learn(seen.features());
                    findings.add(seen.of(one.getKey().behaviour()));
                }
            } finally {
                threads.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException(Fault.STORE, "the examination was interrupted", e);
        }
        return findings;
    }

    /**
     * One probe, and once more where the store failed it. Whatever else goes wrong in it is a finding: it must not keep the others.
     *
     * @throws ObjectStoreException when the store answers nobody any more
     */
    private static Observation run(Probe probe, Examination examination) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == Scratch.ATTEMPTS;
            try {
                return probe.observe(new Room(examination, examination.scratch().room(probe.behaviour(), attempt)));
            } catch (ObjectStoreException failure) {
                if (last || !failure.worthRetrying()) {
                    answers(examination);
                    return probe.refused(failure);
                }
            } catch (IOException broken) {
                if (last) {
                    answers(examination);
                    return probe.broken(broken);
                }
            } catch (RuntimeException unforeseen) {
                return Observation.of(
                        Verdict.NOT_TRIED, "the probe failed: " + Probe.reason(unforeseen), "it is used as before");
            }
        }
    }

    private static Finding leave(Examination examination) {
        Cleaning cleaning = new Cleaning(examination);
        String left = cleaning.clean(examination.scratch(), examination.begun());
        int crashed = 0;
        try {
            for (Scratch run : cleaning.runs()) {
                if (run.abandoned(examination.clock().instant())) {
                    crashed++;
                    left = left.isEmpty() ? cleaning.clean(run, List.of()) : left;
                }
            }
        } catch (ObjectStoreException failure) {
            left = left.isEmpty() ? Probe.reason(failure) : left;
        }
        String others = crashed == 0 ? "" : "; of " + crashed + " runs that had crashed, too";
        return left.isEmpty()
                ? new Finding("left behind", Verdict.GOOD, "nothing" + others, "")
                : new Finding(
                        "left behind",
                        Verdict.DIFFERENT,
                        left,
                        "the next examination tries again; what is locked needs a person");
    }
}
