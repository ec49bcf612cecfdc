package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.MediaFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tells from exit code and error output what went wrong and whose fault it is. */
final class FailureReading {

    /** Lines of the error output that a reason quotes, from its end. */
    private static final int QUOTED_LINES = 3;

    private static final int QUOTED_CHARACTERS = 400;

    /** {@link Process#exitValue} of a process that a signal ended is this plus the signal's number. */
    private static final int SIGNALLED = 128;

    private static final int SIGKILL = 9;
    private static final int SIGXCPU = 24;
    private static final int SIGXFSZ = 25;

    /** ILL, ABRT, BUS, FPE, KILL, SEGV, TERM. Not a range: ffmpeg's own exit codes lie above 128 too. */
    private static final Set<Integer> CRASHES = Set.of(4, 6, 7, 8, SIGKILL, 11, 15);

    private FailureReading() {}

    static MediaFailure read(BoundedProcess.Ended ended, Path input, Duration cpuLimit) {
        String errors = ended.errorTail();
        String quote = quote(errors, input);
        if (errors.contains("No space left on device") || errors.contains("Disk quota exceeded")) {
            return new MediaFailure.OutOfDisk(quote);
        }
        if (errors.contains("error while loading shared libraries")
                || errors.contains("Unknown encoder")
                || errors.contains("Unrecognized option")
                || errors.contains("No such filter")
                || errors.contains("failed to execute")) {
            return new MediaFailure.ToolMissing(quote);
        }
        int signal = ended.exitCode() - SIGNALLED;
        if (signal == SIGXCPU) {
            return new MediaFailure.TimedOut("processor time", cpuLimit);
        }
        if (signal == SIGXFSZ) {
            return new MediaFailure.RefusedInput("its output grew beyond every honest size");
        }
        if (CRASHES.contains(signal)) {
            return new MediaFailure.Crashed(
                    "ended by signal " + signal + (signal == SIGKILL ? " (killed, or processor time used up)" : ""));
        }
        return new MediaFailure.RefusedInput(quote.isEmpty() ? "exit code " + ended.exitCode() : quote);
    }

    /** The last lines, cleaned, in one. */
    static String quote(String errors, Path input) {
        List<String> lines = ErrorLines.last(errors, input);
        String joined = String.join("; ", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
        return joined.length() <= QUOTED_CHARACTERS
                ? joined
                : "…" + joined.substring(joined.length() - QUOTED_CHARACTERS);
    }
}
