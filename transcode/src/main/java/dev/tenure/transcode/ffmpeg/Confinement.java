package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this machine offers to hold a process in, beyond our own time limits.
 *
 * @param limiter prefix that sets resource limits, up to its limit arguments; empty if there is none
 * @param networkOff prefix that takes the network away; empty if the machine does not allow it
 * @param parentBound prefix that makes the process die with us and gain no privileges; empty if there is none
 */
public record Confinement(List<String> limiter, List<String> networkOff, List<String> parentBound) {

    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);
    private static final long NO_FILE_LIMIT = 1L << 40;
    private static final long TRIAL_ADDRESS_SPACE = 4L << 30;
    private static final List<Path> BIN = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"));

    public Confinement {
        limiter = List.copyOf(limiter);
        networkOff = List.copyOf(networkOff);
        parentBound = List.copyOf(parentBound);
    }

    /** Nothing but our own limits. */
    static Confinement none() {
        return new Confinement(List.of(), List.of(), List.of());
    }

    /** Tries each means with the real tool, once; a means that does not work is left out. */
    public static Confinement of(FfmpegTools tools) {
        List<String> limiter = find("prlimit").map(List::of).orElse(List.of());
        Confinement found = none();
        if (!limiter.isEmpty() && works(new Confinement(limiter, List.of(), List.of()), tools)) {
            found = new Confinement(limiter, List.of(), List.of());
        }
        Optional<String> unshare = find("unshare");
        if (unshare.isPresent()) {
            // Root may unshare the network alone; others need a user namespace of their own for it.
            List<String> asRoot = List.of(unshare.get(), "--net", "--");
            List<String> asUser = List.of(unshare.get(), "--map-root-user", "--net", "--");
            for (List<String> prefix : List.of(asRoot, asUser)) {
                Confinement trial = new Confinement(found.limiter(), prefix, List.of());
                if (found.networkOff().isEmpty() && works(trial, tools)) {
                    found = trial;
                }
            }
        }
        Optional<String> setpriv = find("setpriv");
        if (setpriv.isPresent()) {
            // Innermost: entering a user namespace would clear the death signal again.
            List<String> prefix = List.of(setpriv.get(), "--pdeathsig", "KILL", "--no-new-privs", "--");
            Confinement trial = new Confinement(found.limiter(), found.networkOff(), prefix);
            if (works(trial, tools)) {
                found = trial;
            }
        }
        return found;
    }

    /** The prefix that lets a command step back behind others this far; empty if there is none. */
    static List<String> gentle(int niceness) {
        return niceness == 0
                ? List.of()
                : find("nice")
                        .map(nice -> List.of(nice, "-n", Integer.toString(niceness)))
                        .orElse(List.of());
    }

    /** The command with every means in front of it. */
    List<String> around(List<String> command, RunLimits limits) {
        List<String> confined = new ArrayList<>();
        if (!limiter.isEmpty()) {
            confined.addAll(limiter);
            confined.add("--cpu=" + Math.max(1, limits.cpu().toSeconds()));
            confined.add("--as=" + limits.addressSpaceBytes());
            confined.add("--fsize=" + limits.fileBytes());
            confined.add("--core=0");
            confined.add("--nofile=256");
            confined.add("--");
        }
        confined.addAll(networkOff);
        confined.addAll(parentBound);
        confined.addAll(command);
        return confined;
    }

    private static boolean works(Confinement trial, FfmpegTools tools) {
        RunLimits limits = new RunLimits(
                TRIAL_LIMIT, TRIAL_LIMIT, TRIAL_LIMIT, TRIAL_ADDRESS_SPACE, NO_FILE_LIMIT, Duration.ofSeconds(1));
        List<String> command = trial.around(List.of(tools.ffprobe().toString(), "-version"), limits);
        try {
            return new BoundedProcess(
                            command,
                            Path.of("/"),
                            tools.environment(),
                            limits,
                            new CapturedOutput(1024),
                            CancelSignal.never())
                    .run()
                    .ok();
        } catch (MediaException notStarted) {
            return false;
        }
    }

    private static Optional<String> find(String name) {
        return BIN.stream()
                .map(bin -> bin.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
