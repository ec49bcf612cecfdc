package dev.tenure.ingest;

import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.Body.Ended;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.concurrent.Semaphore;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a request's bytes into parts, seals each, and gives it to be sent beside the reading; what is left at the request's end goes into a tail.
 * After any crash the row says exactly which bytes are stored, and parts or tails sent without being acknowledged are overwritten or ignored.
 *
 * <p>A part is known to be the last one only when the length is known: as long as it is not, a full part waits for the byte after it.
 */
final class SourceWriter implements AutoCloseable {

    /** Room to open tails in, which is not counted: after a restart every client comes with one. */
    private static final Semaphore RESTORING = new Semaphore(2, true);

    private final Upload begun;
    private final StoredObject source;
    private final PartSeal seal;
    private final ObjectStore store;
    private final JdbcUploads uploads;
    private final UploadLocks.Held lock;
    private final PartFlow flow;
    private final PartBuffer buffer;
    private final Checksum.@Nullable Check check;

    /** Of all bytes up to {@link #position}, where it is known. */
    private @Nullable MessageDigest digest;

    private @Nullable String multipartId;
    /** Parts given away to be sent, acknowledged or not. */
    private int sentParts;
    /** Bytes of the part in the buffer that lie in a tail, and that tail. */
    private int tailSize;

    private @Nullable String tailKey;
    private boolean tailsExpected;
    private byte @Nullable [] whole;

    SourceWriter(
            Upload upload,
            StoredObject source,
            PartSeal seal,
            ObjectStore store,
            JdbcUploads uploads,
            UploadLocks.Held lock,
            PartFlow flow,
            PartBuffer buffer,
            Checksum.@Nullable Check check) {
        this.begun = upload;
        this.source = source;
        this.seal = seal;
        this.store = store;
        this.uploads = uploads;
        this.lock = lock;
        this.flow = flow;
        this.buffer = buffer;
        this.check = check;
        this.digest = copy(flow.digest());
        this.multipartId = upload.multipartId();
        this.sentParts = upload.parts();
        this.tailSize = upload.tailSize();
        this.tailKey = upload.tailKey();
        this.tailsExpected = upload.tails();
    }

    private static @Nullable MessageDigest copy(@Nullable MessageDigest digest) {
        try {
            return digest == null ? null : (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            // A provider whose digests cannot be copied: the stored bytes are read once more at the end.
            return null;
        }
    }

    /** How far the bytes are that were read, stored or not. */
    long position() {
        return partStart() + Math.max(buffer.filled(), tailSize);
    }

    private long partStart() {
        return (long) sentParts * begun.partSize();
    }

    private boolean lengthKnown() {
        return begun.lengthKnown();
    }

    private boolean atEnd() {
        return lengthKnown() && position() == begun.length();
    }

    /**
     * Reads until the body ends or the upload is full; every part that becomes full on the way is sent.
     *
     * @param allowed how far the upload may go, given how far it is to go now: for lengths that nobody told
     * @return false when more came than it may have
     */
    boolean takeFrom(Body body, LongUnaryOperator allowed) throws Ended, InterruptedException {
        restoreTail();
        byte[] ahead = new byte[1];
        while (!atEnd()) {
            flow.rethrow();
            if (buffer.filled() == begun.partSize()) {
                // Of unknown length: only if there is more, this part is not the last.
                if (allowed.applyAsLong(position() + 1) <= position()) {
                    return body.read(ahead, 0, 1) < 0;
                }
                if (body.read(ahead, 0, 1) < 0) {
                    return true;
                }
                sendPart(PartSeal.Role.INNER);
                buffer.put(ahead[0]);
                came(ahead, 0, 1);
                continue;
            }
            int room = room();
            long limit = lengthKnown() ? begun.length() : allowed.applyAsLong(position() + room);
            int wanted = (int) Math.min(room, limit - position());
            if (wanted <= 0) {
                return body.read(ahead, 0, 1) < 0;
            }
            int from = buffer.filled();
            int at = buffer.start() + from;
            int got = body.read(buffer.array(), at, wanted);
            if (got < 0) {
                return true;
            }
            buffer.filled(from + got);
            came(buffer.array(), at, got);
            if (lengthKnown() && buffer.filled() == begun.partSize() && !atEnd()) {
                sendPart(PartSeal.Role.INNER);
            } else if (buffer.shouldYield()) {
                setAside();
                restoreTail();
            }
        }
        return true;
    }

    private void came(byte[] bytes, int offset, int length) {
        if (digest != null) {
            digest.update(bytes, offset, length);
        }
        if (check != null) {
            check.update(bytes, offset, length);
        }
    }

    /** Room for more bytes of this part; at the price of setting aside what is there, when there is no memory for it. */
    private int room() throws InterruptedException {
        int most = (int) (lengthKnown() ? Math.min(begun.partSize(), begun.length() - partStart()) : begun.partSize());
        while (!buffer.grow(most)) {
            if (!flow.idle()) {
                flow.awaitOne();
            } else if (buffer.holdsMemory()) {
                setAside();
                buffer.growAtLast(most, tailSize);
                restoreTail();
            } else {
                buffer.growAtLast(most, buffer.filled());
            }
        }
        return buffer.room();
    }

    /** Puts what is in the buffer into a tail, acknowledged if it may be, and gives its memory to others. */
    private void setAside() throws InterruptedException {
        flow.drain();
        if (buffer.filled() > tailSize) {
            storeTail();
            if (check == null) {
                flow.release(position(), tailKey, null, copy(digest));
            }
        }
        buffer.drop();
    }

    /** What earlier requests left of the part that is not full yet, or what was set aside. */
    private void restoreTail() throws InterruptedException {
        if (tailKey == null || buffer.filled() >= tailSize || tailSize == 0) {
            return;
        }
        if (!buffer.holds(tailSize)) {
            buffer.growAtLast(tailSize, tailSize);
        }
        RESTORING.acquire();
        try {
            byte[] tail = openTail(new ObjectKey(tailKey));
            System.arraycopy(tail, 0, buffer.array(), buffer.start(), tail.length);
            buffer.filled(tail.length);
        } catch (IOException e) {
            throw new UncheckedIOException("the tail of upload " + begun.id() + " could not be read", e);
        } finally {
            RESTORING.release();
        }
    }

    private byte[] openTail(ObjectKey key) throws IOException {
        byte[] sealed = new byte[Math.toIntExact(SealedLayout.sealedSizeFor(tailSize))];
        try (InputStream stream = store.open(key, ByteRange.whole(sealed.length))) {
            if (stream.readNBytes(sealed, 0, sealed.length) < sealed.length) {
                throw new EOFException("it is shorter than it was");
            }
        }
        return seal.open(sentParts + 1, PartSeal.Role.TAIL, sealed);
    }

    private void storeTail() {
        ObjectKey key = new ObjectKey(tailFolder() + "tail-" + position());
        requireLock();
        if (!tailsExpected) {
            uploads.expectTails(begun.id());
            tailsExpected = true;
        }
        PartBuffer.Sealed tail = buffer.seal(seal, sentParts + 1, PartSeal.Role.TAIL);
        try {
            store.put(key, tail.bytes(), SealedTransfers.CONTENT_TYPE, begun.tags());
        } finally {
            buffer.atEnd(tail.memory());
        }
        tailKey = key.value();
        tailSize = tail.plaintextSize();
    }

    private String tailFolder() {
        String key = source.key().value();
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    private void sendPart(PartSeal.Role role) {
        int number = sentParts + 1;
        requireLock();
        MultipartUpload to = multipart();
        PartBuffer.Sealed sealed = buffer.seal(seal, number, role);
        flow.send(to, number, sealed.bytes(), sealed.plaintextSize(), sealed.memory(), copy(digest));
        sentParts++;
        tailSize = 0;
        tailKey = null;
    }

    /** Stores what is still in memory, and acknowledges all that is stored: the request is over, and its bytes are the right ones. */
    void keep() throws InterruptedException {
        restoreTailForTheEnd();
        if (atEnd() && sentParts == 0) {
            putWhole();
            return;
        }
        if (atEnd() && buffer.filled() > 0) {
            sendPart(PartSeal.Role.LAST);
        }
        flow.drain();
        if (!atEndOfParts() && buffer.filled() > tailSize) {
            storeTail();
        }
        Upload acknowledged = flow.upload();
        long stored = atEndOfParts() ? begun.length() : position();
        if (stored > acknowledged.storedBytes() || !flow.allAcknowledged()) {
            flow.release(stored, atEndOfParts() ? null : tailKey, null, copy(digest));
        }
    }

    /** The length may have been told after the last byte came: then the tail is the last part. */
    private void restoreTailForTheEnd() throws InterruptedException {
        if (atEnd() || buffer.filled() > 0) {
            restoreTail();
        }
    }

    /** Whether the last part was given away. */
    private boolean atEndOfParts() {
        return lengthKnown() && partStart() >= begun.length();
    }

    private void putWhole() {
        requireLock();
        PartBuffer.Sealed sealed = buffer.seal(seal, 1, PartSeal.Role.LAST);
        try {
            String version = store.put(source.key(), sealed.bytes(), SealedTransfers.CONTENT_TYPE, begun.tags())
                    .versionId();
            whole = sealed.bytes();
            flow.release(begun.length(), null, version, copy(digest));
        } finally {
            buffer.atEnd(sealed.memory());
        }
    }

    /** The sealed bytes of an upload that was put in one piece just now. */
    byte @Nullable [] whole() {
        return whole;
    }

    private MultipartUpload multipart() {
        String known = multipartId;
        if (known == null) {
            MultipartUpload opened = store.beginUpload(source.key(), SealedTransfers.CONTENT_TYPE, begun.tags());
            if (!uploads.begin(begun.id(), opened.uploadId())) {
                throw new IllegalStateException("upload " + begun.id() + " was taken over by another request");
            }
            multipartId = opened.uploadId();
            flow.begun(opened.uploadId());
            return opened;
        }
        return new MultipartUpload(source.key(), known);
    }

    private void requireLock() {
        if (!lock.valid()) {
            throw new IllegalStateException("upload " + begun.id() + " was taken over by another request");
        }
    }

    /** Waits for what is under way and gives all memory back. */
    @Override
    public void close() {
        flow.settle();
        buffer.close();
    }
}
