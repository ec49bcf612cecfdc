package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.inspect.Findings.Mismatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of content, its name and its declared type, beside what it is. */
class LookTest {

    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /** A file, and what is found; {@code fits} says whether an item of the kind may be that. */
    record Case(
            ItemKind kind,
            String name,
            @Nullable String declared,
            ByteBuffer content,
            String type,
            Set<Mismatch> mismatches,
            @Nullable String active,
            boolean fits) {

        byte[] bytes() {
            byte[] bytes = new byte[content.remaining()];
            content.duplicate().get(bytes);
            return bytes;
        }

        Case active(String what) {
            return new Case(kind, name, declared, content, type, mismatches, what, fits);
        }

        Case unfit() {
            return new Case(kind, name, declared, content, type, mismatches, active, false);
        }

        Case but(Mismatch... which) {
            return new Case(kind, name, declared, content, type, Set.of(which), active, fits);
        }

        @Override
        public String toString() {
            return kind + " " + name + " as " + type;
        }
    }

    private static Case file(ItemKind kind, String name, @Nullable String declared, byte[] content, String type) {
        return new Case(kind, name, declared, ByteBuffer.wrap(content), type, Set.of(), null, true);
    }

    private static Case file(ItemKind kind, String name, @Nullable String declared, String content, String type) {
        return file(kind, name, declared, content.getBytes(StandardCharsets.ISO_8859_1), type);
    }

    static Stream<Case> files() throws IOException {
        String html = "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>";
        String svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        String mhtml =
                "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
                        + html;
        String xhtml = "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head/></html>";
        String vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n";
        byte[] png = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
        byte[] elf = HexFormat.of().parseHex("7f454c4602010100000000000000000002003e00");
        byte[] exe = ("MZ" + "\0".repeat(58) + "\u0080\0\0\0" + "\0".repeat(64) + "PE\0\0")
                .getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                file(ItemKind.TRANSCRIPT, "talk.vtt", "text/vtt", vtt, "text/vtt"),
                file(ItemKind.CHAT, "chat.txt", "text/plain; charset=utf-8", "hello all\n", "text/plain"),
                file(ItemKind.CHAT, "chat.csv", "text/csv", "a,b\n=cmd|' /C calc'!A0,1\n", "text/plain"),
                file(ItemKind.CHAT, "chat.json", "application/json", "[{\"text\":\"hi\"}]", "application/json"),
                file(ItemKind.FILE, "notes", null, "x", "text/plain"),
                file(ItemKind.FILE, "page.html", "text/html", html, "text/html").active("a web page"),
                file(ItemKind.FILE, "talk.mp4", "video/mp4", html, "text/html")
                        .active("a web page")
                        .but(Mismatch.NAME, Mismatch.DECLARED),
                file(ItemKind.WHITEBOARD, "board.svg", "image/svg+xml", svg, "image/svg+xml")
                        .active("a picture that may hold scripts"),
                file(ItemKind.WHITEBOARD, "board.png", "image/png", svg, "image/svg+xml")
                        .active("a picture that may hold scripts")
                        .but(Mismatch.NAME, Mismatch.DECLARED),
                file(ItemKind.FILE, "p.xhtml", null, xhtml, "application/xhtml+xml")
                        .active("a web page"),
                file(ItemKind.FILE, "p.mht", null, mhtml, "multipart/related").active("a saved web page"),
                file(
                                ItemKind.FILE,
                                "a.pdf",
                                "application/pdf",
                                "%PDF-1.7\n1 0 obj <</OpenAction 2 0 R>>",
                                "application/pdf")
                        .active("a PDF with OpenAction"),
                file(ItemKind.FILE, "a.pdf", "application/pdf", "%PDF-1.7\n1 0 obj <<>>", "application/pdf"),
                file(ItemKind.FILE, "a.gif", "image/gif", "GIF89a/*" + "\0".repeat(20) + "*/=alert(1);", "image/gif"),
                file(ItemKind.WHITEBOARD, "w.png", "image/png", png, "image/png"),
                file(ItemKind.WHITEBOARD, "w.jpg", "image/jpeg", png, "image/png")
                        .but(Mismatch.NAME, Mismatch.DECLARED),
                file(ItemKind.FILE, "d.docx", DOCX, zip("[Content_Types].xml", "word/document.xml"), DOCX),
                file(
                                ItemKind.FILE,
                                "d.docx",
                                DOCX,
                                zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
                                "application/vnd.ms-word.document.macroenabled.12")
                        .active("an Office document with macros")
                        .but(Mismatch.NAME, Mismatch.DECLARED),
                file(
                        ItemKind.FILE,
                        "a.zip",
                        "application/zip",
                        zip("../../x", "C:\\x", "/etc/passwd"),
                        "application/zip"),
                file(ItemKind.FILE, "bomb.zip", null, zip(names(5000)), "application/zip"),
                file(ItemKind.FILE, "setup.txt", "text/plain", exe, "application/x-msdownload")
                        .but(Mismatch.NAME, Mismatch.DECLARED)
                        .unfit(),
                file(ItemKind.FILE, "tool", null, elf, "application/x-executable")
                        .unfit(),
                file(ItemKind.FILE, "run.sh", null, "#!/bin/sh\nrm -rf /\n", "application/x-sh")
                        .unfit(),
                file(ItemKind.CHAT, "chat.zip", null, zip("a"), "application/zip")
                        .unfit(),
                file(ItemKind.CHAT, "chat.png", null, png, "image/png").unfit(),
                file(ItemKind.TRANSCRIPT, "t.mp4", "video/mp4", Mp4Bytes.file().bytes(), "video/mp4")
                        .unfit(),
                file(ItemKind.RECORDING, "talk.mp4", "video/mp4", html, "text/html")
                        .but(Mismatch.NAME, Mismatch.DECLARED)
                        .unfit(),
                file(
                                ItemKind.RECORDING,
                                "talk.webm",
                                "video/webm",
                                Mp4Bytes.file().box("moov", 50).bytes(),
                                "video/mp4")
                        .but(Mismatch.NAME, Mismatch.DECLARED),
                file(
                        ItemKind.RECORDING,
                        "talk.mov",
                        "video/quicktime",
                        Mp4Bytes.file().box("moov", 50).bytes(),
                        "video/mp4"),
                file(
                                ItemKind.RECORDING,
                                "a\u202e4pm.bat",
                                "nonsense\r\nX: y",
                                Mp4Bytes.file().box("moov", 50).bytes(),
                                "video/mp4")
                        .but(Mismatch.NAME));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatWasFound(Case file) throws IOException {
        Inspector.Look look = new Inspector()
                .look(
                        new Claim(file.kind(), file.name(), file.declared()),
                        new SealedInMemory(file.bytes()).content(),
                        new Scan.Clean());
        Findings findings = look.findings();
        assertThat(findings.contentType()).isEqualTo(file.type());
        assertThat(findings.mismatches()).isEqualTo(file.mismatches());
        assertThat(findings.active()).isEqualTo(file.active());
        assertThat(look.inspection() instanceof Inspection.Plausible)
                .as("%s", look.inspection())
                .isEqualTo(file.fits());
    }

    private static String[] names(int count) {
        return Stream.iterate(0, i -> i < count, i -> i + 1).map(i -> "n" + i).toArray(String[]::new);
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
            }
        }
        return bytes.toByteArray();
    }
}
