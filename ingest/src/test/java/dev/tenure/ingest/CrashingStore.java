package dev.tenure.ingest;

import dev.tenure.objectstore.ObjectStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store at whose n-th change the process dies, just before or just after the change is made. */
final class CrashingStore implements InvocationHandler {

    private static final Set<String> CHANGES =
            Set.of("put", "beginUpload", "uploadPart", "completeUpload", "abortUpload", "deleteVersions", "retag");

    private final ObjectStore store;
    private final int fatal;
    private final boolean after;
    private int changes;
    private @Nullable String diedAt;

    CrashingStore(ObjectStore store, int fatal, boolean after) {
        this.store = store;
        this.fatal = fatal;
        this.after = after;
    }

    /** Ends everything that runs, as no exception does. */
    static final class Crash extends Error {
        Crash(String message) {
            super(message);
        }
    }

    ObjectStore asStore() {
        return (ObjectStore)
                Proxy.newProxyInstance(ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, this);
    }

    /** The change it died at, or null while it lives. */
    @Nullable
    String diedAt() {
        return diedAt;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean dies = CHANGES.contains(method.getName()) && ++changes == fatal;
        if (dies && !after) {
            throw die(method);
        }
        Object result;
        try {
            result = method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (dies) {
            throw die(method);
        }
        return result;
    }

    private Crash die(Method method) {
        diedAt = method.getName();
        return new Crash((after ? "after " : "before ") + method.getName());
    }
}
