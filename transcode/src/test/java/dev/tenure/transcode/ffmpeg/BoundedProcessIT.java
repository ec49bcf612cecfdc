package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tenure.transcode.RealMedia;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedProcessIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir
    private Path directory;

    @Test
    void endsTheWholeTreeEvenIfItIgnoresTheRequest() {
        CapturedOutput pids = new CapturedOutput(1000);
        AtomicBoolean cancel = new AtomicBoolean();
        String stubborn = "trap '' TERM; (trap '' TERM; echo $$; while :; do sleep 1; done) & echo $!; wait";

        MediaException ended = catchThrowableOfType(
                MediaException.class,
                () -> run(
                        shell(stubborn),
                        limits(LONG, LONG),
                        (buffer, length) -> {
                            pids.read(buffer, length);
                            cancel.set(text(pids).lines().count() == 2);
                            return true;
                        },
                        cancel::get));

        assertThat(ended.failure()).isEqualTo(new MediaFailure.Cancelled());
        assertThat(text(pids).lines().map(Long::parseLong)).allSatisfy(pid -> {
            // A killed grandchild is gone when its new parent, process 1, has reaped it.
            Optional<ProcessHandle> left = ProcessHandle.of(pid);
            if (left.isPresent()) {
                assertThat(left.get().onExit()).succeedsWithin(Duration.ofSeconds(20));
            }
        });
    }

    @Test
    void endsWhatRunsTooLong() {
        MediaException ended = catchThrowableOfType(
                MediaException.class,
                () -> run(
                        shell("while :; do echo on; sleep 0.05; done"),
                        limits(SHORT, LONG),
                        (buffer, length) -> true,
                        CancelSignal.never()));

        assertThat(ended.failure()).isEqualTo(new MediaFailure.TimedOut("wall time", SHORT));
    }

    @Test
    void endsWhatTalksButMakesNoProgress() {
        MediaException ended = catchThrowableOfType(
                MediaException.class,
                () -> run(
                        shell("while :; do echo same; sleep 0.05; done"),
                        limits(LONG, SHORT),
                        (buffer, length) -> false,
                        CancelSignal.never()));

        assertThat(ended.failure()).isEqualTo(new MediaFailure.TimedOut("no progress", SHORT));
    }

    @Test
    void drainsBothOutputsAndKeepsTheTailOfTheErrors() {
        CapturedOutput out = new CapturedOutput(100);

        BoundedProcess.Ended ended = run(
                shell("i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo out$i; echo err$i >&2; done; exit 7"),
                limits(LONG, LONG),
                out,
                CancelSignal.never());

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.errorTail()).hasSize(BoundedProcess.ERROR_TAIL_BYTES).endsWith("err29999\nerr30000\n");
        assertThat(out.bytes()).hasSize(100);
        assertThat(out.overflown()).isTrue();
    }

    @Test
    void passesOnNothingOfOurEnvironmentAndAClosedInput() {
        CapturedOutput out = new CapturedOutput(10_000);

        run(shell("/usr/bin/env; cat; pwd"), limits(LONG, LONG), out, CancelSignal.never());

        assertThat(text(out)
                        .lines()
                        .filter(line -> !line.startsWith("PWD=")
                                && !line.startsWith("_=")
                                && !line.startsWith("OLDPWD=")
                                && !line.startsWith("SHLVL=")))
                .containsExactlyInAnyOrder("ONLY=this", directory.toString());
    }

    @Test
    void saysThatAToolIsMissing() {
        MediaException ended = catchThrowableOfType(
                MediaException.class,
                () -> run(List.of("/nowhere/ffmpeg"), limits(LONG, LONG), new CapturedOutput(1), CancelSignal.never()));

        assertThat(ended.failure()).isInstanceOf(MediaFailure.ToolMissing.class);
        assertThat(ended.failure().fault()).isEqualTo(MediaFailure.Fault.OURS);
    }

    @Test
    void takesTheNetworkAwayWhereTheMachineAllowsIt() {
        Confinement confinement = Confinement.of(RealMedia.tools());
        assumeFalse(confinement.networkOff().isEmpty());
        CapturedOutput out = new CapturedOutput(10_000);
        RunLimits limits = limits(LONG, LONG);

        run(confinement.around(shell("cat /proc/net/dev"), limits), limits, out, CancelSignal.never());

        assertThat(text(out)).contains("lo:").doesNotContain("eth0");
        assertThat(text(out).lines().filter(line -> line.contains(":"))).hasSize(1);
    }

    @Test
    void boundsMemoryAndFilesWhereTheMachineAllowsIt() {
        Confinement confinement = Confinement.of(RealMedia.tools());
        assumeFalse(confinement.limiter().isEmpty());
        CapturedOutput out = new CapturedOutput(10_000);
        RunLimits limits = new RunLimits(LONG, LONG, Duration.ofSeconds(77), 4L << 30, 4096, SHORT);

        run(confinement.around(shell("ulimit -t; ulimit -v; ulimit -c"), limits), limits, out, CancelSignal.never());
        BoundedProcess.Ended ended = run(
                confinement.around(shell("head -c 100000 /dev/zero > big"), limits),
                limits,
                new CapturedOutput(1),
                CancelSignal.never());

        assertThat(text(out).lines()).containsExactly("77", Long.toString((4L << 30) / 1024), "0");
        assertThat(ended.ok()).isFalse();
        assertThat(directory.resolve("big").toFile().length()).isLessThanOrEqualTo(4096);
    }

    private BoundedProcess.Ended run(List<String> command, RunLimits limits, OutputReader reader, CancelSignal cancel) {
        return new BoundedProcess(command, directory, Map.of("ONLY", "this"), limits, reader, cancel).run();
    }

    private static RunLimits limits(Duration wall, Duration idle) {
        return new RunLimits(wall, idle, LONG, 4L << 30, 1 << 20, SHORT);
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    private static String text(CapturedOutput output) {
        return new String(output.bytes(), StandardCharsets.US_ASCII);
    }
}
