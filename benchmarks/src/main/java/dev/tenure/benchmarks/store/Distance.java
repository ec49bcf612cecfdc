package dev.tenure.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a server on this machine that takes as long as one to a server elsewhere: every byte arrives so much later, none waits for another. Stores
 * are seldom on the machine that uses them, and what a request costs there is mostly the way.
 */
final class Distance implements AutoCloseable {

    private static final int CHUNK = 64 << 10;

    private final ServerSocket entrance;
    private final InetSocketAddress server;
    private final Duration oneWay;

    Distance(URI server, Duration oneWay) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.oneWay = oneWay;
        this.entrance = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("entrance").start(this::accept);
    }

    /** Where the way begins. */
    URI entrance() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Socket far = new Socket();
                far.connect(server);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                travel(near, far);
                travel(far, near);
            } catch (IOException ended) {
                // Closed, or one connection less: whoever waits for it is told by its own end.
            }
        }
    }

    /** What is under way: bytes, and the nanosecond at which they arrive. No bytes are the end. */
    private record Parcel(ByteBuffer bytes, long arrives) {}

    private void travel(Socket from, Socket to) {
        BlockingQueue<Parcel> road = new LinkedBlockingQueue<>();
        Thread.ofVirtual().name("leaving").start(() -> leave(from, road));
        Thread.ofVirtual().name("arriving").start(() -> arrive(road, to));
    }

    private void leave(Socket from, BlockingQueue<Parcel> road) {
        byte[] buffer = new byte[CHUNK];
        try (InputStream in = from.getInputStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                road.add(new Parcel(ByteBuffer.wrap(Arrays.copyOf(buffer, got)), System.nanoTime() + oneWay.toNanos()));
            }
        } catch (IOException broken) {
            // The other side sees the end, as it would of any connection.
        } finally {
            road.add(new Parcel(ByteBuffer.allocate(0), System.nanoTime() + oneWay.toNanos()));
        }
    }

    private static void arrive(BlockingQueue<Parcel> road, Socket to) {
        try (WritableByteChannel out = Channels.newChannel(to.getOutputStream())) {
            for (Parcel next = road.take(); next.bytes.hasRemaining(); next = road.take()) {
                for (long left = next.arrives - System.nanoTime(); left > 0; left = next.arrives - System.nanoTime()) {
                    LockSupport.parkNanos(Math.max(left, TimeUnit.MICROSECONDS.toNanos(10)));
                }
                out.write(next.bytes);
            }
        } catch (IOException broken) {
            // As above.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
