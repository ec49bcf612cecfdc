package dev.tenure.objectstore;

import dev.tenure.objectstore.contract.ObjectStoreContract;

/** The fake keeps the contract too, so what is tested against it holds. */
class InMemoryObjectStoreTest extends ObjectStoreContract {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    InMemoryObjectStoreTest() {
        different("refusesToPutOnceWhereNobodyCouldTell", "the fake can always tell");
    }

    @Override
    protected String server() {
        return "in memory";
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore another() {
        return store;
    }

    @Override
    protected void hide(ObjectKey key) {
        store.hide(key);
    }

    @Override
    protected void leave(String key, byte[] bytes) {
        store.put(ObjectKey.listed(key), bytes, "text/plain", ObjectTags.none());
    }

    @Override
    protected boolean hasAddresses() {
        return false;
    }
}
