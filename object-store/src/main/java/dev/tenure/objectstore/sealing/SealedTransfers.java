package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Moves sealed bytes to and from one store, several parts at once, within one budget of memory. Safe for use by many threads. */
public final class SealedTransfers {

    /** What the store is told of sealed bytes: they are ciphertext, whatever is inside. */
    public static final String CONTENT_TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final TransferBudget budget;

    public SealedTransfers(ObjectStore store, TransferBudget budget) {
        this.store = store;
        this.budget = budget;
    }

    /** What a key holds now, to be read with read-ahead. */
    public SealedObject object(ObjectKey key, SealedLayout layout, PartSeal seal) {
        return new SealedObject(range -> store.open(key, range), key, layout, seal, budget);
    }

    /** Exactly this version, whatever was put over it since; to be read with read-ahead. */
    public SealedObject object(ObjectVersion version, SealedLayout layout, PartSeal seal) {
        return new SealedObject(range -> store.open(version, range), version.key(), layout, seal, budget);
    }

    /** A whole object of one part whose sealed bytes are at hand: what was just put need not be fetched to be looked at. */
    public SealedObject inMemory(ObjectKey key, byte[] sealed, SealedLayout layout, PartSeal seal) {
        return new SealedObject(
                range -> new ByteArrayInputStream(
                        sealed, Math.toIntExact(range.first()), Math.toIntExact(range.length())),
                key,
                layout,
                seal,
                budget);
    }

    /** Memory of this budget for somebody who seals and sends parts by themselves. Whoever takes of it gives it back. */
    public TransferBudget.Share memory() {
        return budget.forWriter();
    }

    /**
     * What was written.
     *
     * @param plaintextSize bytes before sealing
     */
    public record Written(ObjectVersion version, long plaintextSize) {}

    /**
     * Seals a stream into the store under a key that nobody else writes: in one request when it fits into one part, else in parts that are sent
     * side by side while the next one is read and sealed. The stream is read by the calling thread, once, and not closed.
     *
     * <p>All or nothing to readers. After a failure the upload is aborted as far as the store answers; when it does not, or the process dies,
     * an upload stays open under the key. After {@link dev.tenure.objectstore.OutcomeUnknown} the object may be there.
     *
     * @param partSize plaintext bytes per part, as {@link SealedLayout} bounds them
     * @throws IOException when the stream cannot be read
     */
    public Written write(ObjectKey key, int partSize, PartSeal seal, ObjectTags tags, InputStream plaintext)
            throws IOException {
        return new SealedWriter(store, key, partSize, seal, tags, budget.forWriter()).write(plaintext);
    }
}
