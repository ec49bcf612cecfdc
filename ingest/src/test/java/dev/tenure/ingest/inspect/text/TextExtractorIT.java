package dev.tenure.ingest.inspect.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.inspect.SealedInMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Text out of documents, by real children; and what becomes of documents that fight back. */
class TextExtractorIT {

    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final Duration WALL = Duration.ofSeconds(90);

    @TempDir
    private Path place = Path.of("");

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("text-")))
                    .isEmpty();
        }
    }

    @Test
    void takesTextOutOfDocuments() throws IOException {
        assertText(extract(docx(paragraph("Quarterly figures")), DOCX), "Quarterly figures");
        assertText(
                extract(bytes("<html><body><p>Hello <b>page</b></p><script>no()</script></body></html>"), "text/html"),
                "Hello page");
        assertText(extract(pdf(), "application/pdf"), "Hello PDF");
        assertText(extract(bytes("plain words"), "text/plain"), "plain words");
        assertText(
                extract(
                        bytes("{\\rtf1\\ansi{\\fonttbl\\f0\\fswiss Helvetica;}\\f0\\pard rich words\\par}"),
                        "application/rtf"),
                "rich words");
    }

    @Test
    void saysWhenThereIsNone() throws IOException {
        assertThat(extract(docx(""), DOCX)).isEqualTo(new Extraction.Empty());
        assertThat(extract(new byte[10], "image/png")).isEqualTo(new Extraction.NotSupported("image/png"));
        assertThat(extract(new byte[10], "application/zip")).isEqualTo(new Extraction.NotSupported("application/zip"));
        assertThat(extract(bytes("no document"), DOCX)).isInstanceOf(Extraction.Failed.class);
        assertThat(extract(bytes("%PDF-1.7 broken"), "application/pdf")).isInstanceOf(Extraction.Failed.class);
    }

    @Test
    void keepsNoMoreThanItMay() throws IOException {
        TextSettings small = settings(DataSize.ofMegabytes(128), WALL, 1000);
        assertThat(extract(bytes("word ".repeat(10_000)), "text/plain", small))
                .isInstanceOfSatisfying(Extraction.Text.class, text -> {
                    assertThat(text.cut()).isTrue();
                    assertThat(text.text().length()).isBetween(900, 1000);
                });
        TextSettings tiny = new TextSettings(place, DataSize.ofMegabytes(64), WALL, DataSize.ofBytes(5), 1000);
        assertThat(extract(bytes("123456"), "text/plain", tiny)).isInstanceOf(Extraction.Failed.class);
    }

    /** Nothing is fetched, neither a file nor an address, whatever an entity names. */
    @Test
    void entitiesFetchNothing() throws IOException {
        Path canary = Files.writeString(place.resolve("canary"), "the canary sings");
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + listening.getLocalPort() + "/x.dtd";
            String head = "<?xml version=\"1.0\"?><!DOCTYPE w:document [<!ENTITY a SYSTEM \"" + canary.toUri()
                    + "\"><!ENTITY % b SYSTEM \"" + address + "\"> %b;]>";
            byte[] document = zip(
                    "[Content_Types].xml",
                    TYPES,
                    "_rels/.rels",
                    RELATIONS,
                    "word/document.xml",
                    head + body(paragraph("&a;")));
            assertSilent(extract(document, DOCX));
            assertSilent(extract(bytes(head.replace("w:document", "svg") + "<svg>&a;</svg>"), "image/svg+xml"));
            assertSilent(extract(bytes(head.replace("w:document", "tt") + "<tt>&a;</tt>"), "application/xml"));
            assertSilent(extract(
                    bytes("<html><head><link rel=stylesheet href=\"" + address + "\"></head><body><img src=\"" + address
                            + "\"></body></html>"),
                    "text/html"));
            listening.setSoTimeout(1);
            assertThat(accepted(listening)).isFalse();
        }
    }

    @Test
    void bombsHarmOnlyTheirChild() throws IOException {
        StringBuilder laughs = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        TextSettings strict = settings(DataSize.ofMegabytes(64), WALL, 2_000_000);
        assertThat(extract(bytes(laughs + "]><x>&l11;</x>"), "application/xml", strict))
                .isNotInstanceOf(Extraction.Text.class);
        assertThat(extract(docx(paragraph("a".repeat(1000)).repeat(200_000)), DOCX, strict))
                .isInstanceOf(Extraction.Failed.class);
        assertText(extract(bytes("still here"), "text/plain"), "still here");
    }

    @Test
    void aHangEndsWithItsTime() throws IOException {
        TextSettings hasty = settings(DataSize.ofMegabytes(64), Duration.ofMillis(1), 1000);
        long children = extractors();
        assertThat(extract(bytes("words"), "text/plain", hasty))
                .isInstanceOfSatisfying(
                        Extraction.Failed.class,
                        failed -> assertThat(failed.again()).isTrue());
        assertThat(extractors()).isLessThanOrEqualTo(children);
    }

    /** Children that run Java: the database's come and go as they like. */
    private static long extractors() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .count();
    }

    private static boolean accepted(ServerSocket listening) throws IOException {
        try {
            listening.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private static void assertSilent(Extraction extraction) {
        assertThat(extraction.toString()).doesNotContain("canary", "sings");
    }

    private static void assertText(Extraction extraction, String wanted) {
        assertThat(extraction)
                .isInstanceOfSatisfying(
                        Extraction.Text.class, text -> assertThat(text.text()).contains(wanted));
    }

    private Extraction extract(byte[] document, String type) {
        return extract(document, type, settings(DataSize.ofMegabytes(256), WALL, 2_000_000));
    }

    private static Extraction extract(byte[] document, String type, TextSettings settings) {
        return new TextExtractor(settings, settings.place()).extract(new SealedInMemory(document).content(), type);
    }

    private TextSettings settings(DataSize heap, Duration wall, int maxText) {
        return new TextSettings(place, heap, wall, DataSize.ofMegabytes(64), maxText);
    }

    private static final String TYPES =
            "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Override PartName=\"/word/document.xml\" ContentType=\"" + DOCX + ".main+xml\"/></Types>";
    private static final String RELATIONS =
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

    private static byte[] docx(String paragraphs) throws IOException {
        return zip(
                "[Content_Types].xml",
                TYPES,
                "_rels/.rels",
                RELATIONS,
                "word/document.xml",
                "<?xml version=\"1.0\"?>" + body(paragraphs));
    }

    private static String body(String paragraphs) {
        return "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                + paragraphs + "</w:body></w:document>";
    }

    private static String paragraph(String text) {
        return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(bytes(namesAndTexts[i + 1]));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] pdf() {
        return bytes("""
                %PDF-1.4
                1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
                2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
                3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
                4 0 obj <</Length 43>> stream
                BT /F1 12 Tf 10 100 Td (Hello PDF) Tj ET
                endstream endobj
                5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
                trailer <</Root 1 0 R>>
                %%EOF
                """);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
