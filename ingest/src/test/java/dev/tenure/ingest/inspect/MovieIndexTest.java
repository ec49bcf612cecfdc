package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovieIndexTest {

    /** As of a file of which nothing was read before. */
    private static final byte[] UNREAD = {};

    @Test
    void letsAnHonestIndexGo() throws IOException {
        assertThat(damage(film(table("stts", 2, 16), table("stsz", 0, 3, 12), table("stco", 1, 4))))
                .isEmpty();
    }

    @Test
    void findsTablesThatClaimMoreThanTheyHold() throws IOException {
        for (String type : new String[] {"stts", "ctts", "stsc", "stco", "co64", "stss"}) {
            assertSays(film(table(type, 0x7fff_ffff, 100)), "its table " + type + " claims 2147483647 entries");
        }
        assertSays(film(table("stsz", 0, -1, 40)), "its table stsz claims 4294967295 entries");
        assertThat(damage(film(table("stsz", 512, -1, 0)))).isEmpty();
    }

    @Test
    void findsBoxesThatAreLargerThanWhatHoldsThem() throws IOException {
        byte[] lying = new Mp4Bytes().header(5000, "mdia").raw(new byte[50]).bytes();
        assertSays(film(lying), "a box of its index claims 5000 bytes");
        assertSays(film(new Mp4Bytes().header(3, "mdia").raw(new byte[50]).bytes()), "claims 3 bytes");
        assertSays(Mp4Bytes.file().box("moov", 0).bytes(), "index is empty");
    }

    @Test
    void findsWhatNoRecorderWrites() throws IOException {
        byte[] nested = new byte[0];
        for (int depth = 0; depth < 30; depth++) {
            nested = new Mp4Bytes().box("mdia", nested).bytes();
        }
        assertSays(film(nested), "nests deeper");
        Mp4Bytes tracks = new Mp4Bytes();
        for (int i = 0; i < 1000; i++) {
            tracks.box("trak", 16);
        }
        assertSays(Mp4Bytes.file().box("moov", tracks.bytes()).bytes(), "more than 128 tracks");
        Mp4Bytes boxes = new Mp4Bytes();
        for (int i = 0; i < 30_000; i++) {
            boxes.box("free", 0);
        }
        assertSays(Mp4Bytes.file().box("moov", boxes.bytes()).bytes(), "more boxes");
        assertSays(Mp4Bytes.file().header(300 << 20, "moov").bytes(), "cut off");
    }

    @Test
    void findsALengthThatNoMeetingHas() throws IOException {
        assertSays(
                Mp4Bytes.file().box("moov", header(1_000, 1_000_000_000)).bytes(), "claims to be 1000000 seconds long");
        assertThat(damage(Mp4Bytes.file().box("moov", header(1_000, 3_600_000)).bytes()))
                .isEmpty();
        assertThat(damage(Mp4Bytes.file().box("moov", header(0, 3_600_000)).bytes()))
                .isEmpty();
        assertThat(damage(Mp4Bytes.file().box("moov", header(1_000, -1)).bytes()))
                .isEmpty();
    }

    @Test
    void endsWithWhateverBytes() throws IOException {
        Random random = new Random(11);
        byte[] whole = film(table("stts", 2, 16), table("stsz", 0, 3, 12));
        for (int i = 0; i < 2000; i++) {
            byte[] bent = whole.clone();
            for (int change = 0; change < 3; change++) {
                bent[32 + random.nextInt(bent.length - 32)] = (byte) random.nextInt();
            }
            assertThat(damage(bent)).isNotNull();
        }
    }

    private static void assertSays(byte[] file, String reason) throws IOException {
        assertThat(damage(file)).hasValueSatisfying(said -> assertThat(said).contains(reason));
    }

    private static Optional<String> damage(byte[] file) throws IOException {
        return IsoBoxes.damage(new SealedInMemory(file).content(), UNREAD);
    }

    private static byte[] film(byte[]... tables) {
        Mp4Bytes inside = new Mp4Bytes();
        for (byte[] table : tables) {
            inside.raw(table);
        }
        byte[] track = new Mp4Bytes()
                .box(
                        "mdia",
                        new Mp4Bytes()
                                .box(
                                        "minf",
                                        new Mp4Bytes()
                                                .box("stbl", inside.bytes())
                                                .bytes())
                                .bytes())
                .bytes();
        byte[] movie =
                new Mp4Bytes().raw(header(1_000, 5_000)).box("trak", track).bytes();
        return Mp4Bytes.file().box("moov", movie).bytes();
    }

    private static byte[] header(int scale, int length) {
        ByteBuffer header =
                ByteBuffer.allocate(100).putInt(0).putLong(0).putInt(scale).putInt(length);
        return new Mp4Bytes().box("mvhd", header.array()).bytes();
    }

    /** A table of this many entries, with this many bytes behind its head. */
    private static byte[] table(String type, int entries, int bytes) {
        return new Mp4Bytes()
                .box(
                        type,
                        ByteBuffer.allocate(8 + bytes).putInt(0).putInt(entries).array())
                .bytes();
    }

    private static byte[] table(String type, int common, int entries, int bytes) {
        return new Mp4Bytes()
                .box(
                        type,
                        ByteBuffer.allocate(12 + bytes)
                                .putInt(0)
                                .putInt(common)
                                .putInt(entries)
                                .array())
                .bytes();
    }
}
