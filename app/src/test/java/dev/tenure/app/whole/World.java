package dev.tenure.app.whole;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.catalog.Accounts;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** One server on its embedded parts for all tests of the module, as {@code tenure up} starts it but with short waits. */
final class World implements AutoCloseable {

    static final long MAX_SIZE = 64L << 20;

    /** Waits that nobody should sit through in a test. */
    static final List<String> HASTE = List.of(
            "--server.port=0",
            "--tenure.ingest.max-upload-size=" + MAX_SIZE + "B",
            "--tenure.retention.verify-delay=1s",
            "--tenure.retention.skew-bound=0s",
            "--tenure.transcode.lease=6s",
            "--tenure.schedule.sweep=1s",
            "--tenure.schedule.carry-on=1s",
            "--tenure.schedule.reconcile=1s",
            "--tenure.schedule.webhooks=1s",
            "--tenure.webhooks.allowed-networks=127.0.0.0/8");

    private final Path place;
    private final Server server;
    private final Clips clips;

    private World() {
        try {
            place = Files.createTempDirectory("tenure-it-");
            server = Server.start(new ServerOptions(place.resolve("data"), true, HASTE), Map.of());
            clips = new Clips(server.bean(FfmpegTools.class), Files.createDirectory(place.resolve("clips")));
            owner().put("/api/v1/retention/rules", Recordings.RULES).expect(200);
        } catch (IOException e) {
            throw new AssertionError("no place for test data", e);
        }
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

    /** A bearer of these scopes in the account of this name, which is made if need be. */
    Http bearer(String account, Set<String> scopes) {
        Accounts accounts = server.bean(Accounts.class);
        String token =
                accounts.issueToken(accounts.register(account, account).id(), "test", scopes, Duration.ofHours(1));
        return new Http(server.address(), token);
    }

    Recordings recordings() {
        return new Recordings(owner(), clock());
    }
}
