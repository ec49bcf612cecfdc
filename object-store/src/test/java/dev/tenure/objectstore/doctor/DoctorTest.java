package dev.tenure.objectstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.Defect;
import dev.tenure.objectstore.strict.Fault;
import dev.tenure.objectstore.strict.MovableClock;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.StrictBucket;
import dev.tenure.objectstore.strict.StrictS3;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each defect of a server is found, and nothing else; then the store is used as it must be. */
class DoctorTest {

    private static final StoreFeatures UNTRIED = StoreFeatures.assumed().withUploads(UploadListing.BY_KEY);

    private static final Fault DENIED = new Fault.Refused(403, "AccessDenied");
    /** The probe's own, and those of more passes than it takes to clean up after anything else. */
    private static final int DENIALS = 9;

    private record Seen(Diagnosis diagnosis, List<String> left) {}

    private record Expected(Map<String, Verdict> findings, StoreFeatures features) {}

    private static final Map<Defect, Seen> ALL = new EnumMap<>(Defect.class);

    @BeforeAll
    static void examineAll() throws InterruptedException {
        List<Callable<Seen>> examinations = new ArrayList<>();
        for (Defect defect : Defect.values()) {
            examinations.add(() -> examined(defect));
        }
        List<Seen> seen = Patient.together(examinations);
        for (Defect defect : Defect.values()) {
            ALL.put(defect, seen.removeFirst());
        }
    }

    private static Seen examined(Defect defect) {
        try (Patient patient = new Patient()) {
            patient.server().defects().add(defect);
            Diagnosis diagnosis = patient.examined();
            patient.server().defects().clear();
            return new Seen(diagnosis, patient.content());
        }
    }

    private static Seen seen(Defect defect) {
        return Objects.requireNonNull(ALL.get(defect));
    }

    private static Expected expected(Defect defect) {
        return switch (defect) {
            case IGNORES_IF_NONE_MATCH, RACY_IF_NONE_MATCH ->
                one("conditional put", Verdict.MISSING, all -> all.withExclusivePut(false));
            case NO_TAGS, TAGS_IN_HEADER_IGNORED -> one("tags", Verdict.MISSING, all -> all.withTags(false));
            case NO_VERSIONS ->
                // S3 locks versions: there are none to lock.
                new Expected(
                        Map.of(
                                "versions",
                                Verdict.MISSING,
                                "legal hold",
                                Verdict.MISSING,
                                "retention",
                                Verdict.MISSING),
                        Patient.EVERYTHING.withVersions(false).withLocks(false));
            case LOCKS_NOT_ENFORCED, NO_LOCKS ->
                new Expected(
                        Map.of("legal hold", Verdict.MISSING, "retention", Verdict.MISSING),
                        Patient.EVERYTHING.withLocks(false));
            case NO_BATCH_DELETE, IGNORES_BATCH_VERSION_ID ->
                one("deletes", Verdict.MISSING, all -> all.withBatchDelete(BatchDelete.ONE_BY_ONE));
            case WANTS_CONTENT_MD5 ->
                one("deletes", Verdict.DIFFERENT, all -> all.withBatchDelete(BatchDelete.CONTENT_MD5));
            case REFUSES_CHECKSUMS -> one("checksums", Verdict.DIFFERENT, all -> all.withChecksums(Checksums.REQUIRED));
            case CHECKS_NO_SIGNATURE -> one("signatures", Verdict.DIFFERENT, all -> all);
            case ALLOWS_ANONYMOUS -> one("unsigned requests", Verdict.DIFFERENT, all -> all);
            case PRESIGN_NEVER_EXPIRES -> one("expiry", Verdict.DIFFERENT, all -> all);
            case IGNORES_RANGE -> one("ranges", Verdict.BAD, all -> all);
            case UPLOAD_LISTING_BY_KEY ->
                one("open uploads", Verdict.DIFFERENT, all -> all.withUploads(UploadListing.BY_KEY));
            case UPLOAD_LISTING_EMPTY ->
                one("open uploads", Verdict.MISSING, all -> all.withUploads(UploadListing.NEVER));
            case ABORT_KEEPS_LISTING -> one("abort", Verdict.DIFFERENT, all -> all);
            case STALE_LISTS -> one("listing after writes", Verdict.BAD, all -> UNTRIED);
            case CORRUPTS_BYTES -> one("bytes", Verdict.BAD, all -> UNTRIED);
            // Objects above 1 GiB are copied so, and nothing smaller: nobody tries that every day.
            case NO_UPLOAD_PART_COPY -> new Expected(Map.of(), Patient.EVERYTHING);
            // Taken care of below the port.
            case UPLOAD_LISTING_IGNORES_PREFIX,
                    LISTING_IGNORES_PREFIX,
                    FIRST_PAGE_EMPTY,
                    NO_NEXT_MARKER,
                    LOCKS_REFUSE_WITH_400 -> new Expected(Map.of(), Patient.EVERYTHING);
            case VERSION_LISTING_DENIED ->
                new Expected(
                        Map.of("versions", Verdict.BAD, "deletes", Verdict.BAD, "left behind", Verdict.DIFFERENT),
                        UNTRIED);
            case UPLOAD_LISTING_DENIED ->
                new Expected(
                        Map.of("open uploads", Verdict.BAD, "abort", Verdict.NOT_TRIED),
                        Patient.EVERYTHING.withUploads(UploadListing.BY_KEY));
            case LOCKS_DENIED ->
                new Expected(
                        Map.of("legal hold", Verdict.NOT_TRIED, "retention", Verdict.NOT_TRIED),
                        Patient.EVERYTHING.withLocks(false));
            case ABORT_DOES_NOTHING ->
                new Expected(Map.of("abort", Verdict.DIFFERENT, "left behind", Verdict.DIFFERENT), Patient.EVERYTHING);
            case MARKERS_STAY ->
                new Expected(
                        Map.of("versions", Verdict.DIFFERENT, "left behind", Verdict.DIFFERENT), Patient.EVERYTHING);
            case NO_PRESIGN ->
                new Expected(Map.of("signatures", Verdict.MISSING, "expiry", Verdict.NOT_TRIED), Patient.EVERYTHING);
        };
    }

    private static Expected one(String behaviour, Verdict verdict, UnaryOperator<StoreFeatures> features) {
        return new Expected(Map.of(behaviour, verdict), features.apply(Patient.EVERYTHING));
    }

    private static Map<String, Verdict> notGood(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.GOOD)
                .collect(Collectors.toMap(Finding::behaviour, Finding::verdict));
    }

    @ParameterizedTest
    @EnumSource
    void findsEachDefectAndNothingElse(Defect defect) {
        Seen seen = seen(defect);
        assertThat(notGood(seen.diagnosis())).isEqualTo(expected(defect).findings());
        assertThat(seen.diagnosis().features()).isEqualTo(expected(defect).features());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehindOrSaysSo(Defect defect) {
        assertThat(seen(defect).left().isEmpty())
                .isEqualTo(!expected(defect).findings().containsKey("left behind"));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatEachDefectMeans(Defect defect) {
        for (Finding finding : seen(defect).diagnosis().findings()) {
            assertThat(finding.seen()).isNotBlank();
            // Only who has to clean up by hand needs the place.
            if (!finding.behaviour().equals("left behind")) {
                assertThat(finding.seen()).doesNotContain("doctor/");
            }
            assertThat(finding.consequence().isEmpty()).as("%s", finding).isEqualTo(finding.verdict() == Verdict.GOOD);
        }
    }

    @Test
    void findsNothingWrongWithAServerThatDoesAsS3Says() {
        try (Patient patient = new Patient()) {
            Diagnosis diagnosis = new StoreDoctor(patient.settings(), "strict", InstantSource.system()).examine();

            assertThat(diagnosis.findings()).hasSize(21).allMatch(finding -> finding.verdict() == Verdict.GOOD);
            assertThat(diagnosis.features()).isEqualTo(Patient.EVERYTHING);
            assertThat(diagnosis.safe()).isTrue();
            assertThat(patient.content()).isEmpty();
        }
    }

    @Test
    void keepsWhatItKnowsOfWhatItMayNotTry() {
        try (Patient patient = new Patient()) {
            patient.server().defects().add(Defect.LOCKS_DENIED);

            Diagnosis diagnosis = patient.doctor(InstantSource.system()).examine(Patient.EVERYTHING);

            assertThat(diagnosis.features()).isEqualTo(Patient.EVERYTHING);
            assertThat(diagnosis.finding("legal hold").orElseThrow().consequence())
                    .contains("s3:PutObjectLegalHold");
        }
    }

    @Test
    void seesVersionsThatItMayNotListWhateverWasKnownBefore() {
        try (Patient patient = new Patient()) {
            patient.server().defects().add(Defect.VERSION_LISTING_DENIED);

            Diagnosis diagnosis =
                    patient.doctor(InstantSource.system()).examine(Patient.EVERYTHING.withVersions(false));

            assertThat(diagnosis.features().versions()).isTrue();
            assertThat(diagnosis.finding("versions").orElseThrow().consequence())
                    .contains("s3:ListBucketVersions");
            assertThat(diagnosis.safe()).isFalse();
        }
    }

    @Test
    void keepsLocksThatAreEnforcedWhileListingsLag() {
        try (Patient patient = new Patient();
                Examination examination = new Examination(
                        patient.settings(), InstantSource.system(), Patient.LITTLE, Patient.EVERYTHING)) {
            patient.server().defects().add(Defect.STALE_LISTS);

            Observation seen = new LegalHolds()
                    .observe(new Room(examination, examination.scratch().room("legal hold", 1)));

            assertThat(seen.verdict()).isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void neverTakesASuspendedBucketForOneWithoutVersions() {
        try (StrictS3 server = StrictS3.start()) {
            server.defects().add(Defect.NO_LOCKS);
            S3Settings settings = server.settings("suspended", Duration.ofSeconds(20));
            try (ObjectStore store = S3Stores.open(settings)) {
                store.ensureBucket();
            }
            server.bucket("suspended").versioning(StrictBucket.Versioning.SUSPENDED);

            Diagnosis diagnosis = new StoreDoctor(settings, "strict", InstantSource.system(), Patient.LITTLE).examine();

            assertThat(diagnosis.finding("versions").orElseThrow().verdict()).isEqualTo(Verdict.BAD);
            assertThat(diagnosis.features().versions()).isTrue();
        }
    }

    @Test
    void refusesToJudgeTheEndOfAddressesThatNeverWorked() {
        try (Patient patient = new Patient();
                Examination examination =
                        new Examination(patient.settings(), InstantSource.system(), Patient.LITTLE, UNTRIED)) {
            patient.server().faults().next(3, Operation.GET_OBJECT, key -> true, DENIED);

            Observation seen = new Expiry()
                    .observe(new Room(examination, examination.scratch().room("expiry", 1)));

            assertThat(seen.verdict()).isEqualTo(Verdict.NOT_TRIED);
        }
    }

    @Test
    void findsThatAnySecretWillDoWhereNoAddressCanBeSigned() {
        try (Patient patient = new Patient()) {
            patient.server().defects().add(Defect.NO_PRESIGN);
            patient.server().defects().add(Defect.CHECKS_NO_SIGNATURE);

            assertThat(patient.examined().finding("signatures").orElseThrow().seen())
                    .contains("a wrong secret", "an unknown access key");
        }
    }

    @Test
    void touchesNothingOfOthers() {
        try (Patient patient = new Patient();
                ObjectStore store = S3Stores.open(patient.settings())) {
            store.put(new KeyPrefix("doctor/").key("of-a-person/notes"), new byte[1], Room.TYPE, ObjectTags.none());
            store.beginUpload(new KeyPrefix("0193/").key("doctor"), Room.TYPE, ObjectTags.none());
            List<String> before = patient.content();

            patient.doctor(in(Duration.ofDays(3))).examine();

            assertThat(patient.content()).isEqualTo(before).hasSize(2);
        }
    }

    /** Denies what only a permission of its own allows, until the version's time has come. */
    @Test
    void waitsForARetentionThatItMayNotBypass() {
        MovableClock serverClock = new MovableClock();
        AtomicInteger denied = new AtomicInteger();
        try (Patient patient = new Patient(serverClock)) {
            patient.server()
                    .faults()
                    .next(Integer.MAX_VALUE, Operation.DELETE_OBJECT, key -> denies(key, denied, serverClock), DENIED);

            Diagnosis diagnosis = patient.examined();

            assertThat(notGood(diagnosis)).isEqualTo(Map.of("retention", Verdict.DIFFERENT));
            assertThat(patient.content()).isEmpty();
            assertThat(denied.get()).isGreaterThan(DENIALS);
        }
    }

    private static boolean denies(String key, AtomicInteger denied, MovableClock serverClock) {
        if (!key.contains("/retention/")) {
            return false;
        }
        int number = denied.incrementAndGet();
        if (number == DENIALS) {
            serverClock.move(Duration.ofSeconds(65));
        }
        return number <= DENIALS;
    }

    @Test
    void judgesAClockThatIsOff() {
        try (Patient patient = new Patient()) {
            assertThat(clock(patient, Duration.ofSeconds(10))).isEqualTo(Verdict.GOOD);
            assertThat(clock(patient, Duration.ofSeconds(-45))).isEqualTo(Verdict.DIFFERENT);
            assertThat(clock(patient, Duration.ofMinutes(6))).isEqualTo(Verdict.BAD);
        }
    }

    private static Verdict clock(Patient patient, Duration off) {
        InstantSource clock = in(off);
        try (Examination examination = new Examination(patient.settings(), clock, Patient.LITTLE, UNTRIED)) {
            return new ClockSkew()
                    .observe(new Room(examination, examination.scratch().room("clock", 1)))
                    .verdict();
        }
    }

    private static InstantSource in(Duration time) {
        return () -> InstantSource.system().instant().plus(time);
    }

    @Test
    void sendsNoChecksumsThatAPersonForbade() {
        try (Patient patient = new Patient()) {
            var told = patient.settings();
            var settings = new S3Settings(
                    told.endpoint(),
                    told.region(),
                    told.bucket(),
                    told.accessKey(),
                    told.secretKey(),
                    true,
                    Checksums.REQUIRED,
                    told.callTimeout());
            Diagnosis diagnosis = new StoreDoctor(settings, "strict", InstantSource.system(), Patient.LITTLE).examine();

            assertThat(notGood(diagnosis)).isEmpty();
            assertThat(diagnosis.features()).isEqualTo(Patient.EVERYTHING.withChecksums(Checksums.REQUIRED));
        }
    }

    @Test
    void saysOnceThatItIsNotLetIn() {
        try (Patient patient = new Patient()) {
            StoreDoctor doctor = new StoreDoctor(
                    patient.settings().withCredentials(patient.server().accessKey(), "wrong"),
                    "strict",
                    InstantSource.system());
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(doctor::examine)
                    .withMessageContaining("SignatureDoesNotMatch")
                    .matches(failure -> failure.fault() == ObjectStoreException.Fault.CONFIGURATION);
            StoreDoctor elsewhere =
                    new StoreDoctor(patient.settings().withBucket("no-such-bucket"), "strict", InstantSource.system());
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(elsewhere::examine)
                    .withMessageContaining("NoSuchBucket");
        }
    }
}
