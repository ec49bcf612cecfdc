package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.plan.Planned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Films whose samples are said to lie in another file (data references, ISO/IEC 14496-12 §8.7.2; the alias record is QuickTime's). Nobody follows them.
 */
class DataReferencesIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Set<String> ON_THE_WAY = Set.of("moov", "trak", "mdia", "minf", "dinf");

    @TempDir
    private Path directory;

    /** A pipe that nobody reads: it can be written to once somebody opens it. */
    private Path canary;

    private Path film;

    @BeforeEach
    void makeAFilmThatPointsElsewhere() throws Exception {
        canary = directory.resolve("canary");
        assertThat(new ProcessBuilder("mkfifo", canary.toString()).start().waitFor())
                .isZero();
        Path honest = RealMedia.make(
                directory.resolve("honest.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=10:d=3",
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p");
        film = Files.write(directory.resolve("talk.mp4"), pointingTo(canary, Files.readAllBytes(honest)));
    }

    @Test
    void theTrapSpringsWithoutTheGuard() throws Exception {
        CompletableFuture<Boolean> opened = CompletableFuture.supplyAsync(this::somebodyReads);
        Thread careless = Thread.ofPlatform().start(() -> {
            try {
                RealMedia.ffprobe(film, "-f", "mov", "-enable_drefs", "1", "-use_absolute_path", "1");
            } catch (AssertionError | Exception brokenFilm) {
                // What it finds behind the reference is no film.
            }
        });
        assertThat(opened.get(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        careless.join();
    }

    private boolean somebodyReads() {
        try {
            Files.newOutputStream(canary).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void neverFollowsAReferenceToAnotherFile() throws Exception {
        CompletableFuture<Boolean> opened = CompletableFuture.supplyAsync(this::somebodyReads);
        long begun = System.nanoTime();
        // Looking at a few moments of it reads samples, which are not where its index says.
        Planned planned = Playing.planned(film);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(planned).isNotNull();
        assertThat(opened).isNotDone();
        Files.newInputStream(canary).close();
        assertThat(opened.get(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("the pipe was waiting all the time")
                .isTrue();
    }

    /** The same film with its data reference replaced. Its index lies behind its samples, so that nothing else moves. */
    private static byte[] pointingTo(Path target, byte[] film) {
        byte[] changed = boxes(film, target);
        assertThat(changed.length).as("a reference was replaced").isGreaterThan(film.length);
        return changed;
    }

    private static byte[] boxes(byte[] content, Path target) {
        ByteBuffer from = ByteBuffer.wrap(content);
        ByteBuffer to = ByteBuffer.allocate(content.length + 8192);
        while (from.hasRemaining()) {
            int size = from.getInt();
            byte[] type = new byte[4];
            from.get(type);
            byte[] inside = new byte[size - 8];
            from.get(inside);
            String name = new String(type, StandardCharsets.US_ASCII);
            byte[] replaced =
                    ON_THE_WAY.contains(name) ? boxes(inside, target) : name.equals("dref") ? alias(target) : inside;
            to.putInt(replaced.length + 8).put(type).put(replaced);
        }
        byte[] all = new byte[to.position()];
        to.get(0, all);
        return all;
    }

    /** The content of a {@code dref} box with one alias record, which has an absolute path. */
    private static byte[] alias(Path target) {
        byte[] path = target.toString().getBytes(StandardCharsets.US_ASCII);
        int padded = path.length + path.length % 2;
        int record = 150 + 4 + padded + 4;
        ByteBuffer dref = ByteBuffer.allocate(8 + 12 + record);
        dref.putInt(0).putInt(1);
        dref.putInt(12 + record).put("alis".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        // Volume and file name stay empty; one level up and one down.
        int begin = dref.position();
        dref.putShort(begin + 130, (short) 1).putShort(begin + 132, (short) 1);
        dref.position(begin + 150);
        dref.putShort((short) 2).putShort((short) path.length).put(path);
        dref.position(begin + 150 + 4 + padded);
        dref.putShort((short) -1).putShort((short) 0);
        return dref.array();
    }
}
