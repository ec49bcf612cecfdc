package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import java.io.InputStream;

/** A finished sealed object, readable at any place. */
public final class SealedObject {

    private final SealedSource source;
    private final ObjectKey key;
    private final SealedLayout layout;
    private final PartSeal seal;
    private final TransferBudget budget;

    SealedObject(SealedSource source, ObjectKey key, SealedLayout layout, PartSeal seal, TransferBudget budget) {
        this.source = source;
        this.key = key;
        this.layout = layout;
        this.seal = seal;
        this.budget = budget;
    }

    public long size() {
        return layout.plaintextSize();
    }

    /**
     * Opens a range of the plaintext. Only the segments that it touches are fetched. The first part is opened segment by segment as it is read;
     * a reader that goes on finds the next ones fetched ahead, more of them the further it gets, as far as the budget of memory goes.
     *
     * <p>A connection that breaks is taken up again where it broke. The stream throws {@link SealBroken} at the first segment that does not
     * open and hands out none of its bytes; once it has failed it stays failed. Close what you open: that ends what is fetched ahead.
     *
     * @throws IllegalArgumentException when the range reaches beyond the object
     */
    public InputStream open(ByteRange range) {
        if (range.end() > layout.plaintextSize()) {
            throw new IllegalArgumentException(range + " is beyond " + layout.plaintextSize() + " bytes");
        }
        return new SealedStream(new Pieces(source, key, layout, seal, range.end()), budget.forReader(), range.first());
    }
}
