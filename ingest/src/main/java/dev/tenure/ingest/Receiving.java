package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One request's bytes: who may send, from where, and how far they came. */
final class Receiving {

    private final JdbcUploads uploads;
    private final UploadLocks locks;
    private final StoredObjects objects;
    private final ItemBytes itemBytes;
    private final ObjectStore store;
    private final Digests digests;
    private final Finishing finishing;

    Receiving(
            JdbcUploads uploads,
            UploadLocks locks,
            StoredObjects objects,
            ItemBytes itemBytes,
            ObjectStore store,
            Digests digests,
            Finishing finishing) {
        this.uploads = uploads;
        this.locks = locks;
        this.objects = objects;
        this.itemBytes = itemBytes;
        this.store = store;
        this.digests = digests;
        this.finishing = finishing;
    }

    Appending append(AccountId account, UploadId id, long offset, long announced, InputStream bytes) {
        if (uploads.find(account, id).isEmpty()) {
            return new Appending.Unknown();
        }
        Optional<UploadLocks.Held> lock = locks.take(id);
        if (lock.isEmpty()) {
            return new Appending.Busy();
        }
        try (UploadLocks.Held held = lock.get()) {
            // Read again under the lock: another request may have moved on.
            Upload upload = uploads.find(id).orElseThrow();
            if (offset != upload.storedBytes()) {
                return new Appending.WrongOffset(upload.storedBytes());
            }
            if (announced > upload.length() - offset) {
                return new Appending.TooLong(upload.length());
            }
            Appending outcome = upload.complete() ? new Appending.Stored(offset, true) : receive(upload, held, bytes);
            Upload after = uploads.find(id).orElseThrow();
            if (after.complete()) {
                finishing.finish(after);
            }
            return outcome;
        }
    }

    private Appending receive(Upload upload, UploadLocks.Held lock, InputStream bytes) {
        StoredObject source = objects.find(upload.object()).orElseThrow();
        SourceWriter writer = new SourceWriter(
                upload,
                source,
                itemBytes.seal(source),
                store,
                uploads,
                lock,
                digests.take(upload.id(), upload.storedBytes()));
        try {
            IOException cut = null;
            try {
                writer.takeFrom(bytes);
            } catch (BodyCutOff end) {
                cut = end.reason();
            }
            writer.keepTail();
            if (cut != null) {
                return new Appending.CutOff(writer.stored(), cut);
            }
            if (writer.stored() == upload.length() && bytes.read() >= 0) {
                return new Appending.TooLong(upload.length());
            }
            return new Appending.Stored(writer.stored(), writer.stored() == upload.length());
        } catch (IOException behindTheEnd) {
            // All announced bytes are stored; that the connection broke after them does not matter.
            return new Appending.Stored(writer.stored(), writer.stored() == upload.length());
        } finally {
            writer.digest().ifPresent(digest -> digests.put(upload.id(), digest, writer.stored()));
        }
    }

    /** The request's body ended before its time. Apart from failures of the store, which are ours. */
    static final class BodyCutOff extends Exception {

        private final IOException reason;

        BodyCutOff(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }
}
