package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.PartSeal.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedObjectTest {

    private static final int PART = 5 << 20;
    private static final int SEGMENT = 1 << 20;
    private static final int SEALED_PART = Math.toIntExact(SealedLayout.sealedSizeFor(PART));
    private static final ObjectKey KEY = new ObjectKey("account/item/source/1/source");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TransferBudget budget = new TransferBudget(64 << 20, 64 << 20);
    private final SealedTransfers transfers = new SealedTransfers(store, budget);
    private final DataKey key = DataKey.random();
    private final PartSeal seal = new PartSeal(key, new SealBinding("account/item/object"));

    @AfterEach
    void leavesNoBodyOpen() {
        assertThat(store.openStreams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                SEGMENT - 57,
                SEGMENT - 56,
                SEGMENT - 55,
                PART - 1,
                PART,
                PART + 1,
                2 * PART,
                2 * PART + 1,
                3 * PART - 1
            })
    void readsBackWhatWasWrittenAtEveryBoundary(int size) throws IOException {
        byte[] plaintext = random(size);
        SealedObject object = write(plaintext);

        assertThat(store.bytes(KEY)).hasSize(Math.toIntExact(new SealedLayout(size, PART).sealedSize()));
        assertThat(read(object, ByteRange.whole(size))).isEqualTo(plaintext);
        assertThat(object.size()).isEqualTo(size);
    }

    @Test
    void readsAnyRangeAsThePlainBytesHaveIt() throws IOException {
        byte[] plaintext = random(2 * PART + 1_234_567);
        SealedObject object = write(plaintext);
        Random random = new Random(7);
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            int first = random.nextInt(plaintext.length);
            ranges.add(new ByteRange(first, random.nextInt(Math.min(100_000, plaintext.length - first) + 1)));
        }
        for (int edge : new int[] {SEGMENT - 56, 2 * SEGMENT - 72, PART, 2 * PART, plaintext.length - 1}) {
            ranges.add(new ByteRange(edge - 1, 2));
            ranges.add(new ByteRange(edge, 1));
            ranges.add(new ByteRange(edge - 1, 1));
            ranges.add(new ByteRange(edge, 0));
        }
        ranges.add(new ByteRange(1, plaintext.length - 2));
        ranges.add(new ByteRange(plaintext.length, 0));

        for (ByteRange range : ranges) {
            assertThat(read(object, range))
                    .as("%s", range)
                    .isEqualTo(Arrays.copyOfRange(plaintext, (int) range.first(), (int) range.end()));
        }
    }

    @Test
    void readsByteByByteAndSkips() throws IOException {
        byte[] plaintext = random(SEGMENT + 10);
        try (InputStream stream = write(plaintext).open(ByteRange.whole(plaintext.length))) {
            assertThat(stream.read()).isEqualTo(plaintext[0] & 0xff);
            stream.skipNBytes(SEGMENT);
            assertThat(stream.read()).isEqualTo(plaintext[SEGMENT + 1] & 0xff);
            assertThat(stream.read(new byte[0])).isZero();
            assertThat(stream.readAllBytes()).hasSize(8);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesARangeBeyondTheEnd() {
        SealedObject object = write(random(10));

        assertThatIllegalArgumentException().isThrownBy(() -> object.open(new ByteRange(5, 6)));
        assertThatIllegalArgumentException().isThrownBy(() -> object.open(new ByteRange(11, 0)));
    }

    @Test
    void asksForEachPartOnceAndForOneHeaderMoreWhereTheRangeBeginsLater() throws IOException {
        SealedObject object = write(random(3 * PART));
        store.takeRequests();

        read(object, ByteRange.whole(3 * PART));
        assertThat(store.takeRequests()).isEqualTo(3);
        read(object, new ByteRange(PART + 2 * SEGMENT, 10));
        assertThat(store.takeRequests()).isEqualTo(2);
        read(object, new ByteRange(PART + 2 * SEGMENT, 2 * PART - 2 * SEGMENT));
        assertThat(store.takeRequests()).isEqualTo(3);
    }

    @Test
    void dropsTheConnectionWhenClosedEarly() throws IOException {
        SealedObject object = write(random(PART));
        InputStream stream = object.open(ByteRange.whole(PART));
        assertThat(stream.read()).isNotNegative();
        assertThat(store.openStreams()).isOne();
        stream.close();
        stream.close();
        assertThat(store.openStreams()).isZero();
    }

    @Test
    void handsOutNothingBehindACut() {
        byte[] plaintext = random(PART + 2 * SEGMENT);
        SealedObject object = write(plaintext);
        byte[] sealed = store.bytes(KEY);
        for (int cut : new int[] {
            0,
            1,
            39,
            40,
            41,
            55,
            56,
            SEGMENT - 1,
            SEGMENT,
            SEGMENT + 1,
            SEGMENT + 16,
            SEALED_PART - 1,
            SEALED_PART,
            SEALED_PART + 1,
            SEALED_PART + 40,
            SEALED_PART + SEGMENT,
            sealed.length - 17,
            sealed.length - 16,
            sealed.length - 1
        }) {
            store.tamper(KEY, sealed, cut);
            assertBreaksBehindWholeSegments(object, plaintext, cut);
        }
    }

    @Test
    void handsOutNothingOfASegmentWithAFlippedBit() {
        byte[] plaintext = random(PART + 2 * SEGMENT);
        SealedObject object = write(plaintext);
        byte[] sealed = store.bytes(KEY);
        for (int place : new int[] {
            0,
            20,
            39,
            40,
            SEGMENT - 1,
            SEGMENT,
            2 * SEGMENT + 100,
            SEALED_PART - 1,
            SEALED_PART,
            SEALED_PART + 39,
            SEALED_PART + SEGMENT + 5,
            sealed.length - 1
        }) {
            byte[] altered = sealed.clone();
            altered[place] ^= 1;
            store.tamper(KEY, altered, altered.length);
            Broken broken = assertBreaksBehindWholeSegments(object, plaintext, place);
            assertThat(broken.failure).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void noticesPartsThatChangedPlaces() {
        byte[] plaintext = random(2 * PART + 10);
        SealedObject object = write(plaintext);
        byte[] sealed = store.bytes(KEY);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, SEALED_PART, SEALED_PART);
        System.arraycopy(sealed, SEALED_PART, swapped, 0, SEALED_PART);
        store.tamper(KEY, swapped, swapped.length);
        assertThat(readUntilBroken(object).handedOut).isEmpty();

        byte[] repeated = sealed.clone();
        System.arraycopy(sealed, 0, repeated, SEALED_PART, SEALED_PART);
        store.tamper(KEY, repeated, repeated.length);
        assertThat(readUntilBroken(object).handedOut).isEqualTo(Arrays.copyOf(plaintext, PART));
    }

    @Test
    void noticesAPartOfAnotherObject() {
        byte[] plaintext = random(PART + 10);
        SealedObject object = write(plaintext);
        byte[] mine = store.bytes(KEY);
        for (PartSeal foreign : List.of(
                new PartSeal(key, new SealBinding("account/item/object2")),
                new PartSeal(key, new SealBinding("account/item2/object")),
                new PartSeal(DataKey.random(), new SealBinding("account/item/object")))) {
            byte[] theirs = foreign.seal(1, Role.INNER, plaintext, PART);
            byte[] mixed = mine.clone();
            System.arraycopy(theirs, 0, mixed, 0, theirs.length);
            store.tamper(KEY, mixed, mixed.length);
            assertThat(readUntilBroken(object).handedOut).isEmpty();
        }
    }

    @Test
    void noticesALastPartThatIsMissingOrATailInItsPlace() {
        byte[] plaintext = random(2 * PART);
        write(plaintext);
        // Somebody dropped the last part and changed the recorded size to fit.
        SealedObject shortened = transfers.object(KEY, new SealedLayout(PART, PART), seal);
        assertThat(readUntilBroken(shortened).handedOut).isEmpty();

        SealedObject whole = transfers.object(KEY, new SealedLayout(10, PART), seal);
        byte[] tail = seal.seal(1, Role.TAIL, plaintext, 10);
        store.tamper(KEY, tail, tail.length);
        assertThat(readUntilBroken(whole).handedOut).isEmpty();
    }

    @Test
    void anEmptyObjectProvesItselfToo() {
        SealedObject object = write(new byte[0]);
        byte[] altered = store.bytes(KEY);
        altered[altered.length - 1] ^= 1;
        store.tamper(KEY, altered, altered.length);

        assertThat(readUntilBroken(object).failure).isInstanceOf(SealBroken.class);
    }

    @Test
    void saysWhichObjectCouldNotBeFetched() {
        SealedObject object = transfers.object(new ObjectKey("account/item/absent"), new SealedLayout(10, PART), seal);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(object, ByteRange.whole(10)))
                .withMessageContaining("account/item/absent");
    }

    private static final class Broken {
        private final byte[] handedOut;
        private final IOException failure;

        Broken(byte[] handedOut, IOException failure) {
            this.handedOut = handedOut;
            this.failure = failure;
        }
    }

    private Broken assertBreaksBehindWholeSegments(SealedObject object, byte[] plaintext, int place) {
        Broken broken = readUntilBroken(object);
        int count = broken.handedOut.length;
        assertThat(broken.handedOut).as("at %d", place).isEqualTo(Arrays.copyOf(plaintext, count));
        assertThat(count).as("at %d", place).isLessThanOrEqualTo(Math.max(0, place));
        int inPart = count % PART;
        assertThat(inPart == 0 || (inPart + 56) % (SEGMENT - 16) == 16 || (inPart + 40) % (SEGMENT - 16) == 0)
                .as("%d bytes end with a segment", count)
                .isTrue();
        return broken;
    }

    /** Reads on until nothing more comes, trying again after failures as a careless reader would. */
    private static Broken readUntilBroken(SealedObject object) {
        ByteArrayOutputStream handedOut = new ByteArrayOutputStream();
        byte[] buffer = new byte[100_000];
        @Nullable IOException first = null;
        try (InputStream stream = object.open(ByteRange.whole(object.size()))) {
            for (int attempt = 0; attempt < 3; attempt++) {
                try {
                    for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
                        handedOut.write(buffer, 0, got);
                    }
                    throw new AssertionError("read to its end: " + handedOut.size() + " bytes");
                } catch (IOException e) {
                    first = first == null ? e : first;
                }
            }
        } catch (IOException e) {
            throw new AssertionError("closing failed", e);
        }
        if (first == null) {
            throw new AssertionError("never failed");
        }
        return new Broken(handedOut.toByteArray(), first);
    }

    private SealedObject write(byte[] plaintext) {
        SealedLayout layout = new SealedLayout(plaintext.length, PART);
        MultipartUpload upload = store.beginUpload(KEY, "application/octet-stream", ObjectTags.none());
        List<StoredPart> parts = new ArrayList<>();
        for (int number = 1; number <= layout.partCount(); number++) {
            int from = (number - 1) * PART;
            byte[] part = Arrays.copyOfRange(plaintext, from, from + layout.plaintextSizeOf(number));
            Role role = number == layout.partCount() ? Role.LAST : Role.INNER;
            parts.add(store.uploadPart(upload, number, seal.seal(number, role, part, part.length)));
        }
        store.completeUpload(upload, parts);
        return transfers.object(KEY, layout, seal);
    }

    private static byte[] read(SealedObject object, ByteRange range) throws IOException {
        try (InputStream stream = object.open(range)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
