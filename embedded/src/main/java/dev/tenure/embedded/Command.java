package dev.tenure.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short commands that are run to their end, and the environment our children start with. */
final class Command {

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Command() {}

    /**
     * @param exit the exit status; -1 for a command that cannot be started or exceeded its time
     * @param output standard output and error together
     */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }

        List<String> lastLines() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return lines.subList(Math.max(0, lines.size() - BoundedLog.TAIL_LINES), lines.size());
        }
    }

    static Result run(Duration limit, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("tenure-command", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            plain(builder, environment);
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Result(-1, String.valueOf(e.getMessage()));
            }
            int exit = -1;
            try {
                if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    exit = process.exitValue();
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(exit, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Our own environment holds settings that are not meant for a child: PG*, SPRING_*, JAVA_TOOL_OPTIONS, LD_*. */
    static void plain(ProcessBuilder builder, Map<String, String> extra) {
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", DEFAULT_PATH);
        environment.clear();
        environment.put("PATH", path);
        environment.put("LANG", "C");
        environment.putAll(extra);
    }

    static Optional<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", DEFAULT_PATH) + ":" + DEFAULT_PATH;
        for (String directory : path.split(":", -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return Optional.of(Path.of(directory, program));
            }
        }
        return Optional.empty();
    }

    /**
     * The start of a command line whose process does not get the terminal's Ctrl-C: only its owner says when it ends.
     * Without {@code setsid} the process at least starts with the signal ignored.
     */
    static List<String> awayFromTerminal() {
        return onPath("setsid")
                .map(program -> List.of(program.toString()))
                .orElse(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "tenure"));
    }
}
