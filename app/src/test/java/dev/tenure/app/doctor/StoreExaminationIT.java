package dev.tenure.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenure.catalog.StoreDiagnoses;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.StoreDoctor;
import dev.tenure.objectstore.doctor.Verdict;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.Defect;
import dev.tenure.objectstore.strict.StrictS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** When a store is examined, and what follows, on a server that can be made wrong. */
@Isolated("a server that starts beside it begins the log anew")
class StoreExaminationIT {

    @TempDir
    private Path data;

    private final StrictS3 server = StrictS3.start();
    private final S3Settings settings = server.settings("tenure", Duration.ofSeconds(30));
    private final ObjectStore store = S3Stores.open(settings);
    private final Kept kept = new Kept();

    /** The last one only, in memory. */
    private static final class Kept implements StoreDiagnoses {

        private final LinkedBlockingQueue<Diagnosis> recorded = new LinkedBlockingQueue<>();
        private volatile @Nullable Diagnosis last;

        @Override
        public void record(Diagnosis diagnosis) {
            last = diagnosis;
            recorded.add(diagnosis);
        }

        @Override
        public Optional<Diagnosis> latest(String server, String bucket) {
            return Optional.ofNullable(last);
        }

        Diagnosis next() throws InterruptedException {
            Diagnosis next = recorded.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("never examined");
            }
            return next;
        }
    }

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private StoreExamination examination(boolean acceptBad) {
        return examination(acceptBad, DiagnosisFile.in(data));
    }

    private StoreExamination examination(boolean acceptBad, DiagnosisFile file) {
        return new StoreExamination(
                store, new StoreDoctor(settings, settings.server(), InstantSource.system()), kept, file, acceptBad);
    }

    @Test
    void examinesAnUnknownStoreBeforeItIsUsed() throws InterruptedException {
        try (StoreExamination examination = examination(false)) {
            assertThat(store.features()).isEqualTo(StoreFeatures.assumed());

            examination.atStart();

            assertThat(store.features())
                    .isEqualTo(StoreFeatures.assumed().withLocks(true).withExclusivePut(true));
            assertThat(DiagnosisFile.in(data).read()).contains(kept.next());
        }
    }

    @Test
    void usesAKnownStoreAtOnceAndExaminesItBesides() throws InterruptedException {
        try (StoreExamination examination = examination(false)) {
            Diagnosis before = examination.again();
            kept.next();
            store.adapt(StoreFeatures.assumed());
            server.defects().add(Defect.NO_TAGS);

            examination.atStart();

            Diagnosis besides = kept.next();
            assertThat(besides.changesSince(before))
                    .extracting(change -> change.now().behaviour())
                    .containsExactly("tags");
            assertThat(store.features()).isEqualTo(before.features().withTags(false));
        }
    }

    @Test
    void refusesAStoreThatGivesBackOtherBytesUnlessItIsTold() throws InterruptedException {
        server.defects().add(Defect.CORRUPTS_BYTES);
        try (StoreExamination examination = examination(false)) {
            assertThatExceptionOfType(StoreUnsafe.class)
                    .isThrownBy(examination::atStart)
                    .withMessageContaining("bytes: BAD, bytes come back changed")
                    .withMessageContaining("--set tenure.doctor.accept-bad=true");
            assertThat(kept.next().safe()).isFalse();
        }
        try (StoreExamination told = examination(true)) {
            assertThatNoException().isThrownBy(told::atStart);
            assertThat(kept.next().safe()).isFalse();
        }
        server.defects().clear();
        try (StoreExamination mended = examination(false)) {
            assertThatNoException().isThrownBy(mended::atStart);
            assertThat(kept.next().safe()).isTrue();
        }
    }

    @Test
    void tellsWhatIsWrongAlsoWhereTheFileCannotBeKept() throws IOException {
        DiagnosisFile nowhere = DiagnosisFile.in(data.resolve("missing"));
        server.defects().add(Defect.CORRUPTS_BYTES);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(StoreExamination.class);
        logger.addAppender(log);
        try (StoreExamination examination = examination(true, nowhere)) {
            assertThatNoException().isThrownBy(examination::atStart);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(said -> assertThat(said).contains("bytes: BAD"))
                .anySatisfy(said -> assertThat(said).contains("could not be kept"));
        Files.createDirectories(data.resolve("alone/doctor.json/in-the-way"));
        Map<String, String> environment = Map.of(
                "TENURE_S3_ENDPOINT", server.endpoint().toString(),
                "TENURE_S3_REGION", server.region(),
                "TENURE_S3_BUCKET", "tenure",
                "TENURE_S3_ACCESS_KEY", server.accessKey(),
                "TENURE_S3_SECRET_KEY", server.secretKey());
        try (StoreAlone alone = StoreAlone.open(data.resolve("alone"), environment)) {
            StoreAlone.Result result = alone.examine();
            assertThat(result.diagnosis().safe()).isFalse();
            assertThat(result.problems()).singleElement().asString().contains("could not be kept");
        }
        assertThat(data.resolve("alone")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void examinesTheStoreOfAnEnvironmentWithoutAServer() {
        Map<String, String> environment = Map.of(
                "TENURE_S3_ENDPOINT", server.endpoint().toString(),
                "TENURE_S3_REGION", server.region(),
                "TENURE_S3_BUCKET", "made-by-the-doctor",
                "TENURE_S3_ACCESS_KEY", server.accessKey(),
                "TENURE_S3_SECRET_KEY", server.secretKey(),
                "TENURE_DB_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
        try (StoreAlone alone = StoreAlone.open(data.resolve("new"), environment)) {
            StoreAlone.Result first = alone.examine();

            assertThat(first.diagnosis().findings()).allMatch(finding -> finding.verdict() == Verdict.GOOD);
            assertThat(first.last()).isEmpty();
            assertThat(first.problems()).hasSize(1);
            assertThat(DiagnosisFile.in(data.resolve("new")).read()).contains(first.diagnosis());
            assertThat(alone.examine().last()).contains(first.diagnosis());
        }
    }
}
