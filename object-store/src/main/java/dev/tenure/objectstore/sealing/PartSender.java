package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.StoredPart;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the parts of one upload side by side, as many as the transfer's share of the budget holds. Closed before the upload is known to be
 * completed it waits for what is under way, so that no part comes after, and aborts the upload.
 */
final class PartSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartSender.class);

    private final ObjectStore store;
    private final MultipartUpload upload;
    private final TransferBudget.Share share;
    private final long partMemory;

    private final BlockingQueue<Sent> ends = new LinkedBlockingQueue<>();
    private final Set<Sending> underWay = new HashSet<>();
    private final Deque<byte[]> free = new ArrayDeque<>();
    private final List<StoredPart> stored = new ArrayList<>();
    /** Parts that may be under way at once; memory for the first is the caller's. */
    private int allowed = 1;

    private boolean completed;

    PartSender(ObjectStore store, MultipartUpload upload, TransferBudget.Share share, long partMemory) {
        this.store = store;
        this.upload = upload;
        this.share = share;
        this.partMemory = partMemory;
    }

    /** An array for one more sealed part of this size; waits until there is memory for it. Arrays of inner parts are used again and again. */
    byte[] room(int size) throws InterruptedIOException {
        while (allowed > Math.max(1, underWay.size()) && share.wanted()) {
            allowed--;
            free.poll();
            share.give(partMemory);
        }
        while (underWay.size() >= allowed) {
            if (share.tryTake(partMemory)) {
                allowed++;
            } else {
                await();
            }
        }
        byte[] used = free.poll();
        return used != null && used.length == size ? used : share.array(size);
    }

    void send(int number, byte[] sealed) {
        Sending sending = new Sending(number, sealed);
        underWay.add(sending);
        sending.thread.start();
    }

    /** One part on its way. Its end is told when the store's answer, or its failure, is there: not when it is interrupted. */
    private final class Sending implements Runnable {

        private final int number;
        private final byte[] sealed;
        private final Thread thread;

        Sending(int number, byte[] sealed) {
            this.number = number;
            this.sealed = sealed;
            this.thread = Thread.ofVirtual().name("part").unstarted(this);
        }

        @Override
        public void run() {
            StoredPart part = null;
            Throwable failure = null;
            try {
                part = store.uploadPart(upload, number, sealed);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
            ends.add(new Sent(this, part, failure));
        }
    }

    /** Either the part or the failure is there. */
    private record Sent(
            Sending sending,
            @Nullable StoredPart part,
            @Nullable Throwable failure) {}

    /** All parts, in order, once the last one is stored. */
    List<StoredPart> finish() throws InterruptedIOException {
        while (!underWay.isEmpty()) {
            await();
        }
        stored.sort(Comparator.comparingInt(StoredPart::number));
        return stored;
    }

    /** The upload is an object now. */
    void completed() {
        completed = true;
    }

    private void await() throws InterruptedIOException {
        Sent sent;
        try {
            sent = ends.take();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("writing " + upload.key() + " was interrupted");
        }
        underWay.remove(sent.sending);
        free.add(sent.sending.sealed);
        switch (sent.failure) {
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> stored.add(Objects.requireNonNull(sent.part));
        }
    }

    @Override
    public void close() {
        underWay.forEach(sending -> sending.thread.interrupt());
        boolean interrupted = false;
        while (!underWay.isEmpty()) {
            try {
                underWay.remove(ends.take().sending);
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        for (; allowed > 1; allowed--) {
            share.give(partMemory);
        }
        if (!completed) {
            abort();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The failure that led here is the one to tell; what cannot be aborted now goes with everything else under the key. */
    private void abort() {
        try {
            store.abortUpload(upload);
        } catch (ObjectStoreException failure) {
            LOG.info("the upload of {} stays open: {}", upload.key(), failure.getMessage());
        }
    }
}
