package dev.tenure.retention.hold;

import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/** A store, its locks included, with somebody at the door who sees every call come and go, and can break it. */
final class WatchedStore {

    /** Who stands at the door. What they throw is what the caller gets. */
    interface Watcher {

        /** Before the call has an effect. */
        void before(Call call);

        /** After the call had its effect, before the caller knows. */
        void after(Call call);
    }

    /** One call of the store or of its locks. */
    record Call(String method, List<Object> arguments) {}

    private WatchedStore() {}

    static ObjectStore of(ObjectStore store, Watcher watcher) {
        InvocationHandler watched = watching(store, watcher);
        InvocationHandler handler =
                (proxy, method, arguments) -> method.getName().equals("locks")
                        ? store.locks().map(locks -> locks(locks, watcher))
                        : method.getName().equals("locksRegardless")
                                ? locks(store.locksRegardless(), watcher)
                                : method.getName().equals("features")
                                        ? store.features()
                                        : watched.invoke(proxy, method, arguments);
        return (ObjectStore)
                Proxy.newProxyInstance(ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, handler);
    }

    private static ObjectLocks locks(ObjectLocks locks, Watcher watcher) {
        return (ObjectLocks) Proxy.newProxyInstance(
                ObjectLocks.class.getClassLoader(), new Class<?>[] {ObjectLocks.class}, watching(locks, watcher));
    }

    private static InvocationHandler watching(Object target, Watcher watcher) {
        return (proxy, method, arguments) -> {
            Call call = new Call(
                    method.getName(),
                    Optional.ofNullable(arguments).map(List::of).orElse(List.of()));
            watcher.before(call);
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
            watcher.after(call);
            return result;
        };
    }
}
