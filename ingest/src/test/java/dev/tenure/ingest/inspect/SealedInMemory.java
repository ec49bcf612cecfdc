package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedObject;
import dev.tenure.objectstore.sealing.SealedTransfers;
import dev.tenure.objectstore.sealing.TransferBudget;

/** Content of one part, sealed as everything is, without a server to run. */
public final class SealedInMemory {

    private static final ObjectKey KEY = new ObjectKey("account/item/source/1/source");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SealedObject content;

    public SealedInMemory(byte[] plaintext) {
        PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("account/item/object"));
        byte[] sealed = seal.seal(1, PartSeal.Role.LAST, plaintext, plaintext.length);
        store.put(KEY, sealed, SealedTransfers.CONTENT_TYPE, ObjectTags.none());
        content = new SealedTransfers(store, new TransferBudget(0, 0))
                .object(KEY, SealedLayout.of(plaintext.length), seal);
    }

    public SealedObject content() {
        return content;
    }

    /** How many requests were sent since the last question. */
    int requests() {
        return store.takeRequests();
    }
}
