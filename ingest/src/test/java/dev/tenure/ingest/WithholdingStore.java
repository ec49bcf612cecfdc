package dev.tenure.ingest;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A store that does not give back what was stored under one key, until it does. */
final class WithholdingStore implements InvocationHandler {

    /** What it does instead. */
    enum How {
        GONE,
        ALTERED,
        UNREACHABLE
    }

    private final ObjectStore store;
    private final ObjectKey key;
    private final How how;
    private volatile boolean withholding = true;
    private Runnable meanwhile = () -> {};

    WithholdingStore(ObjectStore store, ObjectKey key, How how) {
        this.store = store;
        this.key = key;
        this.how = how;
    }

    ObjectStore asStore() {
        return (ObjectStore)
                Proxy.newProxyInstance(ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, this);
    }

    void giveBack() {
        giveBack(() -> {});
    }

    /** Gives it back, and lets this happen when it is asked for. */
    void giveBack(Runnable then) {
        meanwhile = then;
        withholding = false;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        boolean opened = method.getName().equals("open") && arguments != null && isKey(arguments[0]);
        boolean asked = withholding && opened;
        if (opened && !withholding) {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }
        if (asked && how == How.GONE) {
            throw new ObjectNotFound("no such version of " + key, null);
        }
        if (asked && how == How.UNREACHABLE) {
            throw new ObjectStoreException(ObjectStoreException.Fault.STORE, "the store does not answer", null);
        }
        try {
            Object result = method.invoke(store, arguments);
            return asked && result instanceof InputStream bytes ? new Altered(bytes) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean isKey(@Nullable Object named) {
        return named instanceof ObjectVersion version ? version.key().equals(key) : named != null && key.equals(named);
    }

    /** The same bytes, each with one bit turned over. */
    private static final class Altered extends FilterInputStream {

        Altered(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            return one < 0 ? one : one ^ 1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            for (int i = offset; i < offset + got; i++) {
                target[i] ^= 1;
            }
            return got;
        }
    }
}
