package dev.tenure.ingest;

import dev.tenure.ingest.Body.Ended;
import dev.tenure.ingest.Body.Why;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who sends to which upload: one request at a time in the whole fleet. A request whose connection died may hang in a read until the server's timeout;
 * another one that reaches the same machine takes its place once it has been silent for a while. It can, because whoever waits for bytes touches
 * nothing: it hands its lock over as it stands, and learns of it when its read returns.
 */
final class Senders {

    /** How long a request that is storing something is waited for, by who may stop it. Too small answers "busy" needlessly. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UploadLocks locks;
    private final LongSupplier nanoTime;
    private final Map<UploadId, Sender> senders = new ConcurrentHashMap<>();

    Senders(UploadLocks locks, LongSupplier nanoTime) {
        this.locks = locks;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the place of the only one who sends to the upload; empty when another keeps it.
     *
     * @param silence how long the other must have been silent to be put aside; zero puts it aside whatever it does
     */
    Optional<Sender> take(UploadId id, Duration silence) {
        Optional<Sender> free = takeFree(id);
        if (free.isPresent()) {
            return free;
        }
        Sender other = senders.get(id);
        UploadLocks.Held lock = other == null ? null : other.handOver(silence);
        if (lock == null) {
            // Perhaps it ended while it was waited for.
            return takeFree(id);
        }
        Sender mine = new Sender(id, lock);
        senders.put(id, mine);
        return Optional.of(mine);
    }

    /** Takes the place if nobody has it. */
    Optional<Sender> takeFree(UploadId id) {
        Optional<Sender> mine = locks.take(id).map(lock -> new Sender(id, lock));
        mine.ifPresent(sender -> senders.put(id, sender));
        return mine;
    }

    /** How fast bytes must come. */
    @FunctionalInterface
    interface Pace {

        /** Of bytes that no client sends. */
        Pace ANY = (waited, came) -> false;

        /** Notes that so many bytes came after a wait of so many nanoseconds; true when that is too slow, or has lasted too long. */
        boolean tooSlow(long waited, int came);
    }

    /** One request that may send. Closing it lets others. */
    final class Sender implements AutoCloseable {

        private final UploadId id;
        private final UploadLocks.Held lock;

        private boolean reading;
        private boolean stopped;
        private boolean ended;
        private long silentSince = nanoTime.getAsLong();
        /** Waits until what the request sent to the store is stored, or has failed. */
        private Runnable settle = () -> {};

        private Sender(UploadId id, UploadLocks.Held lock) {
            this.id = id;
            this.lock = lock;
        }

        UploadLocks.Held lock() {
            return lock;
        }

        /** Names what must have ended before another may send. */
        synchronized void settle(Runnable what) {
            settle = what;
        }

        /** The bytes of a request, as long as it may send. */
        Body body(InputStream bytes, Pace pace) {
            return (target, offset, length) -> {
                begin();
                long from = nanoTime.getAsLong();
                int got;
                try {
                    got = bytes.read(target, offset, length);
                } catch (IOException e) {
                    end();
                    throw new Ended(Why.CUT_OFF, e);
                }
                end();
                if (pace.tooSlow(nanoTime.getAsLong() - from, Math.max(0, got)) && got >= 0) {
                    throw new Ended(Why.TOO_SLOW, new IOException("the bytes came too slowly, or for too long"));
                }
                return got;
            };
        }

        private synchronized void begin() throws Ended {
            requirePlace();
            reading = true;
            notifyAll();
        }

        private synchronized void end() throws Ended {
            requirePlace();
            reading = false;
            silentSince = nanoTime.getAsLong();
        }

        private void requirePlace() throws Ended {
            if (stopped) {
                throw new Ended(Why.TAKEN_OVER, new InterruptedIOException("another request took over"));
            }
        }

        /** The lock, once this request only waits for bytes that do not come. */
        private UploadLocks.@Nullable Held handOver(Duration silence) {
            Runnable first;
            synchronized (this) {
                boolean mayStop = silence.isZero() || silentFor(silence);
                if (!mayStop || !waitUntilReading(silence)) {
                    return null;
                }
                stopped = true;
                first = settle;
            }
            first.run();
            return lock;
        }

        private boolean silentFor(Duration silence) {
            return reading && nanoTime.getAsLong() - silentSince >= silence.toNanos();
        }

        /** Whether it waits for bytes now, and nobody else has put it aside. */
        private boolean waitUntilReading(Duration silence) {
            long end = nanoTime.getAsLong() + PATIENCE.toNanos();
            try {
                while (silence.isZero() && !reading && !ended && !stopped) {
                    long left = (end - nanoTime.getAsLong()) / 1_000_000;
                    if (left <= 0) {
                        return false;
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return reading && !ended && !stopped;
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
                notifyAll();
                if (stopped) {
                    return;
                }
            }
            senders.remove(id, this);
            lock.close();
        }
    }
}
