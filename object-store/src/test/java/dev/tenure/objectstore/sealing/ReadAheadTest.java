package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is fetched before it is asked for, and what becomes of it. */
class ReadAheadTest {

    private static final int PART = 5 << 20;
    private static final int PARTS = 9;
    private static final ObjectKey KEY = new ObjectKey("account/item/source/1/source");
    private static final int TOTAL = 64 << 20;
    private static final int PIECE_MEMORY = 7 << 20;

    private final PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("account/item/object"));
    private final BreakingStore store = new BreakingStore();
    private final TransferBudget budget = new TransferBudget(TOTAL, TOTAL);
    private final SealedTransfers transfers = new SealedTransfers(store, budget);

    @AfterEach
    void leavesNothingBehind() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while ((budget.free() < TOTAL || store.openStreams() > 0) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(budget.free()).isEqualTo(TOTAL);
        assertThat(store.openStreams()).isZero();
    }

    @Test
    void aReaderOfTheFirstBytesFetchesOnePartOnly() throws IOException {
        SealedObject object = write();
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            assertThat(stream.readNBytes(PART)).hasSize(PART);
        }
        assertThat(store.takeRequests()).isEqualTo(1);
    }

    @Test
    void aReaderThatGoesOnFindsMoreAndMoreFetched() throws IOException {
        SealedObject object = write();
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            stream.skipNBytes(PART + 1);
            // The second part is read as it comes, the third is fetched beside it.
            awaitRequests(3);
            stream.skipNBytes(PART);
            awaitRequests(6);
        }
    }

    @Test
    void fetchesNoMoreThanTheBudgetHolds() throws IOException {
        ObjectVersion version = store.version(write());
        TransferBudget two = new TransferBudget(2 * PIECE_MEMORY, TOTAL);
        SealedObject object = new SealedTransfers(store, two).object(version, layout(), seal);
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            stream.skipNBytes(5L * PART + 1);
            assertThat(two.free()).isGreaterThanOrEqualTo(TOTAL - 2 * PIECE_MEMORY);
        }
    }

    @Test
    void readersThatStandStillKeepNoWriterFromMoving() throws Exception {
        SealedObject object = write();
        List<InputStream> idle = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            InputStream stream = object.open(ByteRange.whole(object.size()));
            stream.skipNBytes(4L * PART + 1);
            idle.add(stream);
        }
        assertThat(budget.free()).isLessThan(TOTAL).isGreaterThanOrEqualTo(TOTAL / 2);

        FutureTask<SealedObject> writing = new FutureTask<>(this::write);
        Thread.ofVirtual().start(writing);

        assertThat(writing.get(60, TimeUnit.SECONDS).size()).isEqualTo(object.size());
        for (InputStream stream : idle) {
            assertThat(stream.readNBytes(PART)).hasSize(PART);
            stream.close();
        }
    }

    @Test
    void fetchesNothingBehindTheRange() throws IOException {
        SealedObject object = write();
        try (InputStream stream = object.open(new ByteRange(10, 3L * PART))) {
            assertThat(stream.readAllBytes()).hasSize(3 * PART);
        }
        assertThat(store.takeRequests()).isEqualTo(4);
    }

    @Test
    void readsOnWhereAConnectionBroke() throws IOException {
        byte[] plaintext = plaintext();
        SealedObject object = write();
        store.breakEvery(3 << 20);
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            assertThat(stream.readAllBytes()).isEqualTo(plaintext);
        }
    }

    @Test
    void givesUpOnAConnectionThatNeverHolds() throws IOException {
        SealedObject object = write();
        store.breakEvery(1000);
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            assertThatIOException().isThrownBy(stream::readAllBytes).withMessage("the connection broke");
            assertThatIOException().isThrownBy(stream::read).withMessage("reading on after a failure");
        }
        assertThat(store.takeRequests()).isLessThan(10);
    }

    @Test
    void aFailureAheadIsToldWhereItIsReached() throws IOException {
        byte[] plaintext = plaintext();
        SealedObject object = write();
        byte[] altered = store.bytes(KEY);
        // In the eighth part, of which everything before is fetched long since.
        altered[7 * Math.toIntExact(SealedLayout.sealedSizeFor(PART)) + 100] ^= 1;
        store.tamper(KEY, altered, altered.length);
        SealedObject broken = transfers.object(KEY, layout(), seal);
        byte[] read = new byte[7 * PART];
        try (InputStream stream = broken.open(ByteRange.whole(object.size()))) {
            assertThat(stream.readNBytes(read, 0, read.length)).isEqualTo(read.length);
            assertThat(read).isEqualTo(Arrays.copyOf(plaintext, read.length));
            assertThatIOException().isThrownBy(stream::read).withRootCauseInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void aClosedStreamStaysClosed() throws IOException {
        SealedObject object = write();
        InputStream stream = object.open(ByteRange.whole(object.size()));
        stream.skipNBytes(2L * PART + 5);
        stream.close();
        stream.close();

        assertThatIOException().isThrownBy(stream::read);
    }

    private void awaitRequests(int wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (store.opened.get() < wanted && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(store.opened.get()).isEqualTo(wanted);
    }

    private static SealedLayout layout() {
        return new SealedLayout((long) PARTS * PART, PART);
    }

    private SealedObject write() throws IOException {
        var written = transfers.write(KEY, PART, seal, ObjectTags.none(), new ByteArrayInputStream(plaintext()));
        store.takeRequests();
        return transfers.object(written.version(), layout(), seal);
    }

    private static byte[] plaintext() {
        byte[] bytes = new byte[PARTS * PART];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    /** Breaks connections after so many bytes. */
    private static final class BreakingStore extends InMemoryObjectStore {

        private final AtomicInteger opened = new AtomicInteger();
        private volatile int limit = Integer.MAX_VALUE;

        void breakEvery(int bytes) {
            limit = bytes;
        }

        ObjectVersion version(SealedObject written) {
            assertThat(written.size()).isEqualTo((long) PARTS * PART);
            return listVersions(new KeyPrefix("account/")).getFirst();
        }

        @Override
        public synchronized InputStream open(ObjectVersion version, ByteRange range) {
            opened.incrementAndGet();
            return new FilterInputStream(super.open(version, range)) {
                private int left = limit;

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    if (left == 0) {
                        throw new IOException("the connection broke");
                    }
                    int count = super.read(target, offset, Math.min(left, length));
                    left -= Math.max(0, count);
                    return count;
                }
            };
        }
    }
}
