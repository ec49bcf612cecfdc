package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import java.io.InputStream;

/** A finished sealed object, readable at any place. */
public final class SealedObject {

    private final ObjectStore store;
    private final ObjectKey key;
    private final SealedLayout layout;
    private final PartSeal seal;

    public SealedObject(ObjectStore store, ObjectKey key, SealedLayout layout, PartSeal seal) {
        this.store = store;
        this.key = key;
        this.layout = layout;
        this.seal = seal;
    }

    public long size() {
        return layout.plaintextSize();
    }

    /**
     * Opens a range of the plaintext. Bytes are fetched and opened segment by segment as they are read, so memory is bounded by one segment.
     * The stream throws {@link SealBroken} at the first segment that does not open and hands out none of its bytes; closing it early drops the
     * connection to the store.
     *
     * @throws IllegalArgumentException when the range reaches beyond the object
     */
    public InputStream open(ByteRange range) {
        if (range.end() > layout.plaintextSize()) {
            throw new IllegalArgumentException(range + " is beyond " + layout.plaintextSize() + " bytes");
        }
        return new SealedStream(store, key, layout, seal, range);
    }
}
