package dev.tenure.ingest;

import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.Receiving.BodyCutOff;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a request's bytes into parts, seals each, sends it, and acknowledges it; what is left at the request's end goes into a tail. After any
 * crash the row says exactly which bytes are stored, and parts or tails sent without being acknowledged are overwritten or ignored.
 */
final class SourceWriter {

    private final StoredObject source;
    private final PartSeal seal;
    private final ObjectStore store;
    private final JdbcUploads uploads;
    private final UploadLocks.Held lock;
    private final @Nullable MessageDigest digest;
    private final byte[] part;

    private Upload upload;
    private int filled;
    private int hashed;

    SourceWriter(
            Upload upload,
            StoredObject source,
            PartSeal seal,
            ObjectStore store,
            JdbcUploads uploads,
            UploadLocks.Held lock,
            Optional<MessageDigest> digest) {
        this.upload = upload;
        this.source = source;
        this.seal = seal;
        this.store = store;
        this.uploads = uploads;
        this.lock = lock;
        this.digest = digest.orElse(null);
        this.part = new byte[(int) Math.min(upload.partSize(), upload.length())];
    }

    long stored() {
        return upload.storedBytes();
    }

    /** The digest of all stored bytes, where it is known. */
    Optional<MessageDigest> digest() {
        return hashed == upload.tailSize() ? Optional.ofNullable(digest) : Optional.empty();
    }

    /** Reads until the body ends or the upload is complete; every part that becomes full on the way is acknowledged. */
    void takeFrom(InputStream body) throws BodyCutOff {
        restoreTail();
        while (!upload.complete()) {
            int wanted = (int)
                    Math.min(part.length - filled, upload.length() - upload.storedBytes() + upload.tailSize() - filled);
            int got = read(body, wanted);
            if (got < 0) {
                return;
            }
            filled += got;
            if (filled == part.length || filled == upload.length() - partStart()) {
                acknowledgePart();
            }
        }
    }

    private int read(InputStream body, int wanted) throws BodyCutOff {
        try {
            return body.read(part, filled, wanted);
        } catch (IOException e) {
            throw new BodyCutOff(e);
        }
    }

    private long partStart() {
        return upload.storedBytes() - upload.tailSize();
    }

    /** What earlier requests left of the part that is not full yet. */
    private void restoreTail() {
        if (upload.tailKey() == null) {
            return;
        }
        ObjectKey key = new ObjectKey(upload.tailKey());
        long size = store.facts(key).orElseThrow().size();
        try (InputStream stream = store.open(key, ByteRange.whole(size))) {
            byte[] tail = seal.open(upload.nextPart(), PartSeal.Role.TAIL, stream.readAllBytes());
            System.arraycopy(tail, 0, part, 0, tail.length);
            filled = tail.length;
            hashed = tail.length;
        } catch (IOException e) {
            throw new UncheckedIOException("the tail of upload " + upload.id() + " could not be read", e);
        }
    }

    private void acknowledgePart() {
        int number = upload.nextPart();
        long stored = partStart() + filled;
        boolean last = stored == upload.length();
        byte[] sealed = seal.seal(number, last ? PartSeal.Role.LAST : PartSeal.Role.INNER, part, filled);
        hash();
        requireLock();
        if (last && number == 1) {
            store.put(source.key(), sealed, SealedTransfers.CONTENT_TYPE, upload.tags());
            require(uploads.move(upload, stored, null));
        } else {
            StoredPart sent = store.uploadPart(multipart(), number, sealed);
            require(uploads.addPart(upload, sent, stored));
        }
        reload();
        filled = 0;
        hashed = 0;
    }

    /** Acknowledges the bytes of the unfinished part by storing them beside it. */
    void keepTail() {
        if (upload.complete() || filled == upload.tailSize()) {
            return;
        }
        long stored = partStart() + filled;
        ObjectKey key = new ObjectKey(tailFolder() + "tail-" + stored);
        byte[] sealed = seal.seal(upload.nextPart(), PartSeal.Role.TAIL, part, filled);
        hash();
        requireLock();
        store.put(key, sealed, SealedTransfers.CONTENT_TYPE, upload.tags());
        require(uploads.move(upload, stored, key.value()));
        reload();
    }

    private String tailFolder() {
        String key = source.key().value();
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    private MultipartUpload multipart() {
        if (upload.multipartId() == null) {
            MultipartUpload begun = store.beginUpload(source.key(), SealedTransfers.CONTENT_TYPE, upload.tags());
            require(uploads.begin(upload.id(), begun.uploadId()));
            reload();
        }
        String known = upload.multipartId();
        if (known == null) {
            throw new IllegalStateException("upload " + upload.id() + " lost its multipart upload");
        }
        return new MultipartUpload(source.key(), known);
    }

    private void hash() {
        if (digest != null) {
            digest.update(part, hashed, filled - hashed);
            hashed = filled;
        }
    }

    private void requireLock() {
        require(lock.valid());
    }

    private void require(boolean alone) {
        if (!alone) {
            throw new IllegalStateException("upload " + upload.id() + " was taken over by another request");
        }
    }

    private void reload() {
        upload = uploads.find(upload.id()).orElseThrow();
    }
}
