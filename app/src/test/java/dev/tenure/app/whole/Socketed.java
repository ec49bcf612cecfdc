package dev.tenure.app.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that speaks HTTP by hand: as slowly, and as wrongly, as a test wants. */
final class Socketed implements AutoCloseable {

    /** Generous on a busy machine, and an end for whoever waits for nothing. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Socket socket;

    Socketed(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout((int) LIMIT.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socketed send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one character every 100 ms until the server hangs up or answers; returns what it said. */
    String drip(String forEver) {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            for (int i = 0; System.nanoTime() < end; i++) {
                if (socket.getInputStream().available() > 0) {
                    // Nothing more will come: else the server waits for the rest of what it refused, as long as it ever
                    // does.
                    socket.shutdownOutput();
                    return answer();
                }
                socket.getOutputStream().write(forEver.charAt(i % forEver.length()));
                socket.getOutputStream().flush();
                Until.pause();
            }
        } catch (SocketException hungUp) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the server listened to a drip for " + LIMIT.toSeconds() + " s");
    }

    /** All that comes until the server hangs up. */
    String answer() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException hungUp) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
