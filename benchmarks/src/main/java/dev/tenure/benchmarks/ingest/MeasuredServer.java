package dev.tenure.benchmarks.ingest;

import dev.tenure.objectstore.s3.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A handle on the server's process: where it is, and what it has used. */
final class MeasuredServer implements AutoCloseable {

    /** Nothing of ours may stand in the way of what is measured, or work beside it: what arrives is noise and no film to encode. */
    private static final List<String> SETTINGS = List.of(
            "--server.port=0",
            "--management.server.port=0",
            "--tenure.limits.per-caller=100000000",
            "--tenure.transcode.quiet.starts=NOTHING",
            "--tenure.ingest.max-unfinished=100000");

    private final Process process;
    private final Path data;
    private final URI address;
    private final String token;

    private MeasuredServer(Process process, Path data, URI address, String token) {
        this.process = process;
        this.data = data;
        this.address = address;
        this.token = token;
    }

    /** Starts it on this store, with the memory and the collector that the program starts with. */
    static MeasuredServer start(S3Settings store, URI endpoint) throws IOException {
        Path data = Files.createTempDirectory("tenure-bench-ingest");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:NewRatio=3",
                "-XX:MinHeapFreeRatio=15",
                "-XX:MaxHeapFreeRatio=40",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dloader.path=" + System.getProperty("loader.path", ""),
                "-Dloader.main=" + ServedProgram.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                data.toString()));
        command.addAll(SETTINGS);
        command.add("--tenure.transcode.quiet.hours=" + fromNow());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(data.resolve("errors.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("TENURE_S3_ENDPOINT", endpoint.toString());
        environment.put("TENURE_S3_REGION", store.region());
        environment.put("TENURE_S3_BUCKET", store.bucket());
        environment.put("TENURE_S3_ACCESS_KEY", store.accessKey());
        environment.put("TENURE_S3_SECRET_KEY", store.secretKey());
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("http")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("the server did not start: "
                    + Files.readString(data.resolve("errors.log"))
                            .lines()
                            .limit(20)
                            .toList());
        }
        String[] words = line.split(" ", 2);
        return new MeasuredServer(process, data, URI.create(words[0]), words[1]);
    }

    /** The clocks of UTC from a minute ago, once around but for a minute. */
    private static String fromNow() {
        LocalTime now = LocalTime.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES);
        return now.minusMinutes(1) + "-" + now.minusMinutes(2);
    }

    URI address() {
        return address;
    }

    String token() {
        return token;
    }

    /** Processor seconds of the server so far. */
    double cpuSeconds() {
        return seconds(process.toHandle());
    }

    /** The same with its database, where that is its child. */
    double cpuSecondsWithDatabase() {
        return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants())
                .mapToDouble(MeasuredServer::seconds)
                .sum();
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Resident bytes of the server, as Linux counts them; 0 elsewhere. */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> parts = process.toHandle().descendants().toList();
        process.getOutputStream().close();
        try {
            process.waitFor();
            // Its database writes until it has ended.
            parts.forEach(part -> part.onExit().join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        FileSystemUtils.deleteRecursively(data);
    }
}
