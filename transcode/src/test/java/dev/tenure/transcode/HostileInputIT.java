package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources made to read files, reach servers or eat the machine; each ends as a refusal with a reason. */
class HostileInputIT {

    private static final int CONNECTION_WAIT_MILLIS = 200;

    private static MediaEngine engine;

    @TempDir
    private Path directory;

    /** A pipe nobody writes to: whoever opens it hangs, and the probe would end as timed out instead of refused. */
    private Path canary;

    private ServerSocket listener;

    @BeforeAll
    static void start() {
        MediaLimits defaults = MediaLimits.defaults();
        engine = new MediaEngine(
                RealMedia.tools(),
                new MediaLimits(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        10,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(1),
                        defaults.addressSpaceBytes(),
                        defaults.maxPixels(),
                        defaults.maxAllocBytes(),
                        defaults.maxStreams(),
                        defaults.maxDuration(),
                        defaults.maxOutputBytes(),
                        defaults.fullDecode()));
    }

    @BeforeEach
    void setTraps() throws Exception {
        canary = directory.resolve("canary.ts");
        assertThat(new ProcessBuilder("mkfifo", canary.toString()).start().waitFor())
                .isZero();
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(CONNECTION_WAIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void theTrapSpringsWithoutTheGuard() throws Exception {
        Path playlist = write("list.mp4", playlist("http://127.0.0.1:" + listener.getLocalPort() + "/a.ts"));

        Thread careless = Thread.ofPlatform().start(() -> {
            try {
                RealMedia.ffprobe(
                        playlist,
                        "-f",
                        "hls",
                        "-allowed_extensions",
                        "ALL",
                        "-extension_picky",
                        "0",
                        "-protocol_whitelist",
                        "file,http,tcp");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        listener.setSoTimeout(20_000);
        listener.accept().close();
        listener.close();
        careless.join();
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void refusesPlaylistsWhateverTheyAreTakenFor(Container container) throws Exception {
        String http = "http://127.0.0.1:" + listener.getLocalPort() + "/a.ts";
        String ftyp = new String(new byte[] {0, 0, 0, 16, 'f', 't', 'y', 'p'}, StandardCharsets.ISO_8859_1);
        for (String text : new String[] {
            playlist(http),
            playlist("canary.ts"),
            playlist(canary.toString()),
            playlist("file:" + canary),
            playlist("concat:" + canary + "|" + canary),
            playlist("subfile,,start,0,end,9,,:" + canary),
            playlist("tcp://127.0.0.1:" + listener.getLocalPort()),
            playlist("data:video/mp2t;base64,RxEA"),
            playlist("crypto:" + canary),
            playlist("cache:" + http),
            "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>" + http + "</BaseURL></MPD>",
            "ffconcat version 1.0\nfile canary.ts\n",
            "ffconcat version 1.0\nfile '" + http + "'\n",
            ftyp + playlist(http)
        }) {
            assertRefused(write("talk.mp4", text), container);
        }
        assertNobodyCame();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 5000})
    void refusesTextNamedMp4(int length) throws Exception {
        Path text = write("talk.mp4", "This is no recording. ".repeat(300).substring(0, length));

        assertThat(Container.sniff(Files.readAllBytes(text))).isEmpty();
        assertRefused(text, Container.MP4);
    }

    @Test
    void refusesAnMp4WhoseIndexWasCutOff() throws Exception {
        Path whole = RealMedia.make(
                directory.resolve("whole.mp4"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=3 -c:v mpeg4"));
        Path cut = directory.resolve("cut.mp4");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));

        Probed probed = engine.probe(cut, Container.MP4, directory, CancelSignal.never());

        assertThat(probed)
                .isInstanceOfSatisfying(
                        Probed.Refused.class,
                        refused -> assertThat(refused.failure().reason())
                                .contains("its index is missing")
                                .doesNotContain(directory.toString()));
    }

    @Test
    void rejectsTheOutputOfASourceThatIsShorterThanItSays() throws Exception {
        Path liar = RealMedia.make(
                directory.resolve("liar.mkv"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=30 -c:v mpeg4"));
        byte[] bytes = Files.readAllBytes(liar);
        // The duration, an 8-byte float behind its id and length (RFC 9559, 5.1.2.10), in milliseconds.
        int duration = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("D\u0089\u0088");
        ByteBuffer.wrap(bytes).putDouble(duration + 3, 600_000);
        Files.write(liar, bytes);
        TranscodePlan plan = accepted(liar, Container.MATROSKA);
        Path attempt = directory.resolve("attempt");

        engine.render(plan, liar, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());

        assertThat(plan.duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(engine.verify(plan, attempt, CancelSignal.never()))
                .isInstanceOfSatisfying(
                        Verified.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("lasts"));
    }

    @Test
    void refusesAHugeFrameFast() throws Exception {
        Path huge = RealMedia.make(
                directory.resolve("huge.mp4"),
                args("-f lavfi -i color=gray:s=16000x16000:r=1 -frames:v 1 -c:v libx264 -preset ultrafast -threads 1"));
        long begun = System.nanoTime();

        assertRefused(huge, Container.MP4);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void refusesMoreStreamsThanARecordingHas() throws Exception {
        String maps = IntStream.range(0, 20).mapToObj(i -> "-map 0").collect(Collectors.joining(" "));
        Path many =
                RealMedia.make(directory.resolve("many.mp4"), args("-f lavfi -i sine=440:d=1 " + maps + " -c:a aac"));

        assertRefused(many, Container.MP4);
    }

    @Test
    void refusesALengthBeyondTheLimit() throws Exception {
        Path endless = RealMedia.make(
                directory.resolve("endless.mkv"),
                args("-f lavfi -i testsrc2=s=64x64:r=1:d=3 -c:v mpeg4 -bsf:v setts=ts=N*90000/TB"));

        assertThat(planned(endless, Container.MATROSKA))
                .isInstanceOfSatisfying(
                        Planned.Refused.class,
                        refused -> assertThat(refused.reason()).contains("hours"));
    }

    @Test
    void refusesDecodersThatNoRecorderNeeds() throws Exception {
        Path exotic = RealMedia.make(
                directory.resolve("exotic.mkv"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=2 -c:v magicyuv"));
        Probed probed = engine.probe(exotic, Container.MATROSKA, directory, CancelSignal.never());

        if (probed instanceof Probed.Found found && engine.plan(found.facts()) instanceof Planned.Accepted accepted) {
            assertThatThrownBy(() -> engine.render(
                            accepted.plan(),
                            exotic,
                            RealMedia.labels(),
                            directory.resolve("attempt"),
                            Progress.silent(),
                            CancelSignal.never()))
                    .hasMessageContaining("magicyuv");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i", "-version.mp4", "part%03d.mp4", "concat:a|b.mp4", "http:x.mp4", "a b'c\"$(id).mp4"})
    void takesNamesForNamesOnly(String name) throws Exception {
        Path plain = RealMedia.make(
                directory.resolve("plain.mp4"), args("-f lavfi -i testsrc2=s=320x240:r=10:d=2 -c:v mpeg4"));
        Path odd = Files.move(plain, directory.resolve(name));

        TranscodePlan plan = accepted(odd, Container.MP4);
        Path attempt = directory.resolve("attempt");
        engine.render(plan, odd, RealMedia.labels(), attempt, Progress.silent(), CancelSignal.never());

        assertThat(engine.verify(plan, attempt, CancelSignal.never())).isInstanceOf(Verified.Sound.class);
    }

    private void assertRefused(Path source, Container container) {
        assertThat(planned(source, container)).isInstanceOf(Planned.Refused.class);
    }

    private TranscodePlan accepted(Path source, Container container) {
        Planned planned = planned(source, container);
        assertThat(planned).isInstanceOf(Planned.Accepted.class);
        return ((Planned.Accepted) planned).plan();
    }

    private Planned planned(Path source, Container container) {
        return switch (engine.probe(source, container, directory, CancelSignal.never())) {
            case Probed.Found found -> engine.plan(found.facts());
            case Probed.Refused refused -> new Planned.Refused(refused.failure().reason());
        };
    }

    private void assertNobodyCame() {
        assertThatThrownBy(() -> listener.accept()).isInstanceOf(SocketTimeoutException.class);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private static String playlist(String segment) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + segment + "\n#EXT-X-ENDLIST\n";
    }

    private static String[] args(String words) {
        return words.split(" ");
    }
}
