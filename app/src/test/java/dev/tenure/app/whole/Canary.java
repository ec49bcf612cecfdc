package dev.tenure.app.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that nobody has a reason to call: hostile content names it, and whoever follows that is seen. */
final class Canary implements AutoCloseable {

    private final ServerSocket port;
    private final AtomicInteger calls = new AtomicInteger();

    Canary() {
        try {
            port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        while (!port.isClosed()) {
            try {
                port.accept().close();
                calls.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Its address, without a scheme. */
    String address() {
        return "127.0.0.1:" + port.getLocalPort();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
