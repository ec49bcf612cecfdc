package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class InspectorTest {

    private final Inspector inspector = new Inspector();

    @Test
    void letsAWholeMp4Go() throws IOException {
        assertThat(inspect(Mp4Bytes.file().box("moov", 50).box("mdat", 200_000).bytes()))
                .isEqualTo(new Inspection.Plausible("video/mp4"));
    }

    @Test
    void stopsATruncatedMp4() throws IOException {
        assertThat(inspect(Mp4Bytes.file().box("moov", 50).header(1000, "mdat").bytes()))
                .isInstanceOfSatisfying(Inspection.Suspicious.class, suspicious -> {
                    assertThat(suspicious.mediaType()).isEqualTo("video/mp4");
                    assertThat(suspicious.reason()).contains("cut off");
                });
    }

    @Test
    void stopsTextHoweverItIsCalled() throws IOException {
        assertSuspicious("Hello, this is no video.\n".getBytes(StandardCharsets.UTF_8), "text/plain");
        assertSuspicious(new byte[] {'x'}, "text/plain");
    }

    @Test
    void stopsAPlaylistThatWouldMakeADecoderFetchThings() throws IOException {
        String playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
        assertThat(inspect(playlist.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Inspection.Suspicious.class,
                        suspicious -> assertThat(suspicious.reason()).contains("the content is"));
    }

    @Test
    void stopsHtmlAndArchives() throws IOException {
        assertSuspicious(
                "<!DOCTYPE html><html><script>1</script></html>".getBytes(StandardCharsets.UTF_8), "text/html");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("talk.mp4"));
            out.write(new byte[100]);
        }
        assertSuspicious(zip.toByteArray(), "application/zip");
    }

    @Test
    void saysSoWhenMediaIsOfAKindThatRecordersDoNotWrite() throws IOException {
        byte[] flash = "FLV\1\5\0\0\0\u0009".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(inspect(flash))
                .isInstanceOfSatisfying(
                        Inspection.Suspicious.class,
                        suspicious -> assertThat(suspicious.reason())
                                .contains("video/x-flv")
                                .doesNotContain("not audio or video"));
    }

    @Test
    void looksIntoTheFirstBytesOnly() throws IOException {
        byte[] late = new byte[200_000];
        byte[] box = Mp4Bytes.file().bytes();
        System.arraycopy(box, 0, late, 100_000, box.length);
        assertThat(inspect(late)).isInstanceOf(Inspection.Suspicious.class);
    }

    @Test
    void takesAnyContentOfAnItemThatIsNoRecording() throws IOException {
        assertThat(inspector.inspect(
                        ItemKind.CHAT, new SealedInMemory("hello".getBytes(StandardCharsets.UTF_8)).content()))
                .isEqualTo(new Inspection.Plausible("text/plain"));
        assertThat(inspector.inspect(
                        ItemKind.FILE, new SealedInMemory(Mp4Bytes.file().bytes()).content()))
                .isEqualTo(new Inspection.Plausible("video/mp4"));
    }

    private void assertSuspicious(byte[] content, String type) throws IOException {
        assertThat(inspect(content)).isInstanceOfSatisfying(Inspection.Suspicious.class, suspicious -> {
            assertThat(suspicious.mediaType()).isEqualTo(type);
            assertThat(suspicious.reason()).contains(type, "not audio or video");
        });
    }

    private Inspection inspect(byte[] content) throws IOException {
        return inspector.inspect(ItemKind.RECORDING, new SealedInMemory(content).content());
    }
}
