package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.s3.S3Stores;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter makes of a server's bad moments. */
class StrictS3FaultsTest {

    private static final ObjectKey KEY = new ObjectKey("folder/object");
    private static final KeyPrefix FOLDER = new KeyPrefix("folder/");
    private static final String TYPE = "application/octet-stream";
    private static final Fault SILENT_BEFORE = new Fault.SilentBefore();
    private static final Fault SILENT_AFTER = new Fault.SilentAfter();

    private final StrictS3 server = StrictS3.start();
    private final ObjectStore store = S3Stores.open(server.settings("faulty", Duration.ofSeconds(60)));
    /** Gives up while the server is silent. */
    private final ObjectStore hasty = S3Stores.open(server.settings("faulty", Duration.ofMillis(400)));

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
        store.adapt(StrictS3.EVERYTHING);
        hasty.adapt(StrictS3.EVERYTHING);
    }

    @AfterEach
    void stop() {
        hasty.close();
        store.close();
        server.close();
    }

    private ObjectVersion put(ObjectStore through) {
        return through.put(KEY, new byte[100], TYPE, ObjectTags.none());
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(call);
    }

    private static void assertNoAnswer(ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .isNotInstanceOf(OutcomeUnknown.class)
                .matches(failure -> failure.fault() == ObjectStoreException.Fault.STORE);
    }

    /** Until the server has carried one out: a hasty caller may give up before it is heard at all. */
    private void assertUnknownButDone(Operation operation, ThrowingCallable call) {
        server.log().clear();
        server.faults().always(operation, SILENT_AFTER);
        do {
            assertUnknown(call);
        } while (server.log().count(operation) == 0);
        server.faults().clear();
    }

    @Test
    void saysToComeBackLaterWhenTheServerTurnsItAway() {
        server.faults().always(Operation.PUT_OBJECT, Fault.SLOW_DOWN);

        assertThatExceptionOfType(SlowDown.class).isThrownBy(() -> put(store));
        assertThat(server.bucket("faulty").isEmpty()).isTrue();
    }

    @Test
    void triesAgainAfterAFailureThatPasses() {
        server.faults().next(Operation.PUT_OBJECT, Fault.INTERNAL_ERROR);
        server.faults().next(Operation.PUT_OBJECT, Fault.UNAVAILABLE);
        put(store);

        assertThat(server.log().entries().stream()
                        .filter(entry -> entry.operation() == Operation.PUT_OBJECT)
                        .map(RequestLog.Entry::status))
                .containsExactly(500, 503, 200);
    }

    @Test
    void doesNotKnowWhatABrokenServerDid() {
        ObjectVersion there = put(store);
        for (Fault broken : List.of(Fault.INTERNAL_ERROR, Fault.UNAVAILABLE)) {
            server.faults().clear();
            server.faults().always(Operation.PUT_OBJECT, broken);
            server.faults().always(Operation.LIST_OBJECT_VERSIONS, broken);
            server.faults().always(Operation.DELETE_OBJECTS, broken);

            assertUnknown(() -> put(store));
            assertUnknown(() -> store.deleteVersions(List.of(there)));
            assertNoAnswer(() -> store.listVersions(FOLDER));
        }
        server.faults().clear();
        assertThat(store.listVersions(FOLDER)).containsExactly(there);
    }

    @Test
    void doesNotKnowWhatASilentServerDidWhenItDidNothing() {
        server.faults().always(Operation.PUT_OBJECT, SILENT_BEFORE);
        assertUnknown(() -> put(hasty));
        server.faults().clear();

        assertThat(store.listVersions(FOLDER)).isEmpty();
    }

    @Test
    void getsNoAnswerFromASilentServerWhenItOnlyLooks() {
        put(store);
        for (Operation looking : List.of(
                Operation.HEAD_OBJECT,
                Operation.GET_OBJECT,
                Operation.GET_OBJECT_TAGGING,
                Operation.LIST_OBJECT_VERSIONS,
                Operation.LIST_MULTIPART_UPLOADS)) {
            server.faults().always(looking, SILENT_AFTER);
        }

        assertNoAnswer(() -> hasty.facts(KEY));
        assertNoAnswer(() -> hasty.open(KEY, ByteRange.whole(100)));
        assertNoAnswer(() -> hasty.tags(KEY));
        assertNoAnswer(() -> hasty.listVersions(FOLDER));
        assertNoAnswer(() -> hasty.listUploads(FOLDER));
    }

    @Test
    void findsTheEffectOfAWriteWhoseAnswerWasLost() {
        assertUnknownButDone(Operation.PUT_OBJECT, () -> put(hasty));

        assertThat(store.facts(KEY)).isPresent();
        assertThat(store.listVersions(FOLDER)).isNotEmpty();
    }

    @Test
    void knowsItsOwnExclusiveWriteWhoseAnswerWasLost() {
        server.faults().next(Operation.PUT_OBJECT, new Fault.ErrorAfter(500, "InternalError"));

        assertThat(store.putIfAbsent(KEY, new byte[7], TYPE, ObjectTags.none())).isPresent();
        assertThat(store.putIfAbsent(KEY, new byte[7], TYPE, ObjectTags.none())).isEmpty();
        assertThat(store.listVersions(FOLDER)).hasSize(1);
    }

    @Test
    void findsTheEffectOfADeletionWhoseAnswerWasLost() {
        ObjectVersion there = put(store);
        assertUnknownButDone(Operation.DELETE_OBJECTS, () -> hasty.deleteVersions(List.of(there)));

        assertThat(store.listVersions(FOLDER)).isEmpty();
        assertThat(store.deleteVersions(List.of(there)).deleted()).containsExactly(there);
    }

    @Test
    void findsTheEffectOfACompletionWhoseAnswerWasLost() {
        MultipartUpload upload = store.beginUpload(KEY, TYPE, ObjectTags.none());
        List<StoredPart> parts = List.of(store.uploadPart(upload, 1, new byte[10]));
        server.faults().next(Operation.COMPLETE_MULTIPART_UPLOAD, new Fault.ErrorAfter(500, "InternalError"));
        // The SDK asks again, and is told that the upload is gone: whether completed or aborted, only a look can tell.
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.completeUpload(upload, parts));

        assertThat(store.facts(KEY).orElseThrow().size()).isEqualTo(10);
        assertThat(store.listUploads(FOLDER)).isEmpty();
    }

    @Test
    void findsTheEffectOfTagsWhoseAnswerWasLost() {
        put(store);
        ObjectTags tags = ObjectTags.of(Map.of("a", "b"));
        assertUnknownButDone(Operation.PUT_OBJECT_TAGGING, () -> hasty.retag(KEY, tags));

        assertThat(store.tags(KEY)).isEqualTo(tags);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99})
    void breaksOffABodyThatTheServerTears(int bytes) {
        put(store);
        server.faults().next(Operation.GET_OBJECT, new Fault.TornBody(bytes));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            try (InputStream body = store.open(KEY, ByteRange.whole(100))) {
                body.readAllBytes();
            }
        });
    }

    @Test
    void tellsWhichVersionsOfABatchStayed() {
        ObjectVersion one = store.put(FOLDER.key("one"), new byte[1], TYPE, ObjectTags.none());
        ObjectVersion two = store.put(FOLDER.key("two"), new byte[1], TYPE, ObjectTags.none());
        ObjectVersion three = store.put(FOLDER.key("three"), new byte[1], TYPE, ObjectTags.none());
        server.faults().next(1, Operation.DELETE_OBJECTS, "folder/one"::equals, new Fault.KeyRefused("AccessDenied"));
        server.faults().next(1, Operation.DELETE_OBJECTS, "folder/two"::equals, new Fault.KeyRefused("SlowDown"));
        server.faults().next(1, Operation.DELETE_OBJECTS, "folder/three"::equals, new Fault.KeyOmitted());

        DeleteOutcome outcome = store.deleteVersions(List.of(one, two, three));

        assertThat(outcome.deleted()).isEmpty();
        assertThat(outcome.refused().stream().map(Refusal::code))
                .containsExactly("AccessDenied", "SlowDown", Refusal.NO_ANSWER);
        assertThat(outcome.refused().stream().map(Refusal::worthRetrying)).containsExactly(false, true, true);
        assertThat(store.listVersions(FOLDER)).containsExactly(one, two);
    }

    @Test
    void believesNoCompletionThatCarriesAnError() {
        MultipartUpload upload = store.beginUpload(KEY, TYPE, ObjectTags.none());
        List<StoredPart> parts = List.of(store.uploadPart(upload, 1, new byte[10]));
        server.faults().always(Operation.COMPLETE_MULTIPART_UPLOAD, new Fault.ErrorInside200("InternalError", false));
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> store.completeUpload(upload, parts));
        server.faults().clear();

        assertThat(store.facts(KEY)).isEmpty();
        assertThat(store.completeUpload(upload, parts).size()).isEqualTo(10);
    }

    @Test
    void believesNoCopyThatCarriesAnError() {
        ObjectVersion source = put(store);
        server.faults().always(Operation.COPY_OBJECT, new Fault.ErrorInside200("InternalError", false));
        ObjectKey target = FOLDER.key("target");

        assertThatExceptionOfType(OutcomeUnknown.class)
                .isThrownBy(() -> store.copy(source, target, TYPE, ObjectTags.none()));
        assertThat(store.facts(target)).isEmpty();
    }

    @Test
    void showsAListOfYesterdayOnce() {
        ObjectVersion there = put(store);
        server.faults().next(Operation.LIST_OBJECT_VERSIONS, new Fault.StaleList());

        assertThat(store.listVersions(FOLDER)).isEmpty();
        assertThat(store.listVersions(FOLDER)).containsExactly(there);
    }

    @Test
    void countsRequestsThatRunAtOnce() throws InterruptedException {
        put(store);
        server.log().clear();
        server.faults().next(2, Operation.HEAD_OBJECT, key -> true, SILENT_AFTER);
        Thread one = Thread.ofVirtual().start(() -> store.facts(KEY));
        Thread two = Thread.ofVirtual().start(() -> store.facts(KEY));
        while (server.log().count(Operation.HEAD_OBJECT) < 2) {
            Thread.onSpinWait();
        }
        server.release();
        one.join();
        two.join();

        assertThat(server.log().mostAtOnce()).isEqualTo(2);
        assertThatNoException().isThrownBy(() -> store.facts(KEY));
    }
}
