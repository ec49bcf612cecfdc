package dev.tenure.objectstore;

/** The fake keeps the contract too, so what is tested against it holds. */
class InMemoryObjectStoreTest extends ObjectStoreContract {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void hide(ObjectKey key) {
        store.hide(key);
    }
}
