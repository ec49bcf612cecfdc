package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.transcode.plan.Planned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers built byte by byte to do what no recorder does; each is refused soon, and reaches nobody. */
class HostileStructuresIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    @Test
    void neverFollowsAPlaylistInAnAvisSubtitles() throws Exception {
        Path canary = directory.resolve("canary.ts");
        assertThat(new ProcessBuilder("mkfifo", canary.toString()).start().waitFor())
                .isZero();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(200);
            for (String target :
                    new String[] {"http://127.0.0.1:" + listener.getLocalPort() + "/a.ts", "file:" + canary}) {
                String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + "\n#EXT-X-ENDLIST\n";
                Path avi = Files.write(directory.resolve("talk.avi"), avi(playlist));

                assertThat(refusal(avi)).isNotBlank();
            }
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void refusesAThousandTracks() throws Exception {
        byte[] track = ebml(
                0xAE,
                ebml(0xD7, 1),
                ebml(0x73C5, 1),
                ebml(0x83, 2),
                ebml(0x86, "A_PCM/INT/LIT".getBytes(StandardCharsets.US_ASCII)));
        ByteArrayOutputStream tracks = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            tracks.writeBytes(track);
        }

        assertThat(refusal(matroska(ebml(0x1654AE6B, tracks.toByteArray())))).isNotBlank();
    }

    @Test
    void refusesAPictureThatOnlyItsHeaderSaysIsHuge() throws Exception {
        byte[] video = ebml(0xE0, ebml(0xB0, 60, 0), ebml(0xBA, 60, 0));
        byte[] track = ebml(
                0xAE,
                ebml(0xD7, 1),
                ebml(0x73C5, 1),
                ebml(0x83, 1),
                ebml(0x86, "V_VP8".getBytes(StandardCharsets.US_ASCII)),
                video);

        assertThat(refusal(matroska(ebml(0x1654AE6B, track)))).isNotBlank();
    }

    @Test
    void refusesElementsInElementsWithoutEnd() throws Exception {
        byte[] deep = ebml(0xEC, 0);
        for (int level = 0; level < 2000; level++) {
            deep = ebml(0x1254C367, deep);
        }

        assertThat(refusal(matroska(deep))).isNotBlank();
    }

    /** The reason, which must come soon. */
    private static String refusal(Path source) throws IOException {
        long begun = System.nanoTime();
        Planned planned = Playing.planned(source);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(planned).isInstanceOf(Planned.Refused.class);
        return ((Planned.Refused) planned).reason();
    }

    private Path matroska(byte[] content) throws IOException {
        byte[] header = ebml(0x1A45DFA3, ebml(0x4282, "matroska".getBytes(StandardCharsets.US_ASCII)));
        byte[] segment = ebml(0x18538067, content);
        return Files.write(directory.resolve("talk.mkv"), joined(header, segment));
    }

    /** An element with small numbers as its content. */
    private static byte[] ebml(int id, int first, int... more) {
        byte[] content = new byte[1 + more.length];
        content[0] = (byte) first;
        for (int i = 0; i < more.length; i++) {
            content[i + 1] = (byte) more[i];
        }
        return ebml(id, content);
    }

    private static byte[] ebml(int id, byte[]... contents) {
        byte[] content = joined(contents);
        int idBytes = (39 - Integer.numberOfLeadingZeros(id)) / 8;
        ByteBuffer element = ByteBuffer.allocate(idBytes + 8 + content.length);
        for (int shift = 8 * (idBytes - 1); shift >= 0; shift -= 8) {
            element.put((byte) (id >> shift));
        }
        return element.putLong(1L << 56 | content.length).put(content).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    /** An AVI whose only stream is a subtitle file inside of a packet, as the tag {@code GAB2} announces it. */
    private static byte[] avi(String subtitles) {
        byte[] text = subtitles.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer packet = little(17 + text.length)
                .put("GAB2\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 2)
                .putInt(0)
                .putShort((short) 4)
                .putInt(text.length)
                .put(text);
        ByteBuffer main =
                little(56).putInt(40_000).putInt(0).putInt(0).putInt(0x10).putInt(1);
        main.putInt(0).putInt(1);
        ByteBuffer stream = little(56).put("txts".getBytes(StandardCharsets.US_ASCII));
        stream.putInt(20, 1).putInt(24, 25).putInt(32, 1);
        byte[] headers = list(
                "hdrl",
                chunk("avih", bytes(main)),
                list("strl", chunk("strh", bytes(stream)), chunk("strf", new byte[0])));
        byte[] movie = list("movi", chunk("00tx", bytes(packet)));
        return chunk("RIFF", joined("AVI ".getBytes(StandardCharsets.US_ASCII), headers, movie));
    }

    private static byte[] list(String type, byte[]... chunks) {
        return chunk(
                "LIST",
                joined(Stream.concat(Stream.of(type.getBytes(StandardCharsets.US_ASCII)), Stream.of(chunks))
                        .toArray(byte[][]::new)));
    }

    private static byte[] chunk(String type, byte[] content) {
        return little(8 + content.length + content.length % 2)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
