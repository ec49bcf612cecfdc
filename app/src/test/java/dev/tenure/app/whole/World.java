package dev.tenure.app.whole;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tenure.app.server.FirstAdministrator;
import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.catalog.Accounts;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.core.env.Environment;
import org.springframework.util.FileSystemUtils;

/** One server on its embedded parts for all tests of the module, as {@code tenure up} starts it but with short waits. */
final class World implements AutoCloseable {

    static final long MAX_SIZE = 64L << 20;

    /** Waits that nobody should sit through in a test. */
    static final List<String> HASTE = List.of(
            "--server.port=0",
            "--management.server.port=0",
            "--logging.config=classpath:boot-logging.xml",
            // So that tests can be clients of many addresses.
            "--tenure.limits.trusted-proxies=127.0.0.1",
            "--tenure.limits.callers.eager=100",
            // A matrix of all callers and all addresses is sent within a minute.
            "--tenure.limits.per-caller=100000",
            "--tenure.edge.head-deadline=4s",
            "--tenure.edge.body-deadline=4s",
            "--tenure.ingest.max-upload-size=" + MAX_SIZE + "B",
            "--tenure.ingest.rate-window=4s",
            "--tenure.ingest.min-rate=1KB",
            "--tenure.retention.verify-delay=1s",
            "--tenure.retention.skew-bound=0s",
            "--tenure.retention.run-lease=5s",
            "--tenure.transcode.lease=6s",
            "--tenure.transcode.back-off=1s",
            "--tenure.transcode.keep-replaced=1s",
            "--tenure.schedule.sweep=1s",
            "--tenure.schedule.carry-on=1s",
            "--tenure.schedule.reconcile=1s",
            "--tenure.schedule.reap=1s",
            "--tenure.schedule.webhooks=1s",
            "--tenure.schedule.hand-overs=1s",
            "--tenure.hand-over.allowed-networks=127.0.0.0/8",
            "--tenure.hand-over.pull-every=3s",
            "--tenure.webhooks.allowed-networks=127.0.0.0/8");

    /** Whose pages may upload to the server of this world. */
    static final String RECORDER_ORIGIN = "https://recorder.example";

    private final Path place;
    private final Server server;
    private final Clips clips;
    private @Nullable String kept;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final FirstAdministrator firstAdministrator;
    private final IdentityProvider identityProvider = new IdentityProvider();
    private final GreenMail post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private World() {
        try {
            place = Files.createTempDirectory("tenure-it-");
            post.start();
            server = Server.start(new ServerOptions(place.resolve("data"), true, settings()), Map.of());
            firstAdministrator = server.firstAdministrator().orElseThrow();
            clips = new Clips(server.bean(FfmpegTools.class), Files.createDirectory(place.resolve("clips")));
            owner().put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*")
                    .expect(200);
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
    }

    private List<String> settings() {
        return Stream.of(
                        HASTE.stream(),
                        identityProvider.settings().stream(),
                        Stream.of("--tenure.http.allowed-origins=" + RECORDER_ORIGIN),
                        Stream.of(
                                "--tenure.mail.host=127.0.0.1",
                                "--tenure.mail.port=" + post.getSmtp().getPort(),
                                "--tenure.mail.encryption=NONE",
                                "--tenure.mail.from=recordings@tenure.example",
                                "--tenure.digest.hour=0",
                                "--tenure.schedule.digests=1s"))
                .flatMap(settings -> settings)
                .toList();
    }

    /** Whom the start of this world made. */
    FirstAdministrator firstAdministrator() {
        return firstAdministrator;
    }

    /** The provider that the server knows; it does not run before it is asked for. */
    IdentityProvider identityProvider() {
        return identityProvider;
    }

    /** All letters that the server sent so far. */
    MimeMessage[] letters() {
        return post.getReceivedMessages();
    }

    /** Hands the one world to test classes that ask for it, and ends it with the last of them. */
    static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(World.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override
        public World resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot().getStore(SPACE).computeIfAbsent(World.class, absent -> new World(), World.class);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        identityProvider.close();
        post.stop();
        FileSystemUtils.deleteRecursively(place);
    }

    Server server() {
        return server;
    }

    <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    /** Where the server keeps its keys. */
    Path data() {
        return place.resolve("data");
    }

    Clips clips() {
        return clips;
    }

    /** A fresh directory that goes with the world. */
    Path directory(String name) {
        try {
            return Files.createTempDirectory(place, name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    InstantSource clock() {
        return server.bean(InstantSource.class);
    }

    /** Who may do everything in the first account. */
    Http owner() {
        try {
            return new Http(
                    server.address(),
                    Files.readString(place.resolve("data/first-token")).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Http nobody() {
        return new Http(server.address(), null);
    }

    /** Whoever asks the port of the management. */
    Http operator() {
        int port = server.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
        return new Http(URI.create("http://127.0.0.1:" + port), null);
    }

    /** All that anything of this world has written to a log so far, by file. */
    Map<Path, String> logs() {
        try (Stream<Path> files = Files.walk(data())) {
            Map<Path, String> logs = new TreeMap<>();
            for (Path file : files.filter(World::isLog).toList()) {
                logs.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return logs;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.contains(".log") || name.endsWith(".out") || name.endsWith(".err"));
    }

    /** Tokens that were issued here, none of which may be written down anywhere. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** A bearer of these scopes in the account of this name, which is made if need be. */
    Http bearer(String account, Set<String> scopes) {
        return bearer(account, "test", scopes);
    }

    Http bearer(String account, String name, Set<String> scopes) {
        Accounts accounts = server.bean(Accounts.class);
        String token = accounts.issueToken(accounts.register(account, account).id(), name, scopes, Duration.ofHours(1));
        tokens.add(token);
        return new Http(server.address(), token);
    }

    /** A playable recording of the first account that is READY, for tests that only look. */
    synchronized String keptRecording() {
        String known = kept;
        if (known == null) {
            known = recordings().handOver(clips.playable(), recordings().described());
            recordings().await(known, "READY");
            kept = known;
        }
        return known;
    }

    Recordings recordings() {
        return new Recordings(owner(), clock());
    }
}
