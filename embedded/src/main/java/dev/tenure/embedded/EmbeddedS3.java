package dev.tenure.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * An S3-compatible server (Adobe's S3Mock) of our own in a child JVM on the loopback interface.
 *
 * <p>Objects, versions, tags and open multipart uploads are plain files in the data directory and outlive any kill and
 * restart. What it does not do stands in this package's description.
 */
public final class EmbeddedS3 implements AutoCloseable {

    static final String NAME = "embedded S3 server";
    static final String VARIABLE = "TENURE_S3_ENDPOINT";

    private static final String REGION = "us-east-1";
    private static final String GUARD_CLASS = "dev/tenure/embedded/guard/GuardedMain.class";
    private static final String SERVER_JAR = "s3mock-exec.jar";
    private static final String LOOPBACK_BEANS = "s3mock-loopback.xml";
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final DataLock lock;
    private final SupervisedProcess process;
    private final URI endpoint;

    private EmbeddedS3(DataLock lock, SupervisedProcess process, URI endpoint) {
        this.lock = lock;
        this.process = process;
        this.endpoint = endpoint;
    }

    /** As {@link #start(EmbeddedDirectories, int)} on a free port. */
    public static EmbeddedS3 start(EmbeddedDirectories directories) {
        return start(directories, 0);
    }

    /**
     * Returns when the server answers a real request (2 to 5 s on an idle machine). It has no bucket until one is created.
     *
     * @param port to listen on; 0 for a free one. The server keeps its port when it has to be restarted.
     * @throws EmbeddedPartFailed if it cannot be started, or another process uses the data directory
     */
    public static EmbeddedS3 start(EmbeddedDirectories directories, int port) {
        Platform.requireSupported(NAME, VARIABLE);
        try {
            Path program = unpack(directories.cache());
            DataLock lock = DataLock.hold(NAME, directories.data().resolve("s3"));
            EmbeddedS3 started = null;
            try {
                started = FreePort.orWanted(port, usable -> start(lock, program, usable));
                return started;
            } finally {
                if (started == null) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new EmbeddedPartFailed(
                    NAME, "its files could not be prepared: " + e, "Check disk space and permissions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartFailed(NAME, "the start was interrupted", "Start again", e);
        }
    }

    private static EmbeddedS3 start(DataLock lock, Path program, int port) {
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Server server = new Server(lock.directory(), program, endpoint, "tenure-" + UUID.randomUUID());
        return new EmbeddedS3(
                lock, SupervisedProcess.start(server, lock.directory().resolve("server.log")), endpoint);
    }

    /** To be used with path-style requests. */
    public URI endpoint() {
        return endpoint;
    }

    /** Any value would do: the server checks no signature. */
    public String accessKey() {
        return "tenure";
    }

    /** Any value would do: the server checks no signature. */
    public String secretKey() {
        return "embedded-s3-checks-no-signature";
    }

    public String region() {
        return REGION;
    }

    /** The server's process id; another one after a restart. */
    public long pid() {
        return process.pid();
    }

    /** Ends the server in order and gives the data directory free. Repeatable. */
    @Override
    public void close() {
        process.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedPartFailed(NAME, "the lock on its data directory could not be given up", "", e);
        }
    }

    private static Path unpack(Path cache) throws IOException {
        byte[] guard = bytes("/" + GUARD_CLASS);
        byte[] beans = bytes(LOOPBACK_BEANS);
        // Our own two files change without a new version of the server.
        CRC32 revision = new CRC32();
        revision.update(guard);
        revision.update(beans);
        String name = "s3mock-%s-%08x".formatted(Cache.version("s3mock"), revision.getValue());
        return Cache.directory(cache, name, directory -> {
            try (InputStream jar = Cache.resource(SERVER_JAR)) {
                Cache.write(jar, directory.resolve(SERVER_JAR), false);
            }
            Path classFile = directory.resolve("guard").resolve(GUARD_CLASS);
            Files.createDirectories(classFile.resolveSibling("."));
            Cache.write(new ByteArrayInputStream(guard), classFile, false);
            Cache.write(new ByteArrayInputStream(beans), directory.resolve(LOOPBACK_BEANS), false);
        });
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = Cache.resource(resource)) {
            return in.readAllBytes();
        }
    }

    /** @param token its answers' Server header, by which it is told from another one that took the port */
    private record Server(Path home, Path program, URI endpoint, String token) implements SupervisedProcess.Part {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String variable() {
            return VARIABLE;
        }

        @Override
        public ProcessBuilder command() throws IOException {
            // Uploads in flight and Tomcat's own files; on the disk of the buckets, so that a big upload is moved, not
            // copied.
            Path work = home.resolve("work");
            Cache.delete(work);
            Files.createDirectories(work);
            Path buckets = Files.createDirectories(home.resolve("buckets"));
            List<String> command = new ArrayList<>(Command.awayFromTerminal());
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-UsePerfData",
                    "-Djava.io.tmpdir=" + work,
                    "-cp",
                    program.resolve("guard") + ":" + program.resolve(SERVER_JAR),
                    "dev.tenure.embedded.guard.GuardedMain",
                    home.resolve("server.lock").toString(),
                    "org.springframework.boot.loader.launch.JarLauncher",
                    "--server.address=127.0.0.1",
                    "--server.port=" + endpoint.getPort(),
                    "--server.ssl.enabled=false",
                    "--server.shutdown=immediate",
                    "--server.server-header=" + token,
                    "--http.port=0",
                    "--spring.main.sources=" + program.resolve(LOOPBACK_BEANS).toUri(),
                    "--spring.main.allow-bean-definition-overriding=true",
                    "--spring.main.banner-mode=off",
                    "--com.adobe.testing.s3mock.store.root=" + buckets,
                    "--com.adobe.testing.s3mock.store.retain-files-on-exit=true",
                    "--com.adobe.testing.s3mock.store.region=" + REGION));
            // From its own directory: a Spring Boot application reads application.properties from where it starts.
            ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
            Command.plain(builder, languageSettings());
            return builder;
        }

        /** Java reads and writes file names in the language settings' encoding: ours, or else UTF-8. */
        private static Map<String, String> languageSettings() {
            Map<String, String> settings = new HashMap<>(Map.of("LANG", "C.UTF-8"));
            for (String name : List.of("LANG", "LC_CTYPE", "LC_ALL")) {
                String value = System.getenv(name);
                if (value != null) {
                    settings.put(name, value);
                }
            }
            return settings;
        }

        @Override
        public boolean answers() {
            try (HttpClient client =
                    HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
                HttpRequest listBuckets = HttpRequest.newBuilder(endpoint.resolve("/"))
                        .timeout(PROBE_LIMIT)
                        .build();
                HttpResponse<Void> answer = client.send(listBuckets, HttpResponse.BodyHandlers.discarding());
                return answer.statusCode() == 200
                        && answer.headers().firstValue("Server").equals(Optional.of(token));
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
