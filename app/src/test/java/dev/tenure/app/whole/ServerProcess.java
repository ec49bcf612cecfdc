package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@link CrashingServer} that runs. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param point where it is to die; empty lets it live
     */
    static ServerProcess start(Path place, String point, Map<String, String> environment, List<String> settings) {
        try {
            Path output = Files.createTempFile(place, "server", ".out");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED"));
            if (!point.isEmpty()) {
                command.add("-D" + CrashPoint.PROPERTY + "=" + point);
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), CrashingServer.class.getName()));
            command.add(place.resolve("data").toString());
            command.addAll(settings);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it answers; empty when it died before it could say. */
    Optional<URI> address() {
        Until.holds("the server started", START_LIMIT, () -> !process.isAlive() || said().contains("\naddress "));
        return said().lines()
                .filter(line -> line.startsWith(CrashingServer.ADDRESS))
                .map(line -> URI.create(line.substring(CrashingServer.ADDRESS.length())))
                .findFirst();
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** It ended where it was to die, and not in any other way. */
    void assertDied(String point) {
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("it dies at %s", point)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        assertThat(process.exitValue()).as("%s: %s", point, said()).isEqualTo(CrashPoint.EXIT_CODE);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it runs beside itself. */
    List<String> children() {
        return process.descendants()
                .map(child -> child.info().command().orElse("?"))
                .toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
