package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.SealedTransfers.Written;
import dev.tenure.objectstore.strict.Operation;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing, and what both ways do with memory. */
class SealedTransfersTest {

    private static final int PART = 5 << 20;
    private static final long SEALED_PART = SealedLayout.sealedSizeFor(PART);
    private static final int TOTAL = 64 << 20;
    private static final ObjectKey KEY = new ObjectKey("account/item/rendition/1/video");
    private static final KeyPrefix ALL = new KeyPrefix("account/");

    private final TransferBudget budget = new TransferBudget(TOTAL, TOTAL);
    private final PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("account/item/object"));

    @AfterEach
    void givesAllMemoryBack() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (budget.free() < TOTAL && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(budget.free()).isEqualTo(TOTAL);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                SealedWriter.SMALL - 1,
                SealedWriter.SMALL,
                SealedWriter.SMALL + 1,
                PART - 1,
                PART,
                PART + 1,
                3 * PART,
                3 * PART + 1
            })
    void writesWhatReadsBackAtEveryBoundary(int size) throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore();
        byte[] plaintext = random(size);

        Written written = write(store, new ByteArrayInputStream(plaintext));

        SealedLayout layout = new SealedLayout(size, PART);
        assertThat(written.plaintextSize()).isEqualTo(size);
        assertThat(written.version()).isEqualTo(store.listVersions(ALL).getFirst());
        assertThat(written.version().size()).isEqualTo(layout.sealedSize());
        assertThat(store.listUploads(ALL)).isEmpty();
        try (InputStream back =
                transfers(store).object(written.version(), layout, seal).open(ByteRange.whole(size))) {
            assertThat(back.readAllBytes()).isEqualTo(plaintext);
        }
    }

    @Test
    void takesAStreamThatGivesLittleAtATime() throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore();
        byte[] plaintext = random(PART + 3);
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(plaintext)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 4099));
            }
        };

        assertThat(write(store, slow).plaintextSize()).isEqualTo(plaintext.length);
    }

    @Test
    void sendsPartsSideBySideAsFarAsTheBudgetGoes() throws IOException {
        GatedStore store = new GatedStore(3);
        TransferBudget four = new TransferBudget(PART + 3 * SEALED_PART, TOTAL);

        new SealedTransfers(store, four)
                .write(KEY, PART, seal, ObjectTags.none(), new ByteArrayInputStream(random(8 * PART)));

        assertThat(store.most.get()).isEqualTo(3);
        assertThat(store.listVersions(ALL)).hasSize(1);
    }

    @Test
    void writesPartAfterPartWhereTheBudgetHoldsNoMore() throws IOException {
        GatedStore store = new GatedStore(1);
        TransferBudget none = new TransferBudget(0, 1 << 20);
        byte[] plaintext = random(3 * PART + 7);
        SealedTransfers poor = new SealedTransfers(store, none);

        Written written = poor.write(KEY, PART, seal, ObjectTags.none(), new ByteArrayInputStream(plaintext));

        assertThat(store.most.get()).isEqualTo(1);
        SealedLayout layout = new SealedLayout(plaintext.length, PART);
        try (InputStream back = poor.object(written.version(), layout, seal).open(ByteRange.whole(plaintext.length))) {
            assertThat(back.readAllBytes()).isEqualTo(plaintext);
        }
        assertThat(none.free()).isEqualTo(1 << 20);
    }

    @Test
    void abortsTheUploadWhenAPartIsRefusedAndTellsWhy() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
                if (number == 2) {
                    throw new SlowDown("too many", null);
                }
                return super.uploadPart(upload, number, bytes);
            }
        };

        assertThatExceptionOfType(SlowDown.class)
                .isThrownBy(() -> write(store, new ByteArrayInputStream(random(6 * PART))));
        assertThat(store.listUploads(ALL)).isEmpty();
        assertThat(store.listVersions(ALL)).isEmpty();
    }

    @Test
    void abortsTheUploadWhenTheSourceBreaks() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        InputStream broken = new InputStream() {
            private int left = 2 * PART;

            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("the disk is gone");
                }
                int count = Math.min(left, length);
                left -= count;
                return count;
            }
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> write(store, broken))
                .withMessage("the disk is gone");
        assertThat(store.listUploads(ALL)).isEmpty();
    }

    @Test
    void leavesTheUploadOpenWhenTheStoreDoesNotAnswerTheAbort() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
                throw new ObjectStoreException(ObjectStoreException.Fault.CONFIGURATION, "forbidden", null);
            }

            @Override
            public synchronized void abortUpload(MultipartUpload upload) {
                throw new OutcomeUnknown("away", null);
            }
        };

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> write(store, new ByteArrayInputStream(random(2 * PART))))
                .withMessage("forbidden");
        assertThat(store.listUploads(ALL)).hasSize(1);
    }

    @Test
    void findsTheObjectWhoseCompletionWasNotAnswered() throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
                super.completeUpload(upload, parts);
                throw new OutcomeUnknown("the answer was lost", null);
            }
        };

        Written written = write(store, new ByteArrayInputStream(random(2 * PART)));

        assertThat(store.listVersions(ALL)).containsExactly(written.version());
    }

    @Test
    void findsTheObjectWhoseCompletionWasAskedForAgain() throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
                super.completeUpload(upload, parts);
                return super.completeUpload(upload, parts);
            }
        };

        Written written = write(store, new ByteArrayInputStream(random(2 * PART)));

        assertThat(store.listVersions(ALL)).containsExactly(written.version());
    }

    @Test
    void findsTheObjectWhoseCompletionWasTurnedAwayTheSecondTime() throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
                super.completeUpload(upload, parts);
                throw new SlowDown("too many", null);
            }
        };

        Written written = write(store, new ByteArrayInputStream(random(2 * PART)));

        assertThat(store.listVersions(ALL)).containsExactly(written.version());
    }

    @Test
    void abortsTheUploadWhoseCompletionIsRefused() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
                throw new ObjectStoreException(ObjectStoreException.Fault.REQUEST, "InvalidPart", null);
            }
        };

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> write(store, new ByteArrayInputStream(random(2 * PART))))
                .withMessage("InvalidPart");
        assertThat(store.listUploads(ALL)).isEmpty();
    }

    @Test
    void saysThatItDoesNotKnowWhenItCannotLookForTheObject() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        store.faults().next(1, Operation.COMPLETE_MULTIPART_UPLOAD, Failing.SLOW_DOWN);
        store.faults().next(1, Operation.HEAD_OBJECT, Failing.SLOW_DOWN);

        assertThatExceptionOfType(OutcomeUnknown.class)
                .isThrownBy(() -> write(store, new ByteArrayInputStream(random(2 * PART))));
    }

    @Test
    void doesNotTakeAnUnansweredCompletionForOne() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
                throw new OutcomeUnknown("the question was lost", null);
            }
        };

        assertThatExceptionOfType(OutcomeUnknown.class)
                .isThrownBy(() -> write(store, new ByteArrayInputStream(random(2 * PART))));
        assertThat(store.listVersions(ALL)).isEmpty();
    }

    @Test
    void writersThatShareASmallBudgetAllComeToTheirEnd() throws InterruptedException {
        InMemoryObjectStore store = new InMemoryObjectStore();
        SealedTransfers tight = new SealedTransfers(store, new TransferBudget(TOTAL, 2 * PART + 1000));
        AtomicInteger done = new AtomicInteger();
        List<Thread> writers = IntStream.range(0, 12)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        ObjectKey key = new ObjectKey("account/many/" + i);
                        InputStream plaintext = new ByteArrayInputStream(random(2 * PART));
                        done.addAndGet((int) tight.write(key, PART, seal, ObjectTags.none(), plaintext)
                                .plaintextSize());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();
        for (Thread writer : writers) {
            assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
        }

        assertThat(done.get()).isEqualTo(12 * 2 * PART);
        assertThat(store.listVersions(ALL)).hasSize(12);
    }

    @Test
    void refusesPartSizesThatTheFormatDoesNotKnow() {
        InMemoryObjectStore store = new InMemoryObjectStore();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        transfers(store).write(KEY, 1 << 20, seal, ObjectTags.none(), InputStream.nullInputStream()));
    }

    /** Lets parts go on only once so many of them are under way, or none is to come any more. */
    private static final class GatedStore extends InMemoryObjectStore {

        private final CountDownLatch gate;
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        GatedStore(int together) {
            gate = new CountDownLatch(together);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            gate.countDown();
            try {
                assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
                return super.uploadPart(upload, number, bytes);
            } catch (InterruptedException e) {
                throw new OutcomeUnknown("interrupted", e);
            } finally {
                underWay.decrementAndGet();
            }
        }
    }

    private SealedTransfers transfers(InMemoryObjectStore store) {
        return new SealedTransfers(store, budget);
    }

    private Written write(InMemoryObjectStore store, InputStream plaintext) throws IOException {
        return transfers(store).write(KEY, PART, seal, ObjectTags.none(), plaintext);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
