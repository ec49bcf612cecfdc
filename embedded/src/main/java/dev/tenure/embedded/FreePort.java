package dev.tenure.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port for a server that has to be told one. */
final class FreePort {

    /** Between asking for a port and the server's use of it, somebody else may take it: then another one is tried. */
    private static final int ATTEMPTS = 3;

    private FreePort() {}

    /** Starts a server on the given port. */
    @FunctionalInterface
    interface Start<T> {
        T on(int port) throws IOException, InterruptedException;
    }

    /** Runs {@code start} with the wanted port, or if that is 0 with a free one. */
    static <T> T orWanted(int wanted, Start<T> start) throws IOException, InterruptedException {
        if (wanted != 0) {
            return start.on(wanted);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return start.on(free());
            } catch (EmbeddedPartFailed e) {
                if (!e.portTaken() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
