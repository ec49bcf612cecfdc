package dev.tenure.app.whole;

import static dev.tenure.app.whole.Attack.Threat.ARCHIVE_BOMB;
import static dev.tenure.app.whole.Attack.Threat.EXTERNAL_ENTITY;
import static dev.tenure.app.whole.Attack.Threat.SPOOFED_TYPE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Documents that pretend, run something, fetch something, or grow. */
final class HostileDocuments {

    private static final String HTML = "<!doctype html><html><script>alert(1)</script></html>";
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";

    private HostileDocuments() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(archives());
        attacks.addAll(pretenders());
        attacks.addAll(entities());
        return attacks;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] named(String... names) {
        Map<String, byte[]> entries = new TreeMap<>();
        for (String name : names) {
            entries.put(name, bytes("x"));
        }
        return zip(entries);
    }

    private static Attack archive(String name, String kind, String fileName, byte[] content) {
        return Attack.harmless(ARCHIVE_BOMB, name, kind, fileName, () -> content);
    }

    private static List<Attack> archives() {
        byte[] honest = named("first.txt", "other.txt");
        return List.of(
                archive("names that lead out of the directory", "file", "a.zip", named("../../x", "..\\..\\y")),
                archive("names that are absolute", "file", "a.zip", named("/etc/passwd", "C:\\Windows\\x", "//host/x")),
                archive("a name with U+0000 in it", "file", "a.zip", named("a\0.txt")),
                archive(
                        "one name twice",
                        "file",
                        "a.zip",
                        Boxes.patched(honest, bytes("other.txt"), 0, bytes("first.txt"))),
                archive("a link to elsewhere", "file", "a.zip", linked()),
                archive("archives in archives in archives", "file", "42.zip", wrapped(40)),
                archive(
                        "sixteen megabytes in a few bytes",
                        "file",
                        "zeros.zip",
                        zip(Map.of("zeros", new byte[16 << 20]))),
                archive("a hundred thousand names", "file", "many.zip", named(numbered(100_000))),
                archive("sizes that are lies", "file", "a.zip", Boxes.patched(honest, bytes("PK\1\2"), 20, new byte[] {
                    -1, -1, -1, 127, -1, -1, -1, 127
                })),
                archive(
                        "entries that lie over each other",
                        "file",
                        "a.zip",
                        Boxes.patched(honest, bytes("PK\1\2"), 42, new byte[4])),
                archive(
                        "a directory that begins behind the end",
                        "file",
                        "a.zip",
                        Boxes.patched(honest, bytes("PK\5\6"), 12, new byte[] {-1, -1, -1, 127, -1, -1, -1, 127})),
                archive(
                        "a document that is a bomb",
                        "file",
                        "a.docx",
                        office("<w:t>" + "a".repeat(4 << 20) + "</w:t>")),
                Attack.held(
                        ARCHIVE_BOMB, "an archive called a film", "recording", "talk.mp4", () -> honest, "not audio"),
                Attack.held(
                        ARCHIVE_BOMB, "an archive called a chat", "chat", "chat.txt", () -> honest, "no chat may be"));
    }

    private static String[] numbered(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = "n" + i;
        }
        return names;
    }

    private static byte[] wrapped(int depth) {
        byte[] inside = new byte[1 << 20];
        for (int i = 0; i < depth; i++) {
            inside = zip(Map.of("again.zip", inside));
        }
        return inside;
    }

    /** An entry whose Unix mode says that it is a symbolic link (external attributes, host 3). */
    private static byte[] linked() {
        byte[] plain = zip(Map.of("link", bytes("/etc/passwd")));
        byte[] unix = Boxes.patched(plain, bytes("PK\1\2"), 5, new byte[] {3});
        return Boxes.patched(unix, bytes("PK\1\2"), 38, new byte[] {0, 0, -1, (byte) 0xa1});
    }

    private static byte[] office(String body) {
        return zip(Map.of(
                "[Content_Types].xml",
                bytes(
                        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                                + "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-"
                                + "officedocument.wordprocessingml.document.main+xml\"/></Types>"),
                "word/document.xml",
                bytes(body)));
    }

    private static Attack pretender(String name, String kind, String fileName, String content) {
        return Attack.harmless(SPOOFED_TYPE, name, kind, fileName, () -> bytes(content));
    }

    private static Attack film(String name, byte[] content, String reason) {
        return Attack.held(SPOOFED_TYPE, name + " called a film", "recording", "talk.mp4", () -> content, reason);
    }

    private static List<Attack> pretenders() {
        String mail = String.join(
                "\r\n",
                "MIME-Version: 1.0",
                "Content-Type: multipart/related; boundary=\"x\"",
                "",
                "--x",
                "Content-Type: text/html",
                "",
                HTML);
        return List.of(
                film("a text", bytes("Just a text, nothing else.\n".repeat(50)), "not audio or video"),
                film("a web page", bytes(HTML), "not audio or video"),
                film("a drawing", bytes(SVG), "not audio or video"),
                film(
                        "a picture that is a script",
                        bytes("GIF89a/*" + "\0".repeat(20) + "*/=alert(1);"),
                        "not audio or video"),
                film("a program", Boxes.ascii("\u007fELF\2\1\1" + "\0".repeat(9) + "\2\0>\0"), "not audio or video"),
                film("nothing but zeros", new byte[4096], ""),
                film("one byte", new byte[1], ""),
                pretender("a saved web page", "file", "a.mht", mail),
                pretender(
                        "a PDF that runs something",
                        "file",
                        "a.pdf",
                        "%PDF-1.7\n1 0 obj <</OpenAction 2 0 R /JS (x)>>"),
                pretender("a picture that is a script", "file", "a.gif", "GIF89a/*" + "\0".repeat(20) + "*/=alert(1);"),
                pretender("a table with formulas", "chat", "chat.csv", "name,text\n=cmd|' /C calc'!A0,@SUM(1)\n"),
                pretender(
                        "captions with markup",
                        "transcript",
                        "talk.vtt",
                        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v <b>Ada></b><img src=x onerror=alert(1)>\n"),
                Attack.held(
                        SPOOFED_TYPE,
                        "a program called a text",
                        "file",
                        "notes.txt",
                        () -> Boxes.ascii("MZ" + "\0".repeat(58) + "\u0080\0\0\0" + "\0".repeat(64) + "PE\0\0"),
                        "no file may be"),
                Attack.held(
                        SPOOFED_TYPE,
                        "a shell script called a whiteboard",
                        "whiteboard",
                        "board.png",
                        () -> bytes("#!/bin/sh\nrm -rf /\n"),
                        "no whiteboard may be"));
    }

    private static Attack entity(String name, String kind, String fileName, Function<String, byte[]> content) {
        return new Attack(EXTERNAL_ENTITY, name, ground -> {
            byte[] bytes = content.apply("http://" + ground.canary().address() + "/x");
            ground.isOnlyADownload(ground.handOver(kind, fileName, bytes), bytes);
        });
    }

    private static String doctype(String root, String address) {
        return "<?xml version=\"1.0\"?><!DOCTYPE " + root + " [<!ENTITY x SYSTEM \"" + address
                + "\"><!ENTITY y SYSTEM \"file:///etc/passwd\"><!ENTITY % z SYSTEM \"" + address + "\"> %z;]>";
    }

    private static List<Attack> entities() {
        return List.of(
                entity(
                        "a Word document with an external entity",
                        "file",
                        "a.docx",
                        at -> office(doctype("w", at) + "<w>&x;&y;</w>")),
                entity(
                        "a drawing with an external entity",
                        "whiteboard",
                        "a.svg",
                        at -> bytes(doctype("svg", at)
                                + "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&x;&y;</text></svg>")),
                entity(
                        "captions in XML with an external entity",
                        "transcript",
                        "a.ttml",
                        at -> bytes(
                                doctype("tt", at)
                                        + "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"0s\" end=\"1s\">&x;&y;</p></div></body></tt>")),
                entity(
                        "a chat of slides with an external entity",
                        "chat",
                        "slides_new.xml",
                        at -> bytes(doctype("popcorn", at)
                                + "<popcorn><chattimeline in=\"1\" name=\"A\" message=\"&y;\"/></popcorn>")),
                entity(
                        "a PDF whose form is XML with an external entity",
                        "file",
                        "a.pdf",
                        at -> bytes(
                                "%PDF-1.7\n1 0 obj <</Type/Catalog/AcroForm<</XFA 2 0 R>>>> endobj\n2 0 obj <</Length 99>> stream\n"
                                        + doctype("xdp", at)
                                        + "<xdp>&x;</xdp>\nendstream endobj\ntrailer <</Root 1 0 R>>")),
                entity(
                        "a manifest of DASH",
                        "file",
                        "a.mpd",
                        at -> bytes(doctype("MPD", at) + "<MPD><Period><BaseURL>&x;</BaseURL></Period></MPD>")),
                entity("a thousand million laughs", "chat", "lol.xml", at -> bytes(laughs())),
                entity(
                        "a style sheet and a schema from elsewhere",
                        "file",
                        "a.xml",
                        at -> bytes("<?xml version=\"1.0\"?><?xml-stylesheet href=\"" + at
                                + "\"?><a xmlns:xsi=\"http://www.w3.org/2001/"
                                + "XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"" + at + "\"/>")),
                entity(
                        "a page that fetches",
                        "file",
                        "a.html",
                        at -> bytes("<html><base href=\"" + at + "\"><link rel=stylesheet href=\"" + at
                                + "\"><img src=\"" + at + "\">")),
                entity("elements that nest without end", "transcript", "deep.ttml", at -> bytes("<tt>".repeat(50_000))),
                entity("lists that nest without end", "chat", "deep.json", at -> bytes("[".repeat(200_000))));
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            text.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return text.append("]><l>&a9;</l>").toString();
    }
}
