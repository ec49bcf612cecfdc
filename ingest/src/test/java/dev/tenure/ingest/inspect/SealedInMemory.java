package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Content of one part, sealed as everything is, without a store to run. */
final class SealedInMemory {

    private final AtomicInteger requests = new AtomicInteger();
    private final SealedObject content;

    SealedInMemory(byte[] plaintext) {
        PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("account/item/object"));
        byte[] sealed = seal.seal(1, PartSeal.Role.LAST, plaintext, plaintext.length);
        ObjectStore store = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("open")) {
                        throw new AssertionError("looking needs no " + method.getName());
                    }
                    requests.incrementAndGet();
                    ByteRange range = (ByteRange) arguments[1];
                    return new ByteArrayInputStream(sealed, (int) range.first(), (int) range.length());
                });
        content = new SealedObject(
                store, new ObjectKey("account/item/source/1/source"), SealedLayout.of(plaintext.length), seal);
    }

    SealedObject content() {
        return content;
    }

    int requests() {
        return requests.get();
    }
}
