package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The upload clients of {@code src/test/js}, installed below {@code target} as their lock file says. Where there is no Node, or no way to the npm
 * registry, whoever asks for them is skipped, and says so.
 */
final class NodePrograms {

    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path INSTALLED = Path.of("target", "test-js");
    private static final String LOCK = "package-lock.json";
    private static final int OLDEST_NODE = 18;

    /** How npm says that it could not reach the registry; anything else is a fault of ours. */
    private static final List<String> UNREACHABLE =
            List.of("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH");

    private NodePrograms() {}

    /** The directory with the programs and what they import. */
    static synchronized Path installed() {
        String node = version("node");
        assumeThat(node)
                .as("upload clients are tried where Node.js runs; it does not here")
                .startsWith("v");
        assumeThat(Integer.parseInt(node.substring(1).split("\\.", 2)[0]))
                .as("upload clients are tried with Node.js %d or newer", OLDEST_NODE)
                .isGreaterThanOrEqualTo(OLDEST_NODE);
        assumeThat(version("npm"))
                .as("upload clients are tried where npm can install them; it does not run here")
                .isNotEmpty();
        try {
            Files.createDirectories(INSTALLED);
            Path lock = INSTALLED.resolve("node_modules").resolve("installed-" + LOCK);
            boolean known = Files.exists(lock) && Files.mismatch(lock, SOURCES.resolve(LOCK)) < 0;
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.toList()) {
                    Path copy = INSTALLED.resolve(file.getFileName());
                    // One that somebody may be running just now is left alone.
                    if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            if (!known) {
                install();
                Files.copy(SOURCES.resolve(LOCK), lock, StandardCopyOption.REPLACE_EXISTING);
            }
            return INSTALLED.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        Path output = INSTALLED.resolve("npm.out");
        Process npm = new ProcessBuilder("npm", "ci")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = ended(npm, 180);
        String said = Files.readString(output);
        assumeThat(UNREACHABLE)
                .as("upload clients are tried where the npm registry can be reached: %s", said)
                .noneMatch(said::contains);
        assertThat(ended && npm.exitValue() == 0).as("npm ci: %s", said).isTrue();
    }

    /** What the program says of its version; empty where it does not run. */
    private static String version(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return ended(process, 30) && process.exitValue() == 0 ? said : "";
        } catch (IOException absent) {
            return "";
        }
    }

    private static boolean ended(Process process, int seconds) {
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
