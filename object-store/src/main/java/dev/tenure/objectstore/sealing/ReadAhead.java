package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.sealing.Pieces.Piece;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pieces before they are asked for, each on a thread of its own, into as many buffers as the transfer's share of the budget holds. Buffers are
 * used again and again until the end: fresh ones would cost as much as opening what goes into them.
 */
final class ReadAhead {

    private final Pieces pieces;
    private final TransferBudget.Share share;
    /** Of one buffer: the plaintext of a piece, and one sealed segment on its way into it. */
    private final long memory;

    private final Deque<Buffer> free = new ArrayDeque<>();
    private final Deque<Fetch> fetches = new ArrayDeque<>();
    private long next;
    /** What was given to the reader last; it is read until the next one is asked for. */
    private @Nullable Fetch given;

    ReadAhead(Pieces pieces, TransferBudget.Share share) {
        this.pieces = pieces;
        this.share = share;
        this.memory = (long) pieces.capacity() + SealedLayout.SEGMENT_SIZE;
    }

    /** Where one piece goes. */
    private static final class Buffer {
        private final ByteBuffer plaintext;
        private final byte[] sealed = new byte[SealedLayout.SEGMENT_SIZE];

        Buffer(int capacity) {
            plaintext = ByteBuffer.allocate(capacity);
        }
    }

    /** A piece on its way. */
    private final class Fetch extends FutureTask<ByteBuffer> {

        private final Piece piece;
        private final Buffer buffer;

        Fetch(Piece piece, Buffer buffer) {
            super(() -> {
                pieces.read(piece, buffer.sealed, buffer.plaintext);
                return buffer.plaintext;
            });
            this.piece = piece;
            this.buffer = buffer;
        }

        void start() {
            Thread.ofVirtual().name("read-ahead").start(() -> {
                run();
                if (isCancelled()) {
                    share.give(memory);
                }
            });
        }

        /** Nobody wants it any more: its memory is free now, or when its thread comes to its end. */
        void end() {
            if (!cancel(true)) {
                share.give(memory);
            }
        }
    }

    /** The plaintext of the piece, if it was fetched ahead; waits for it then. It is good until the next call. */
    @Nullable
    ByteBuffer take(Piece piece) throws IOException {
        if (given != null) {
            free.add(given.buffer);
            given = null;
        }
        Fetch fetch = fetches.poll();
        if (fetch == null) {
            return null;
        }
        if (!fetch.piece.equals(piece)) {
            fetch.end();
            throw new IllegalStateException("fetched " + fetch.piece + ", asked for " + piece);
        }
        try {
            ByteBuffer plaintext = fetch.get();
            given = fetch;
            return plaintext;
        } catch (ExecutionException failure) {
            fetch.end();
            throw new IOException("could not fetch ahead", failure.getCause());
        } catch (CancellationException closed) {
            throw new IOException("the stream was closed", closed);
        } catch (InterruptedException stop) {
            fetch.end();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading was interrupted");
        }
    }

    /** Has up to so many pieces on their way that begin at this place or behind it. */
    void from(long position, int wanted) {
        next = Math.max(next, position);
        while (fetches.size() < wanted && next < pieces.end()) {
            Buffer buffer = buffer();
            if (buffer == null) {
                return;
            }
            Fetch fetch = new Fetch(pieces.at(next), buffer);
            fetches.add(fetch);
            fetch.start();
            next = fetch.piece.end();
        }
    }

    /** None while a writer waits: what lies idle here is given back then, and the reader goes on without fetching ahead. */
    private @Nullable Buffer buffer() {
        if (share.wanted()) {
            giveBack();
        }
        Buffer used = free.poll();
        return used != null ? used : share.tryTake(memory) ? new Buffer(pieces.capacity()) : null;
    }

    private void giveBack() {
        for (; !free.isEmpty(); free.remove()) {
            share.give(memory);
        }
    }

    /** Ends what is on its way, and gives all memory back. */
    void close() {
        if (given != null) {
            free.add(given.buffer);
            given = null;
        }
        giveBack();
        fetches.forEach(Fetch::end);
        fetches.clear();
    }
}
