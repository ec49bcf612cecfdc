package dev.tenure.objectstore.s3;

import dev.tenure.embedded.guard.GuardedMain;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * S3Proxy over a directory, in a child JVM on the loopback interface. The build puts its jar in place. It ends with {@link #close}, and by itself
 * when this JVM ends in whatever way, because it runs behind the same guard as the embedded server.
 */
final class S3ProxyServer implements AutoCloseable {

    static final String ACCESS_KEY = "contract-access-key";
    static final String SECRET_KEY = "contract-secret-key";

    private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final long PROBE_MILLIS = 25;
    /** Between asking for a port and its use somebody else may take it. */
    private static final int ATTEMPTS = 3;

    private final Process process;
    private final URI endpoint;

    private S3ProxyServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static S3ProxyServer start(Path directory) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            S3ProxyServer started = launch(directory);
            if (started.awaitAnswer()) {
                return started;
            }
            started.close();
        }
        throw new IOException("S3Proxy ended while starting:\n" + Files.readString(log(directory)));
    }

    private static Path log(Path directory) {
        return directory.resolve("server.log");
    }

    private static S3ProxyServer launch(Path directory) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IOException(JAR.toAbsolutePath() + " is missing: mvn pre-integration-test puts it there");
        }
        URI endpoint = URI.create("http://127.0.0.1:" + freePort());
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        guard() + ":" + JAR.toAbsolutePath(),
                        GuardedMain.class.getName(),
                        directory.resolve("server.lock").toString(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration(directory, endpoint).toString()))
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile());
        command.environment().put("LANG", "C.UTF-8");
        return new S3ProxyServer(command.start(), endpoint);
    }

    private static Path guard() {
        try {
            return Path.of(GuardedMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path configuration(Path directory, URI endpoint) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("s3proxy.endpoint", endpoint.toString());
        settings.setProperty("s3proxy.authorization", "aws-v4");
        settings.setProperty("s3proxy.identity", ACCESS_KEY);
        settings.setProperty("s3proxy.credential", SECRET_KEY);
        settings.setProperty("jclouds.provider", "filesystem-nio2");
        settings.setProperty(
                "jclouds.filesystem.basedir",
                Files.createDirectories(directory.resolve("buckets")).toString());
        Path file = directory.resolve("s3proxy.conf");
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** @return false if it has ended */
    private boolean awaitAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!process.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (answers(client)) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    close();
                    throw new IOException("S3Proxy did not answer within " + START_LIMIT);
                }
            }
        }
        return false;
    }

    /** A stranger who asks for the buckets is turned away: then it listens, and it checks signatures. */
    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest listBuckets = HttpRequest.newBuilder(endpoint.resolve("/"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return client.send(listBuckets, BodyHandlers.discarding()).statusCode() == 403;
        } catch (IOException notYet) {
            return false;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
