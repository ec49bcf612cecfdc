package dev.tenure.ingest.companion.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as servers write them, and as nobody should: each with all that is read of it. */
class CompanionFileTest {

    private static final Charset WESTERN = Charset.forName("windows-1252");

    /**
     * A file and what is read of it.
     *
     * @param read format, number of leftovers, number of mended times; then one line for each entry
     */
    record Case(String name, ByteBuffer file, List<String> read) {

        byte[] bytes() {
            byte[] bytes = new byte[file.remaining()];
            file.duplicate().get(bytes);
            return bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case bytes(String name, byte[] file, String... read) {
        return new Case(name, ByteBuffer.wrap(file), List.of(read));
    }

    private static Case text(String name, String file, String... read) {
        return bytes(name, file.getBytes(StandardCharsets.UTF_8), read);
    }

    static Stream<Case> files() {
        return Stream.of(timed(), chats(), json(), xml(), encodings(), refused())
                .flatMap(List::stream);
    }

    private static List<Case> timed() {
        return List.of(
                text("a plain WebVTT", "WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n", "webvtt 0 0", "1000-2500 Hello"),
                text("a WebVTT without cues", "WEBVTT", "webvtt 0 0"),
                text(
                        "hours, names of cues, settings",
                        "WEBVTT - title\nKind: captions\nLanguage: en\n\nintro\n01:00:00.000 --> 01:00:01.000 align:start line:0\nHi\n",
                        "webvtt 1 0 en",
                        "3600000-3601000 Hi"),
                text(
                        "voices, two in one cue, as Teams writes them",
                        "WEBVTT\n\n0:0:1.000 --> 0:0:2.000\n<v Ada Lovelace>One.</v>\n<v.loud Grace>Two &amp; three.</v>\n",
                        "webvtt 0 0",
                        "1000-2000 Ada Lovelace: One.",
                        "1000-2000 Grace: Two & three."),
                text(
                        "names before colons, as Zoom writes them",
                        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAda Lovelace: One\n\n2\n00:00:02.000 --> 00:00:03.000\nGrace: Two\n",
                        "webvtt 0 0",
                        "1000-2000 Ada Lovelace: One",
                        "2000-3000 Grace: Two"),
                text(
                        "a single colon is no name",
                        "WEBVTT\n\n00:01.000 --> 00:02.000\nNote: a\n\n00:02.000 --> 00:03.000\nb\n\n00:03.000 --> 00:04.000\nc\n",
                        "webvtt 0 0",
                        "1000-2000 Note: a",
                        "2000-3000 b",
                        "3000-4000 c"),
                text(
                        "notes and styles are told, not spoken",
                        "WEBVTT\n\nNOTE\nby a machine\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000\nHi\n",
                        "webvtt 2 0",
                        "1000-2000 Hi"),
                text(
                        "markup of a stranger becomes text",
                        "WEBVTT\n\n00:01.000 --> 00:02.000\n<b>Hi</b> <img src=x onerror=alert(1)> <script>x</script>\n",
                        "webvtt 0 0",
                        "1000-2000 Hi <img src=x onerror=alert(1)> <script>x</script>"),
                text(
                        "entities are decoded once",
                        "WEBVTT\n\n00:01.000 --> 00:02.000\n&amp;lt;b&gt; &#65;&#x42; &nope; &#xd800;\n",
                        "webvtt 0 0",
                        "1000-2000 &lt;b> AB &nope; \ufffd"),
                text(
                        "times that run backwards",
                        "WEBVTT\n\n00:05.000 --> 00:02.000\nHi\n",
                        "webvtt 0 1",
                        "5000-5000 Hi"),
                text(
                        "times below zero and beyond sixty",
                        "WEBVTT\n\n-00:00:01.000 --> 00:00:01.000\na\n\n00:00:75.000 --> 00:99:00.000\nb\n",
                        "webvtt 0 3",
                        "0-1000 a",
                        "75000-5940000 b"),
                text(
                        "overlapping cues",
                        "WEBVTT\n\n00:01.000 --> 00:05.000\na\n\n00:02.000 --> 00:03.000\nb\n",
                        "webvtt 0 0",
                        "1000-5000 a",
                        "2000-3000 b"),
                text(
                        "what is no cue is told",
                        "WEBVTT\n\nlost words\n\n00:01.000 --> 00:02.000\nHi\n\nmore lost\n",
                        "webvtt 2 0",
                        "1000-2000 Hi"),
                text(
                        "a cue without text is told",
                        "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nHi\n",
                        "webvtt 1 0",
                        "2000-3000 Hi"),
                text(
                        "SubRip",
                        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Hi</i> {\\an8}there\r\nyou\r\n\r\n2\r\n00:00:03,5 --> 00:00:04,25\r\nBye\r\n",
                        "subrip 0 0",
                        "1000-2000 Hi there\\nyou",
                        "3500-4250 Bye"),
                text(
                        "SubRip without empty lines",
                        "1\n00:00:01,000 --> 00:00:02,000\nHi\n2\n00:00:03,000 --> 00:00:04,000\nBye\n",
                        "subrip 0 0",
                        "1000-2000 Hi",
                        "3000-4000 Bye"),
                text(
                        "SubViewer, as Meet saves its chat",
                        "00:00:01.000,00:00:02.000\nAda: Hi\n\n00:00:03.000,00:00:04.000\nGrace: Bye\n",
                        "subviewer 0 0",
                        "1000-2000 Ada: Hi",
                        "3000-4000 Grace: Bye"));
    }

    private static List<Case> chats() {
        return List.of(
                text(
                        "Zoom's chat, text below",
                        "00:00:05 From Ada to Everyone:\n\tHello all\n\tsecond line\n00:00:09 From Grace to Ada (Direct Message):\n\tHi\n",
                        "chat-text 0 0",
                        "[00:00:05] Ada > Everyone: Hello all\\nsecond line",
                        "[00:00:09] Grace > Ada (Direct Message): Hi"),
                text(
                        "Zoom's chat of old, on one line",
                        "00:12:34\t From  Ada : hello: world\n",
                        "chat-text 0 0",
                        "[00:12:34] Ada: hello: world"),
                text(
                        "Zoom's chat in the cloud",
                        "00:00:05\tAda L:\tHello\n00:00:06\tGrace:\tHi\n",
                        "chat-text 0 0",
                        "[00:00:05] Ada L: Hello",
                        "[00:00:06] Grace: Hi"),
                text(
                        "BigBlueButton's saved chat",
                        "[14:03] Ada: hello\nand more\n[14:04] Grace: bye\n",
                        "chat-text 0 0",
                        "[14:03] Ada: hello\\nand more",
                        "[14:04] Grace: bye"),
                text(
                        "Jitsi's text with a head",
                        "Transcript of room\n<10:15:03> Ada: hello\n",
                        "chat-text 1 0",
                        "[10:15:03] Ada: hello"),
                text(
                        "instants in brackets",
                        "[2026-03-01T10:00:00Z] Ada: hello\n",
                        "chat-text 0 0",
                        "@2026-03-01T10:00:00Z Ada: hello"),
                text(
                        "names and colons without times",
                        "Ada: hello\nGrace: hi\n",
                        "text 0 0",
                        "Ada: hello",
                        "Grace: hi"),
                text("lines of nothing we know", "hello\n\nhi http://x\n", "text 0 0", "hello", "hi http://x"));
    }

    private static List<Case> json() {
        return List.of(
                text(
                        "Jigasi",
                        "{\"room_name\":\"r\",\"start_time\":\"x\",\"events\":["
                                + "{\"event\":\"JOIN\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"participant\":{\"name\":\"Ada\"}},"
                                + "{\"event\":\"SPEECH\",\"timestamp\":\"2026-03-01T10:00:05Z\",\"participant\":{\"name\":\"Ada\",\"id\":\"1\"},"
                                + "\"transcript\":[{\"text\":\"hello\",\"confidence\":0.9},{\"text\":\"hallo\"}],\"language\":\"en-US\"},"
                                + "{\"event\":\"SPEECH\",\"timestamp\":\"1772359210000\",\"participant\":{\"name\":\"Ada\"},\"transcript\":[{\"text\":\"he\"}],\"is_interim\":true},"
                                + "{\"event\":\"SPEECH\",\"timestamp\":\"1772359210000\",\"participant\":{\"name\":\"Ada\"},\"transcript\":[{\"text\":\"bye\"}]}]}",
                        "jigasi 2 0",
                        "@2026-03-01T10:00:05Z Ada: hello",
                        "@2026-03-01T10:00:10Z Ada: bye"),
                text(
                        "segments of a recogniser",
                        "{\"language\":\"de\",\"segments\":[{\"id\":0,\"start\":0.0,\"end\":2.5,\"text\":\" Hallo\"},{\"start\":2.5,\"end\":1,\"text\":\"Welt\"}]}",
                        "json 0 1 de",
                        "0-2500 Hallo",
                        "2500-2500 Welt"),
                text(
                        "LiveKit's messages",
                        "[{\"id\":\"a\",\"timestamp\":1772359200000,\"message\":\"hi\",\"from\":{\"identity\":\"ada\",\"name\":\"Ada\"}}]",
                        "json 0 0",
                        "@2026-03-01T10:00:00Z Ada: hi"),
                text(
                        "plugNmeet's messages",
                        "{\"messages\":[{\"sent_at\":\"1772359200\",\"fromName\":\"Ada\",\"toName\":\"x\",\"msg\":\"hi\"}]}",
                        "json 0 0",
                        "@2026-03-01T10:00:00Z Ada: hi"),
                text(
                        "messages in messages",
                        "{\"data\":{\"messages\":[{\"sender\":\"Ada\",\"to\":\"Grace\",\"startMs\":1500,\"message\":{\"text\":\"hi\"}}]}}",
                        "json 0 0",
                        "1500- Ada > Grace: hi"),
                text(
                        "one object a line",
                        "{\"speaker\":\"Ada\",\"start\":\"00:00:01.000\",\"end\":\"00:00:02.000\",\"text\":\"a\"}\n{\"speaker\":\"Ada\",\"start\":2,\"text\":\"b\"}\n",
                        "json 0 0",
                        "1000-2000 Ada: a",
                        "2000- Ada: b"),
                text(
                        "what has no text is told",
                        "[{\"a\":1},\"words\",{\"text\":\"\"},{\"text\":{\"deep\":1}}]",
                        "json 3 0",
                        "words"),
                text(
                        "numbers of nobody's clock",
                        "[{\"start\":-5,\"end\":1e300,\"text\":\"a\"},{\"timestamp\":1e300,\"text\":\"b\"}]",
                        "json 0 1",
                        "0-1000000000000 a",
                        "1000000000000- b"),
                text(
                        "half a surrogate pair",
                        "[{\"text\":\"a\\ud800b\\u0000\\u001b[31m\"}]",
                        "json 0 0",
                        "a\ufffdb[31m"));
    }

    private static List<Case> xml() {
        return List.of(
                text(
                        "BigBlueButton's published chat",
                        "<?xml version=\"1.0\"?>\n<popcorn>\n<chattimeline in=\"12.5\" direction=\"down\" name=\"Ada\" message=\"a &lt;b&gt; &amp;amp; c\" target=\"chat\"/>\n"
                                + "<chattimeline in=\"13\" name=\"Grace\" message=\"\"/></popcorn>",
                        "bigbluebutton-chat 1 0",
                        "12500- Ada: a <b> & c"),
                text(
                        "TTML",
                        "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"00:00:01.000\" end=\"2.5s\">a<br/><span>b</span></p></div></body></tt>",
                        "ttml 0 0",
                        "1000-2500 a\\nb"));
    }

    private static List<Case> encodings() {
        String vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nGr\u00fc\u00dfe\n";
        byte[] utf16 = ("\ufeff" + vtt).getBytes(StandardCharsets.UTF_16LE);
        return List.of(
                text("a byte order mark", "\ufeff" + vtt, "webvtt 0 0", "1000-2000 Gr\u00fc\u00dfe"),
                bytes("UTF-16", utf16, "webvtt 0 0 UTF-16LE", "1000-2000 Gr\u00fc\u00dfe"),
                bytes(
                        "UTF-16, big end first",
                        ("\ufeff" + vtt).getBytes(StandardCharsets.UTF_16BE),
                        "webvtt 0 0 UTF-16BE",
                        "1000-2000 Gr\u00fc\u00dfe"),
                bytes("windows-1252", vtt.getBytes(WESTERN), "webvtt 0 0 windows-1252", "1000-2000 Gr\u00fc\u00dfe"),
                bytes(
                        "new lines of a Mac",
                        vtt.replace('\n', '\r').getBytes(StandardCharsets.UTF_8),
                        "webvtt 0 0",
                        "1000-2000 Gr\u00fc\u00dfe"));
    }

    private static List<Case> refused() {
        String laughs =
                "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]><popcorn>"
                        + "<chattimeline in=\"1\" name=\"a\" message=\"&lol2;\"/></popcorn>";
        String fetching =
                "<?xml version=\"1.0\"?><!DOCTYPE tt [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><tt><body><p begin=\"1s\">&x;</p></body></tt>";
        return List.of(
                text("nothing", "", "it is empty"),
                text("bytes", "a\0b", "it is no text"),
                text("a PDF", "%PDF-1.7\n1 0 obj", "it is a document, not a chat or a transcript"),
                text(
                        "a page",
                        "<!DOCTYPE html><html><script>1</script></html>",
                        "it is a document, not a chat or a transcript"),
                text("a billion laughs", laughs, "it is XML with a document type of its own"),
                text("an entity out of a file", fetching, "it is XML with a document type of its own"),
                text("broken XML", "<?xml version=\"1.0\"?><popcorn>", "it is no XML that can be read"),
                text("other XML", "<?xml version=\"1.0\"?><a><b/></a>", "it is XML without messages or captions"),
                text("broken JSON", "{\"messages\":[", "it is no JSON that can be read, from line 1 on"),
                text(
                        "JSON of something else",
                        "{\"locale\":\"en\",\"size\":3}",
                        "it is JSON without a list of messages or segments"),
                text("JSON too deep", "[".repeat(5000) + "]".repeat(5000), "it is no JSON that can be read"),
                text("XML too deep", "<?xml version=\"1.0\"?>" + "<a>".repeat(100), "it nests deeper than 64"),
                text("too much", "x\n".repeat(100_001), "it has more than 100000 entries"),
                bytes("too large", new byte[CompanionFile.MAX_BYTES + 1], "it is larger than 8388608 bytes"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsAFile(Case file) {
        switch (CompanionFile.read(file.bytes())) {
            case Reading.Understood(Words words) -> {
                String head = words.format() + " " + words.unreadCount() + " " + words.mended()
                        + (words.language() == null ? "" : " " + words.language())
                        + (words.encoding().equals("UTF-8") ? "" : " " + words.encoding());
                assertThat(Stream.concat(
                                        Stream.of(head),
                                        words.entries().stream().map(CompanionFileTest::shown))
                                .toList())
                        .isEqualTo(file.read());
                assertThat(words.unread()).hasSize(words.unreadCount());
            }
            case Reading.NotUnderstood(String reason) ->
                assertThat(List.of(reason)).isEqualTo(file.read());
        }
    }

    static String shown(Entry entry) {
        String when = entry.startMs() != null
                ? entry.startMs() + "-" + (entry.endMs() == null ? "" : entry.endMs()) + " "
                : entry.at() != null ? "@" + entry.at() + " " : entry.clock() != null ? "[" + entry.clock() + "] " : "";
        String who = (entry.speaker() == null ? "" : entry.speaker())
                + (entry.to() == null ? "" : " > " + entry.to())
                + (entry.speaker() == null ? "" : ": ");
        return when + who + entry.text().replace("\n", "\\n");
    }

    @Test
    void toldNoMoreThanCanBeListed() {
        String file = "WEBVTT\n" + "\nlost".repeat(3000);
        assertThat(CompanionFile.read(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Reading.Understood.class, understood -> {
                    assertThat(understood.words().unreadCount()).isBetween(2999, 3000);
                    assertThat(understood.words().unread()).hasSize(Words.MAX_LISTED);
                });
    }

    @Test
    void aLongTextIsLosslesslyInSeveralEntries() {
        String file = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "word ".repeat(5000);
        assertThat(CompanionFile.read(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Understood.class,
                        understood -> assertThat(understood.words().entries().stream()
                                        .map(Entry::text)
                                        .collect(Collectors.joining(" "))
                                        .split("\\s+"))
                                .hasSize(5000));
    }
}
