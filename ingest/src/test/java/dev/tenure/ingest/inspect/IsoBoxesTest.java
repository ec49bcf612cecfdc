package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoBoxesTest {

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
    void looksAtABoundedNumberOfBoxes() throws IOException {
        Mp4Bytes file = Mp4Bytes.file().box("moov", 10);
        for (int i = 0; i < 5000; i++) {
            file.box(i % 2 == 0 ? "moof" : "mdat", 3);
        }
        SealedInMemory content = new SealedInMemory(file.bytes());

        assertThat(IsoBoxes.damage(content.content())).isEmpty();
        assertThat(content.requests()).isLessThanOrEqualTo(2 * 64);
    }

    @Test
    void doesNotLetAnIndexThroughThatItDidNotLookAt() throws IOException {
        Mp4Bytes file = Mp4Bytes.file();
        for (int i = 0; i < 64; i++) {
            file.box(i % 2 == 0 ? "free" : "mdat", 3);
        }
        assertThat(damage(file.box("mdat", 3)))
                .hasValueSatisfying(text -> assertThat(text).contains("no index"));
        assertThat(damage(file.box("moov", 10)))
                .hasValueSatisfying(text -> assertThat(text).contains("no index"));
    }

    private static Optional<String> damage(Mp4Bytes file) throws IOException {
        return IsoBoxes.damage(new SealedInMemory(file.bytes()).content());
    }
}
