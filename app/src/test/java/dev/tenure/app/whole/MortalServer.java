package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A server that is killed again and again, and starts anew on the data that it left. */
final class MortalServer implements AutoCloseable {

    private static final String PORT = "--server.port=";

    private final Path place;
    private final Map<String, String> environment;
    private final List<String> settings;
    private int port;
    private @Nullable ServerProcess process;

    MortalServer(Path place, Map<String, String> environment, String... settings) {
        this.place = place;
        this.environment = environment;
        this.settings = List.of(settings);
    }

    /**
     * Starts it at a port of its choice.
     *
     * @param point where it is to die; empty lets it live
     */
    Http start(String point) {
        ServerProcess started = begin(point);
        URI address = started.address().orElseThrow(() -> new AssertionError("died while starting: " + started.said()));
        return new Http(address, token());
    }

    /** Starts it for ever at one port: the first that it chose. */
    Http startWhereItWas() {
        Http http = start("");
        port = http.server().getPort();
        return http;
    }

    /** It starts, and dies of what it finds to do. */
    void startAndDie(String point) {
        begin(point).assertDied(point);
    }

    /** It does not start, and its log says why. */
    void startInVain(String reason) {
        assertThat(begin("").address()).as("it started").isEmpty();
        assertThat(place.resolve("data/logs/tenure.log")).content().contains(reason);
    }

    /** The request is its end. */
    void diesOf(String point, ThrowingCallable request) {
        assertThatThrownBy(request).as(point).isInstanceOf(UncheckedIOException.class);
        running().assertDied(point);
    }

    /** Dies as by {@code kill -9}. */
    void kill() {
        running().close();
    }

    private ServerProcess begin(String point) {
        List<String> all = Stream.concat(
                        World.HASTE.stream().map(setting -> setting.startsWith(PORT) ? PORT + port : setting),
                        settings.stream())
                .toList();
        close();
        ServerProcess started = ServerProcess.start(place, point, environment, all);
        process = started;
        return started;
    }

    private ServerProcess running() {
        return Objects.requireNonNull(process, "the server was not started");
    }

    private String token() {
        try {
            return Files.readString(place.resolve("data/first-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
