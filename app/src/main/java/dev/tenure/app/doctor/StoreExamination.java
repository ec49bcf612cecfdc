package dev.tenure.app.doctor;

import dev.tenure.catalog.StoreDiagnoses;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.DiagnosisTable;
import dev.tenure.objectstore.doctor.Finding;
import dev.tenure.objectstore.doctor.StoreDoctor;
import dev.tenure.objectstore.doctor.Verdict;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines this server's store, at start and whenever it is told to, and uses it from then on as it was found. On a store that a stored
 * diagnosis calls safe a server starts at once and examines beside its work.
 */
public final class StoreExamination implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreExamination.class);
    /** For an examination to notice that it is interrupted. Too small only makes the log say that it went on. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final StoreDoctor doctor;
    private final StoreDiagnoses diagnoses;
    private final DiagnosisFile file;
    private final boolean acceptBad;
    private final ReentrantLock one = new ReentrantLock();
    private @Nullable Thread background;

    StoreExamination(
            ObjectStore store, StoreDoctor doctor, StoreDiagnoses diagnoses, DiagnosisFile file, boolean acceptBad) {
        this.store = store;
        this.doctor = doctor;
        this.diagnoses = diagnoses;
        this.file = file;
        this.acceptBad = acceptBad;
    }

    /**
     * Makes the store ready for use, before anything is written to it.
     *
     * @throws StoreUnsafe where it is not safe and nobody said to start all the same
     */
    public void atStart() {
        Optional<Diagnosis> last = diagnoses.latest(doctor.server(), store.bucket());
        if (last.filter(Diagnosis::safe).isPresent()) {
            store.adapt(last.get().features());
            background = Thread.ofPlatform().daemon().name("store-doctor").start(this::inBackground);
            return;
        }
        Diagnosis now = again();
        if (!now.safe() && !acceptBad) {
            throw new StoreUnsafe(now);
        }
    }

    private void inBackground() {
        try {
            again();
        } catch (RuntimeException failure) {
            LOG.warn("the store could not be examined, and is used as before: {}", failure.toString());
        }
    }

    /**
     * Examines now, uses the store as it was found, and tells what changed.
     *
     * @throws dev.tenure.objectstore.ObjectStoreException when the store does not answer; it is used as before
     */
    public Diagnosis again() {
        one.lock();
        try {
            Optional<Diagnosis> last = diagnoses.latest(doctor.server(), store.bucket());
            Diagnosis now = last.map(Diagnosis::features).map(doctor::examine).orElseGet(doctor::examine);
            store.adapt(now.features());
            // Told before it is kept: what is wrong with the store must be known whatever else is wrong.
            tell(last, now);
            diagnoses.record(now);
            keepFile(now);
            return now;
        } finally {
            one.unlock();
        }
    }

    /** The file is for people; no server needs it. */
    private void keepFile(Diagnosis now) {
        try {
            file.write(now);
        } catch (UncheckedIOException failure) {
            LOG.warn("{}", failure.toString());
        }
    }

    private static void tell(Optional<Diagnosis> last, Diagnosis now) {
        LOG.info("store examined in {} ms: {}", now.took().toMillis(), DiagnosisTable.summary(now));
        now.bad().forEach(finding -> LOG.error("store: {}", finding));
        if (last.isPresent()) {
            now.changesSince(last.get()).forEach(change -> LOG.warn("store: {}", change));
        } else {
            now.findings().stream()
                    .filter(StoreExamination::worthALine)
                    .forEach(finding -> LOG.info("store: {}", finding));
        }
    }

    private static boolean worthALine(Finding finding) {
        return finding.verdict() != Verdict.GOOD && finding.verdict() != Verdict.BAD;
    }

    /** Breaks off what runs in the background; what that leaves in the bucket a later examination deletes. */
    @Override
    public void close() {
        Thread running = background;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            if (!running.join(FAREWELL)) {
                LOG.info("an examination of the store is left to itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
