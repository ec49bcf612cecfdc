package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renders that are stopped half-way: no process survives, and the next run finishes the work. */
class EndingRendersIT {

    private static final long EXIT_WAIT_SECONDS = 20;

    private static MediaEngine engine;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static Path source;

    @BeforeAll
    static void start() throws Exception {
        engine = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());
        // Noise is slow to encode: every test gets its say before the end.
        source = RealMedia.make(
                shared.resolve("source.mkv"),
                "-f lavfi -i testsrc2=s=1280x720:r=25:d=8,noise=alls=60:allf=t -c:v mpeg4 -q:v 4".split(" "));
    }

    @Test
    void endsTheProcessWhenCancelled() {
        AtomicBoolean cancel = new AtomicBoolean();

        MediaException ended =
                catchThrowableOfType(MediaException.class, () -> render((at, speed) -> cancel.set(true), cancel::get));

        assertThat(ended.failure()).isEqualTo(new MediaFailure.Cancelled());
        assertThat(encoders()).isEmpty();
        assertThat(directory.resolve("attempt")).isEmptyDirectory();
    }

    @Test
    void endsTheProcessWhenInterruptedAndStaysInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flagged = new AtomicBoolean();
        AtomicReference<Thread> renderer = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().unstarted(() -> {
            thrown.set(catchThrowableOfType(
                    MediaException.class,
                    () -> render((at, speed) -> renderer.get().interrupt(), CancelSignal.never())));
            flagged.set(Thread.currentThread().isInterrupted());
        });
        renderer.set(thread);

        thread.start();
        thread.join();

        assertThat(((MediaException) thrown.get()).failure()).isEqualTo(new MediaFailure.Cancelled());
        assertThat(flagged).isTrue();
        assertThat(encoders()).isEmpty();
    }

    @Test
    void finishesAfterTheEncoderWasKilled() {
        MediaException ended = catchThrowableOfType(
                MediaException.class,
                () -> render((at, speed) -> encoders().forEach(ProcessHandle::destroyForcibly), CancelSignal.never()));

        assertThat(ended.failure()).isInstanceOf(MediaFailure.Crashed.class);
        assertThat(ended.failure().retryable()).isTrue();
        assertThat(directory.resolve("attempt")).isEmptyDirectory();

        render(Progress.silent(), CancelSignal.never());

        assertThat(engine.verify(plan(), directory.resolve("attempt"), CancelSignal.never()))
                .isInstanceOf(Verified.Sound.class);
    }

    @Test
    void takesTheEncoderAlongWhenItsOwnJvmIsKilled() throws Exception {
        assumeFalse(engine.confinement().parentBound().isEmpty());
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        source.toString(),
                        directory.toString())
                .redirectError(directory.resolve("victim.log").toFile())
                .start();
        try (BufferedReader said = jvm.inputReader(StandardCharsets.US_ASCII)) {
            String line = said.readLine();
            assertThat(line)
                    .as(Files.readString(directory.resolve("victim.log")))
                    .isNotNull();
            ProcessHandle encoder = ProcessHandle.of(Long.parseLong(line)).orElseThrow();

            jvm.destroyForcibly();

            encoder.onExit().get(EXIT_WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(encoder.isAlive()).isFalse();
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }

    /** A JVM that encodes and says which process does it. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) {
            MediaEngine engine = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());
            AtomicBoolean told = new AtomicBoolean();
            EndingRendersIT.render(
                    engine,
                    Path.of(args[0]),
                    Path.of(args[1]),
                    (at, speed) -> {
                        if (told.compareAndSet(false, true)) {
                            System.out.println(encoders().getFirst().pid());
                        }
                    },
                    CancelSignal.never());
        }
    }

    private void render(Progress progress, CancelSignal cancel) {
        render(engine, source, directory, progress, cancel);
    }

    private static void render(
            MediaEngine engine, Path source, Path directory, Progress progress, CancelSignal cancel) {
        engine.render(
                plan(engine, source, directory),
                source,
                RealMedia.labels(),
                directory.resolve("attempt"),
                progress,
                cancel);
    }

    private TranscodePlan plan() {
        return plan(engine, source, directory);
    }

    private static TranscodePlan plan(MediaEngine engine, Path source, Path directory) {
        Probed probed = engine.probe(source, Container.MATROSKA, directory, CancelSignal.never());
        return ((Planned.Accepted) engine.plan(((Probed.Found) probed).facts())).plan();
    }

    private static List<ProcessHandle> encoders() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .command()
                        .orElse("")
                        .equals(RealMedia.tools().ffmpeg().toString()))
                .toList();
    }
}
