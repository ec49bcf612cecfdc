package dev.tenure.transcode.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastStartTest {

    private static final byte[] FTYP = box("ftyp", new byte[] {'m', 'p', '4', '2', 0, 0, 0, 0});
    private static final byte[] MDAT = box("mdat", new byte[] {1, 2, 3, 4});

    @TempDir
    private Path directory;

    @Test
    void putsTheIndexInFrontAndShiftsItsOffsets() throws IOException {
        byte[] moov = moov(stco(20, 24));
        Path to = rewrite(bytes(FTYP, MDAT, moov));

        byte[] expected = bytes(FTYP, moov(stco(20 + moov.length, 24 + moov.length)), MDAT);
        assertThat(Files.readAllBytes(to)).isEqualTo(expected);
    }

    @Test
    void widensOffsetsThatNoLongerFit() {
        byte[] moov = moov(stco(0xFFFF_FFF0L));
        byte[] shifted = FastStart.shifted(ByteBuffer.wrap(moov), 100, true);

        assertThat(shifted).isEqualTo(moov(co64(0xFFFF_FFF0L + 100)));
        assertThat(shifted).hasSize(moov.length + 4);
    }

    @Test
    void keepsWideOffsetsWide() {
        byte[] moov = moov(co64(1L << 40));

        assertThat(FastStart.shifted(ByteBuffer.wrap(moov), 7, false)).isEqualTo(moov(co64((1L << 40) + 7)));
    }

    @Test
    void refusesFilesItDoesNotUnderstand() throws IOException {
        byte[] moov = moov(stco(20));
        assertRefused(bytes(MDAT, moov));
        assertRefused(bytes(FTYP, MDAT));
        assertRefused(bytes(FTYP, moov, MDAT));
        assertRefused(bytes(FTYP, MDAT, moov, moov));
        assertRefused(bytes(FTYP, MDAT, java.util.Arrays.copyOf(moov, moov.length - 1)));
        assertRefused(bytes(FTYP, MDAT, moov(box("stco", new byte[] {0, 0, 0, 0, 0x7F, 0, 0, 0}))));
        assertRefused(new byte[0]);
    }

    private void assertRefused(byte[] file) throws IOException {
        assertThatThrownBy(() -> rewrite(file)).isInstanceOf(Mp4FormatException.class);
    }

    private Path rewrite(byte[] file) throws IOException {
        Path from = Files.write(directory.resolve("from.mp4"), file);
        Path to = directory.resolve("to.mp4");
        FastStart.rewrite(from, to);
        return to;
    }

    private static byte[] moov(byte[] offsets) {
        byte[] table = box("stbl", bytes(box("stsd", new byte[8]), offsets));
        return box("moov", bytes(box("mvhd", new byte[12]), box("trak", box("mdia", box("minf", table)))));
    }

    private static byte[] stco(long... offsets) {
        ByteBuffer table = ByteBuffer.allocate(8 + 4 * offsets.length).putInt(0).putInt(offsets.length);
        for (long offset : offsets) {
            table.putInt((int) offset);
        }
        return box("stco", table.array());
    }

    private static byte[] co64(long... offsets) {
        ByteBuffer table = ByteBuffer.allocate(8 + 8 * offsets.length).putInt(0).putInt(offsets.length);
        for (long offset : offsets) {
            table.putLong(offset);
        }
        return box("co64", table.array());
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
