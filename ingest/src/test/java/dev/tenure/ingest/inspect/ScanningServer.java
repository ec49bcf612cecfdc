package dev.tenure.ingest.inspect;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Speaks as clamd does: one command a connection, chunks with their lengths, an answer that ends with NUL. */
public final class ScanningServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String version;
    private final Function<String, @Nullable String> answer;
    private final List<String> scanned = new CopyOnWriteArrayList<>();

    /**
     * Listens.
     *
     * @param answer what is said of content; null says nothing and keeps the connection
     */
    public ScanningServer(String version, Function<String, @Nullable String> answer) {
        this.version = version;
        this.answer = answer;
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What came whole. */
    public List<String> scanned() {
        return List.copyOf(scanned);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> speak(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void speak(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            StringBuilder command = new StringBuilder();
            for (int next = in.read(); next > 0; next = in.read()) {
                command.append((char) next);
            }
            String reply = command.toString().equals("zVERSION") ? version : scan(in);
            if (reply == null) {
                // Until the other side gives up.
                in.read();
                return;
            }
            OutputStream out = client.getOutputStream();
            out.write((reply + "\0").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException gone) {
            // The other side has hung up; the test looks at what it made of that.
        }
    }

    private @Nullable String scan(DataInputStream in) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            content.writeBytes(in.readNBytes(length));
        }
        String whole = content.toString(StandardCharsets.ISO_8859_1);
        scanned.add(whole);
        return answer.apply(whole);
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
