package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EbmlElementsTest {

    /** As of a file of which nothing was read before. */
    private static final byte[] UNREAD = {};

    private static final byte[] UNKNOWN = HexFormat.of().parseHex("01ffffffffffffff");
    private static final byte[] DOCTYPE = HexFormat.of().parseHex("428681014282847765626d");
    private static final byte[] TRACK = element("ae", HexFormat.of().parseHex("d78101"));

    @Test
    void letsAWholeFileGo() throws IOException {
        assertThat(damage(file(segment(tracks(TRACK), element("1f43b675", new byte[5000])))))
                .isEmpty();
    }

    @Test
    void letsALiveFileGo() throws IOException {
        byte[] live = join(
                HexFormat.of().parseHex("18538067"),
                UNKNOWN,
                tracks(TRACK),
                HexFormat.of().parseHex("1f43b675"),
                UNKNOWN,
                new byte[900]);
        assertThat(damage(file(live))).isEmpty();
    }

    @Test
    void findsWhereAFileWasCutOff() throws IOException {
        byte[] whole = file(segment(tracks(TRACK), element("1f43b675", new byte[5000])));
        for (int length : new int[] {1, 4, 5, 12, 16, 17, 20, 24, 30, 100, whole.length - 1}) {
            assertThat(damage(Arrays.copyOf(whole, length)))
                    .as("%s bytes", length)
                    .isPresent();
        }
    }

    @Test
    void findsHeadersThatCannotBe() throws IOException {
        String damaged = "is damaged";
        assertSays(join(HexFormat.of().parseHex("1a45dfa3"), UNKNOWN, new byte[100]), damaged);
        assertSays(join(HexFormat.of().parseHex("1a45dfa3"), size(1L << 50), new byte[100]), damaged);
        assertSays(
                join(
                        HexFormat.of().parseHex("1a45dfa3"),
                        size(3),
                        HexFormat.of().parseHex("4286ff")),
                damaged);
        assertSays(join(element("1a45dfa3", HexFormat.of().parseHex("42f28105")), new byte[50]), "longer ids");
        assertSays(join(element("1a45dfa3", DOCTYPE), element("ec", new byte[20])), "no segment");
    }

    @Test
    void findsTracksThatCannotBe() throws IOException {
        assertSays(file(segment(element("1f43b675", new byte[50]))), "no tracks");
        assertSays(file(segment(tracks(manyTracks(1000)))), "1000 tracks");
        assertThat(damage(file(segment(tracks(manyTracks(100)))))).isEmpty();
        assertSays(file(segment(tracks(element("ae", HexFormat.of().parseHex("d7ff"))))), "does not say|is damaged");
        byte[] nested = TRACK;
        for (int depth = 0; depth < 20; depth++) {
            nested = element("ae", nested);
        }
        assertSays(file(segment(tracks(nested))), "nests deeper");
        byte[] absurd = join(HexFormat.of().parseHex("1654ae6b"), size(5 << 20), new byte[5 << 20]);
        assertSays(file(segment(absurd)), "tracks claim");
        assertSays(file(join(HexFormat.of().parseHex("18538067"), size(1L << 54), tracks(TRACK))), "cut off");
    }

    /** However it is made, a file costs a bounded number of reads. */
    @Test
    void readsLittleOfManyElements() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            many.writeBytes(element("ec", new byte[1]));
        }
        SealedInMemory content = new SealedInMemory(file(segment(tracks(TRACK), many.toByteArray())));
        content.requests();
        assertThat(EbmlElements.damage(content.content(), UNREAD)).isEmpty();
        assertThat(content.requests()).isLessThan(4);
    }

    @Test
    void readsNothingAgainThatWasReadBefore() throws IOException {
        byte[] whole = file(segment(tracks(TRACK), element("1f43b675", new byte[500])));
        SealedInMemory content = new SealedInMemory(whole);
        content.requests();
        assertThat(EbmlElements.damage(content.content(), whole)).isEmpty();
        assertThat(content.requests()).isZero();

        // However much of it was read, also when that ends within a header, or within the tracks.
        for (int head = 0; head < whole.length; head++) {
            assertThat(EbmlElements.damage(content.content(), Arrays.copyOf(whole, head)))
                    .as("%s bytes", head)
                    .isEmpty();
        }
    }

    @Test
    void endsWithWhateverBytes() throws IOException {
        Random random = new Random(7);
        byte[] whole = file(segment(tracks(TRACK), element("1f43b675", new byte[500])));
        for (int i = 0; i < 2000; i++) {
            byte[] bent = whole.clone();
            for (int change = 0; change < 3; change++) {
                bent[random.nextInt(Math.min(60, bent.length))] = (byte) random.nextInt();
            }
            assertThat(damage(bent)).isNotNull();
        }
    }

    private static void assertSays(byte[] file, String reason) throws IOException {
        assertThat(damage(file)).hasValueSatisfying(said -> assertThat(said).containsPattern(reason));
    }

    private static Optional<String> damage(byte[] file) throws IOException {
        return EbmlElements.damage(new SealedInMemory(file).content(), UNREAD);
    }

    private static byte[] file(byte[] segment) {
        return join(element("1a45dfa3", DOCTYPE), segment);
    }

    private static byte[] segment(byte[]... inside) {
        return element("18538067", join(inside));
    }

    private static byte[] tracks(byte[]... inside) {
        return element("1654ae6b", join(inside));
    }

    private static byte[] manyTracks(int count) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            many.writeBytes(TRACK);
        }
        return many.toByteArray();
    }

    private static byte[] element(String id, byte[] inside) {
        return join(HexFormat.of().parseHex(id), size(inside.length), inside);
    }

    /** A size in 8 bytes. */
    private static byte[] size(long size) {
        return ByteBuffer.allocate(8).putLong(size | (1L << 56)).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
