package dev.tenure.benchmarks.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A way to the store on which the requests that pass are counted, by method. Bodies are noise or sealed, so no request line hides in them. */
public final class RequestCounter implements AutoCloseable {

    private static final byte[] END_OF_LINE = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final List<String> METHODS = List.of("PUT", "POST", "GET", "HEAD", "DELETE");

    private final ServerSocket entrance;
    private final URI store;
    private final Map<String, Integer> counted = new TreeMap<>();

    public RequestCounter(URI store) throws IOException {
        this.store = store;
        this.entrance = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI entrance() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    /** What passed since the last question. */
    public synchronized Map<String, Integer> take() {
        Map<String, Integer> taken = new TreeMap<>(counted);
        counted.clear();
        return taken;
    }

    private synchronized void count(String method) {
        counted.merge(method, 1, Integer::sum);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Socket far = new Socket(store.getHost(), store.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(near, far, true));
                Thread.ofVirtual().start(() -> pass(far, near, false));
            } catch (IOException closed) {
                // The end, or a connection less.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean counts) {
        byte[] buffer = new byte[64 << 10];
        StringBuilder line = new StringBuilder();
        int matched = 0;
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                for (int i = 0; counts && i < got; i++) {
                    byte next = buffer[i];
                    line.append((char) (next & 0xff));
                    matched = next == END_OF_LINE[matched] ? matched + 1 : next == END_OF_LINE[0] ? 1 : 0;
                    if (matched == END_OF_LINE.length) {
                        String request = line.substring(0, line.length() - END_OF_LINE.length);
                        count(method(request.substring(0, Math.max(0, request.lastIndexOf(' ')))));
                        line.setLength(0);
                        matched = 0;
                    } else if (line.length() > 4096) {
                        line.delete(0, 2048);
                    }
                }
                out.write(buffer, 0, got);
                out.flush();
            }
        } catch (IOException broken) {
            // The other side sees the end too.
        }
    }

    /** The method at the end of what came before the path: behind whatever body there was. */
    private static String method(String before) {
        return METHODS.stream().filter(before::endsWith).findFirst().orElse("?");
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
