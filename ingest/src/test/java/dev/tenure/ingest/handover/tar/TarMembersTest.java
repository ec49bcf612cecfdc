package dev.tenure.ingest.handover.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Asking.Archive;
import dev.tenure.ingest.handover.Asking.Member;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives, honest ones and others. */
class TarMembersTest {

    @TempDir
    private Path directory;

    private Archive read(byte[] archive, int most) throws IOException {
        Path file = Files.write(directory.resolve("a.tar"), archive);
        try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
            return TarMembers.of(bytes, "v", most);
        }
    }

    private List<Member> members(byte[] archive, int most) throws IOException {
        if (read(archive, most) instanceof Archive.Whole whole) {
            return whole.members();
        }
        throw new AssertionError("refused: " + read(archive, most));
    }

    private String refused(byte[] archive) throws IOException {
        if (read(archive, 1000) instanceof Archive.Refused refused) {
            return refused.why();
        }
        throw new AssertionError("not refused: " + read(archive, 1000));
    }

    @Test
    void membersAreWhereTheirBytesAre() throws IOException {
        String longName = "video/" + "x".repeat(200) + ".webm";
        byte[] archive = new Tar()
                .directory("./video/")
                .file("./video/a.webm", "first")
                .file("video/empty", "")
                .pax("path", longName)
                .file("short", "second")
                .entry(
                        "././@LongLink",
                        'L',
                        "",
                        longName.length() + 2L,
                        (longName + "2\0").getBytes(StandardCharsets.UTF_8))
                .file("short", "third")
                .bytes();

        List<Member> members = members(archive, 1000);

        assertThat(members)
                .extracting(Member::name)
                .containsExactly("video/a.webm", "video/empty", longName, longName + "2");
        assertThat(members)
                .extracting(one -> new String(
                        Arrays.copyOfRange(archive, (int) one.offset(), (int) (one.offset() + one.size())),
                        StandardCharsets.UTF_8))
                .containsExactly("first", "", "second", "third");
    }

    @Test
    void whatTarWritesIsRead() throws IOException, InterruptedException {
        Path recording = Files.createDirectories(directory.resolve("in/presentation/Ünïcode"));
        for (int i = 0; i < 1500; i++) {
            Files.writeString(recording.resolve("slide-" + i + "-" + "long".repeat(30) + ".png"), "page " + i);
        }
        for (String format : List.of("gnu", "pax")) {
            Path archive = directory.resolve(format + ".tar");
            Process tar = new ProcessBuilder(
                            "tar",
                            "--format",
                            format,
                            "-C",
                            directory.resolve("in").toString(),
                            "-cf",
                            archive.toString(),
                            "presentation")
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
            byte[] bytes = Files.readAllBytes(archive);
            List<Member> members = members(bytes, 100_000);
            assertThat(members).hasSize(1500);
            assertThat(members).allSatisfy(one -> {
                String page = new String(bytes, (int) one.offset(), (int) one.size(), StandardCharsets.UTF_8);
                assertThat(one.name()).startsWith("presentation/Ünïcode/slide-" + page.substring(5) + "-");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/etc/passwd",
                "a/../../x",
                "a/..",
                "C:\\x",
                "C:x",
                "a\\b",
                "a//b",
                "a/./b",
                "a\u0007b",
                "a\nb",
            })
    void aNameThatLeadsOutRefusesTheWholeArchive(String name) throws IOException {
        assertThat(refused(new Tar().file("fine", "x").file(name, "x").bytes())).contains("name");
        assertThat(refused(new Tar()
                        .file("fine", "x")
                        .pax("path", name)
                        .file("fine2", "x")
                        .bytes()))
                .contains("name");
    }

    static Stream<Arguments> dishonest() {
        byte[] none = new byte[0];
        byte[] some = "x".repeat(600).getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of(
                        "symbolic link",
                        new Tar().entry("a", '2', "/etc/passwd", 0, none).bytes()),
                Arguments.of(
                        "hard link", new Tar().entry("a", '1', "../x", 0, none).bytes()),
                Arguments.of(
                        "character device",
                        new Tar().entry("a", '3', "", 0, none).bytes()),
                Arguments.of(
                        "block device", new Tar().entry("a", '4', "", 0, none).bytes()),
                Arguments.of("pipe", new Tar().entry("a", '6', "", 0, none).bytes()),
                Arguments.of(
                        "old GNU holes",
                        new Tar().entry("a", 'S', "", 600, some).bytes()),
                Arguments.of(
                        "pax holes",
                        new Tar().pax("GNU.sparse.major", "1").file("a", some).bytes()),
                Arguments.of(
                        "unknown type", new Tar().entry("a", 'Z', "", 0, none).bytes()),
                Arguments.of(
                        "a directory that leads out",
                        new Tar().directory("../../etc/").bytes()),
                Arguments.of(
                        "more bytes than there are",
                        new Tar().entry("a", '0', "", 1_000_000, some).bytes()),
                Arguments.of(
                        "by pax too",
                        new Tar().pax("size", "999999999999").file("a", some).bytes()),
                Arguments.of(
                        "a size that is none",
                        new Tar().pax("size", "-5").file("a", some).bytes()),
                Arguments.of(
                        "fewer bytes than there are",
                        new Tar().entry("a", '0', "", 5, some).bytes()),
                Arguments.of(
                        "two of one name",
                        new Tar().file("a", "1").file("./a", "2").bytes()),
                Arguments.of(
                        "NUL in a name",
                        new Tar().pax("path", "a\0b").file("a", "1").bytes()),
                Arguments.of(
                        "a name that fills memory",
                        new Tar()
                                .entry("l", 'L', "", 1 << 20, new byte[1 << 20])
                                .bytes()),
                Arguments.of(
                        "a name for all",
                        new Tar()
                                .entry("g", 'g', "", 10, "10 path=x\n".getBytes(StandardCharsets.UTF_8))
                                .file("a", "1")
                                .bytes()),
                Arguments.of(
                        "records that lie",
                        new Tar()
                                .entry("x", 'x', "", 10, "99 path=x\n".getBytes(StandardCharsets.UTF_8))
                                .file("a", "1")
                                .bytes()),
                Arguments.of("no end", new Tar().file("a", "1").cutOff()),
                Arguments.of("cut off", Arrays.copyOf(new Tar().file("a", some).bytes(), 900)),
                Arguments.of("nothing", none),
                Arguments.of("something else", "PK\3\4".repeat(300).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dishonest")
    void whatNoHonestSenderMakesIsRefused(String what, byte[] archive) throws IOException {
        assertThat(refused(archive)).as(what).isNotBlank();
    }

    @Test
    void aMillionEntriesAreRefusedLongBeforeTheLast() throws IOException {
        Path file = directory.resolve("million.tar");
        byte[] one = Arrays.copyOf(new Tar().directory("d/").bytes(), 512);
        try (BufferedOutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(one);
            }
            out.write(new byte[1024]);
        }
        try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
            assertThat(TarMembers.of(bytes, "v", 1000)).isInstanceOf(Archive.Refused.class);
            assertThat(bytes.position()).as("how far it was read").isLessThan(1_000_000);
        }
    }
}
