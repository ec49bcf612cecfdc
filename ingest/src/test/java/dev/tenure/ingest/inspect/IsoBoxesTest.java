package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoBoxesTest {

    /** As of a file of which nothing was read before. */
    private static final byte[] UNREAD = {};

    private static final int HEAD = 8 + 200;
    private static final int FRAGMENT = HEAD + 8 + 20_000;

    @Test
    void findsNothingWrongWithAWholeFile() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 100).box("mdat", 1000))).isEmpty();
        assertThat(damage(Mp4Bytes.file().box("free", 0).box("mdat", 1000).box("moov", 100)))
                .isEmpty();
    }

    @Test
    void takesABoxThatReachesToTheEnd() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 100).header(0, "mdat").raw(new byte[500])))
                .isEmpty();
    }

    @Test
    void takesSizesOf64Bits() throws IOException {
        Mp4Bytes whole =
                Mp4Bytes.file().largeHeader(16 + 500, "mdat").raw(new byte[500]).box("moov", 10);
        assertThat(damage(whole)).isEmpty();

        Mp4Bytes cut =
                Mp4Bytes.file().box("moov", 10).largeHeader(1L << 40, "mdat").raw(new byte[500]);
        assertThat(damage(cut))
                .hasValueSatisfying(text -> assertThat(text).contains("cut off", "mdat", Long.toString(1L << 40)));
    }

    @Test
    void seesThatAFileIsCutOff() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 10).header(1000, "mdat").raw(new byte[991])))
                .hasValueSatisfying(text -> assertThat(text).contains("cut off", "mdat", "needs 1000 bytes, 999"));
        assertThat(damage(Mp4Bytes.file().box("moov", 10).header(-1, "mdat").raw(new byte[10])))
                .hasValueSatisfying(text -> assertThat(text).contains("4294967295"));
        assertThat(damage(Mp4Bytes.file().box("moov", 10).raw(new byte[5])))
                .hasValueSatisfying(text -> assertThat(text).contains("cut off", "5 bytes are left"));
    }

    @Test
    void missesTheIndex() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("mdat", 1000)))
                .hasValueSatisfying(text -> assertThat(text).contains("no index"));
        assertThat(damage(Mp4Bytes.file()))
                .hasValueSatisfying(text -> assertThat(text).contains("no index"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void refusesSizesSmallerThanTheirHeader(int size) throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 10).header(size, "mdat").raw(new byte[100])))
                .hasValueSatisfying(text -> assertThat(text).contains("damaged", "claims " + size + " bytes"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 15, -1, Long.MIN_VALUE})
    void refusesLargeSizesThatCannotBe(long size) throws IOException {
        assertThat(damage(Mp4Bytes.file()
                        .box("moov", 10)
                        .largeHeader(size, "mdat")
                        .raw(new byte[100])))
                .hasValueSatisfying(text -> assertThat(text).contains("damaged"));
    }

    @Test
    void survivesTheLargestSizeThereIs() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 10).largeHeader(Long.MAX_VALUE, "mdat")))
                .hasValueSatisfying(text -> assertThat(text).contains("cut off"));
    }

    @Test
    void refusesALargeSizeWithoutRoomForIt() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 10).header(1, "mdat").raw(new byte[4])))
                .hasValueSatisfying(text -> assertThat(text).contains("damaged"));
    }

    @Test
    void namesAnUnprintableBoxInHexadecimal() throws IOException {
        assertThat(damage(Mp4Bytes.file().box("moov", 10).header(99, "\0\1\2\3")))
                .hasValueSatisfying(text -> assertThat(text).contains("00010203"));
    }

    @Test
    void takesAWholeFragmentedFileWithFewReads() throws IOException {
        SealedInMemory content = new SealedInMemory(fragmented(300));

        assertThat(IsoBoxes.damage(content.content(), UNREAD)).isEmpty();
        assertThat(content.requests()).isLessThan(20);
    }

    @Test
    void readsNothingOfMediaThatLiesFarApart() throws IOException {
        Mp4Bytes file = Mp4Bytes.file().box("moov", 10);
        for (int i = 0; i < 3; i++) {
            file.box("moof", 500).box("mdat", 2 << 20);
        }
        SealedInMemory content = new SealedInMemory(file.bytes());

        assertThat(IsoBoxes.damage(content.content(), UNREAD)).isEmpty();
        assertThat(content.requests())
                .as("for each fragment a page and the head of its part, and the index")
                .isLessThanOrEqualTo(6);
    }

    @Test
    void seesThatAFragmentedFileIsCutOffAnywhereInItsLastFragment() throws IOException {
        byte[] whole = fragmented(300);
        int last = whole.length - FRAGMENT;
        for (int length : new int[] {
            last + 1,
            last + 7,
            last + 8,
            last + 9,
            last + HEAD - 1,
            last + HEAD,
            last + HEAD + 7,
            last + HEAD + 8,
            whole.length - 1
        }) {
            assertThat(damage(Arrays.copyOf(whole, length)))
                    .as("cut after %d bytes of the last fragment", length - last)
                    .hasValueSatisfying(text -> assertThat(text).contains("cut off"));
        }
        assertThat(damage(Arrays.copyOf(whole, last))).as("one fragment less").isEmpty();
    }

    @Test
    void takesAnIndexBehindManyBoxesAndLooksIntoIt() throws IOException {
        Mp4Bytes file = Mp4Bytes.file();
        for (int i = 0; i < 200; i++) {
            file.box(i % 2 == 0 ? "free" : "mdat", 3);
        }
        byte[] before = file.bytes();

        assertThat(damage(file)).hasValueSatisfying(text -> assertThat(text).contains("no index"));
        assertThat(damage(file.box("moov", 10))).isEmpty();
        assertThat(damage(new Mp4Bytes().raw(before).box("moov", 0)))
                .hasValueSatisfying(text -> assertThat(text).contains("index is empty"));
    }

    @Test
    void doesNotReadIndexesWithoutEnd() throws IOException {
        Mp4Bytes file = Mp4Bytes.file();
        for (int i = 0; i < 100; i++) {
            file.box("moov", 8);
        }
        SealedInMemory content = new SealedInMemory(file.bytes());

        assertThat(IsoBoxes.damage(content.content(), UNREAD))
                .hasValueSatisfying(text -> assertThat(text).contains("more than 16 indexes"));
        assertThat(content.requests()).isLessThan(20);
    }

    @Test
    void doesNotCallAFileWholeThatHasTooManyBoxes() throws IOException {
        Mp4Bytes file = Mp4Bytes.file().box("moov", 10);
        byte[] free = new Mp4Bytes().box("free", 0).bytes();
        ByteBuffer many = ByteBuffer.allocate(1_000_000 * free.length);
        while (many.hasRemaining()) {
            many.put(free);
        }

        assertThat(damage(file.raw(many.array())))
                .hasValueSatisfying(text -> assertThat(text).contains("not looked at to its end", "1000000 boxes"));
    }

    @Test
    void doesNotCallAFileWholeThatItHadNoTimeFor() throws IOException {
        AtomicLong now = new AtomicLong();
        LongSupplier slow = () -> now.getAndAdd(Duration.ofSeconds(1).toNanos());
        SealedInMemory content = new SealedInMemory(fragmented(300));

        assertThat(IsoBoxes.damage(content.content(), UNREAD, slow))
                .hasValueSatisfying(text -> assertThat(text).contains("not looked at to its end", "300 boxes"));
        assertThat(IsoBoxes.damage(new SealedInMemory(fragmented(100)).content(), UNREAD, slow))
                .isEmpty();
    }

    /** As live recorders write it: the index first, then heads and media of fragments. */
    private static byte[] fragmented(int fragments) {
        Mp4Bytes file = Mp4Bytes.file().box("moov", 10);
        for (int i = 0; i < fragments; i++) {
            file.box("moof", HEAD - 8).box("mdat", FRAGMENT - HEAD - 8);
        }
        return file.bytes();
    }

    private static Optional<String> damage(byte[] file) throws IOException {
        return IsoBoxes.damage(new SealedInMemory(file).content(), UNREAD);
    }

    private static Optional<String> damage(Mp4Bytes file) throws IOException {
        return damage(file.bytes());
    }
}
