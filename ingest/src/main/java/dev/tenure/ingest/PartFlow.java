package dev.tenure.ingest;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the parts of one request side by side and acknowledges them strictly in order: the offset moves only over parts that are stored, in the
 * statement that records them. Whoever's part completes an unbroken row acknowledges that row at once, so nothing waits for a client that went quiet.
 *
 * <p>Where a checksum is to be checked first, nothing is acknowledged before {@link #release}.
 *
 * <p>After a failure nothing more is acknowledged than what came before it in order. Parts that were stored all the same count for nothing, and are
 * replaced when their bytes come again.
 */
final class PartFlow {

    private final ObjectStore store;
    private final JdbcUploads uploads;
    private final TransferBudget.Share share;

    private final Deque<Sending> inOrder = new ArrayDeque<>();
    private Upload upload;
    private int underWay;
    private boolean held;
    private @Nullable Throwable failure;
    private @Nullable MessageDigest digest;

    /**
     * @param held whether acknowledging waits for {@link #release}
     * @param digest of all bytes stored so far, where it is known
     */
    PartFlow(
            Upload upload,
            ObjectStore store,
            JdbcUploads uploads,
            TransferBudget.Share share,
            boolean held,
            @Nullable MessageDigest digest) {
        this.upload = upload;
        this.store = store;
        this.uploads = uploads;
        this.share = share;
        this.held = held;
        this.digest = digest;
    }

    /** One part on its way. */
    private final class Sending implements Runnable {

        private final MultipartUpload to;
        private final int number;
        private final int plaintextSize;
        private final long memory;
        private final @Nullable MessageDigest upToHere;
        private byte[] sealed;
        private @Nullable StoredPart stored;

        Sending(
                MultipartUpload to,
                int number,
                byte[] sealed,
                int plaintextSize,
                long memory,
                @Nullable MessageDigest upToHere) {
            this.to = to;
            this.number = number;
            this.sealed = sealed;
            this.plaintextSize = plaintextSize;
            this.memory = memory;
            this.upToHere = upToHere;
        }

        @Override
        public void run() {
            StoredPart part = null;
            Throwable thrown = null;
            try {
                part = store.uploadPart(to, number, sealed);
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
            share.give(memory, sealed);
            sealed = new byte[0];
            ended(this, part, thrown);
        }
    }

    /**
     * Sends a part. Its memory is given back once it is stored, or failed.
     *
     * @param upToHere the digest of all bytes to the end of this part, where it is known
     */
    synchronized void send(
            MultipartUpload to,
            int number,
            byte[] sealed,
            int plaintextSize,
            long memory,
            @Nullable MessageDigest upToHere) {
        Sending sending = new Sending(to, number, sealed, plaintextSize, memory, upToHere);
        inOrder.add(sending);
        underWay++;
        Thread.ofVirtual().name("part").start(sending);
    }

    private synchronized void ended(Sending sending, @Nullable StoredPart part, @Nullable Throwable thrown) {
        try {
            sending.stored = part;
            fail(thrown);
            if (!held) {
                acknowledge();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            underWay--;
            notifyAll();
        }
    }

    private void fail(@Nullable Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (thrown != null && !thrown.equals(failure)) {
            failure.addSuppressed(thrown);
        }
    }

    /** Moves the offset over what is stored without a gap. */
    private void acknowledge() {
        List<StoredPart> row = new ArrayList<>();
        long bytes = 0;
        MessageDigest last = digest;
        for (Sending next = inOrder.peek(); next != null && next.stored != null; next = inOrder.peek()) {
            inOrder.poll();
            row.add(next.stored);
            bytes += next.plaintextSize;
            last = next.upToHere;
        }
        if (!row.isEmpty()) {
            long stored = upload.partStart() + bytes;
            require(uploads.advance(upload, row, stored, null, null));
            moved(row.size(), stored, null, null, last);
        }
    }

    private void require(boolean alone) {
        if (!alone) {
            throw new IllegalStateException("upload " + upload.id() + " was taken over by another request");
        }
    }

    private void moved(
            int more,
            long stored,
            @Nullable String tailKey,
            @Nullable String versionId,
            @Nullable MessageDigest upToHere) {
        upload = upload.advanced(upload.parts() + more, stored, tailKey, versionId);
        digest = upToHere;
    }

    /** Notes the multipart upload that was begun for it. */
    synchronized void begun(String multipartId) {
        upload = upload.begun(multipartId);
    }

    /** The upload as far as it is acknowledged. */
    synchronized Upload upload() {
        return upload;
    }

    /** The digest of all bytes acknowledged, where it is known. */
    synchronized @Nullable MessageDigest digest() {
        return digest;
    }

    /** Whether nothing is stored, or on its way, that is not acknowledged. */
    synchronized boolean allAcknowledged() {
        return inOrder.isEmpty();
    }

    synchronized boolean idle() {
        return underWay == 0;
    }

    /** Waits until one that is under way ended. */
    synchronized void awaitOne() throws InterruptedException {
        int before = underWay;
        while (underWay > 0 && underWay >= before) {
            wait();
        }
        rethrow();
    }

    /** Waits until all parts are stored and, unless that is held back, acknowledged. Throws what one of them failed with. */
    synchronized void drain() throws InterruptedException {
        while (underWay > 0) {
            wait();
        }
        rethrow();
    }

    /** Throws what a part failed with, if one did. */
    synchronized void rethrow() {
        switch (failure) {
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            case null, default -> {}
        }
    }

    /** Waits until nothing is under way any more, whatever became of it, and whoever interrupts. */
    synchronized void settle() {
        boolean interrupted = false;
        while (underWay > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Acknowledges what is stored and not yet acknowledged, and with it bytes beyond the last full part, all in one statement. To be called when
     * nothing is under way.
     *
     * @param storedBytes up to where
     * @param tailKey where the bytes beyond the last full part lie; absent when there are none
     * @param versionId the object's version, when all of it is one piece
     */
    synchronized void release(
            long storedBytes, @Nullable String tailKey, @Nullable String versionId, @Nullable MessageDigest upToHere) {
        rethrow();
        List<StoredPart> row = new ArrayList<>();
        for (Sending sending : inOrder) {
            if (sending.stored == null) {
                throw new IllegalStateException("a part of upload " + upload.id() + " is not stored yet");
            }
            row.add(sending.stored);
        }
        require(uploads.advance(upload, row, storedBytes, tailKey, versionId));
        inOrder.clear();
        moved(row.size(), storedBytes, tailKey, versionId, upToHere);
    }
}
