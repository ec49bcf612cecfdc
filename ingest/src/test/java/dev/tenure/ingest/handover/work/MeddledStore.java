package dev.tenure.ingest.handover.work;

import dev.tenure.objectstore.ObjectStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store, and something that happens once before it is written to. */
final class MeddledStore implements InvocationHandler {

    private final ObjectStore store;
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    MeddledStore(ObjectStore store) {
        this.store = store;
    }

    ObjectStore asStore() {
        return (ObjectStore)
                Proxy.newProxyInstance(ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, this);
    }

    void beforeItIsWrittenTo(Runnable once) {
        meanwhile.set(once);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("put") || method.getName().equals("uploadPart")) {
            meanwhile.getAndSet(() -> {}).run();
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
