package dev.tenure.model;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The bucket as the process under test sees it: fails as it is told, may be where the process dies, and remembers what was written and what was wrong with
 * a call at the moment it was made.
 */
final class Bucket implements InvocationHandler {

    /** What changes the bucket; the process may die there. What only looks is no effect. */
    private static final Set<String> EFFECTS = Set.of(
            "put",
            "putIfAbsent",
            "copy",
            "beginUpload",
            "uploadPart",
            "completeUpload",
            "abortUpload",
            "deleteVersions");

    /** What is known without asking the server. */
    private static final Set<String> ASKS_NOBODY = Set.of("features", "bucket", "locks", "locksRegardless");

    private final Mortality life;
    private final ObjectStore seen = (ObjectStore)
            Proxy.newProxyInstance(ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, this);
    private final ConcurrentLinkedQueue<Violation> wrong = new ConcurrentLinkedQueue<>();
    private volatile InMemoryObjectStore real = new InMemoryObjectStore();
    private volatile BiFunction<String, ObjectKey, Optional<Violation>> judge = (call, key) -> Optional.empty();
    private final Set<String> swallowed = ConcurrentHashMap.newKeySet();
    private volatile boolean swallows;

    Bucket(Mortality life) {
        this.life = life;
    }

    ObjectStore seen() {
        return seen;
    }

    /** The bucket itself, past all faults of the calls made through {@link #seen}. */
    InMemoryObjectStore real() {
        return real;
    }

    /**
     * Begins with an empty one.
     *
     * @param destroying says what is wrong with destroying something of this key just now
     */
    void begin(BiFunction<String, ObjectKey, Optional<Violation>> destroying) {
        real = new InMemoryObjectStore();
        judge = destroying;
        swallows = false;
        swallowed.clear();
        wrong.clear();
    }

    /** What there is under the prefix. */
    List<ObjectVersion> versions(KeyPrefix prefix) {
        return real.faults().past(() -> real.listVersions(prefix));
    }

    List<MultipartUpload> uploads(KeyPrefix prefix) {
        return real.faults().past(() -> real.listUploads(prefix));
    }

    /** False where a lock keeps it. */
    boolean deletePastUs(ObjectVersion version) {
        return !real.faults()
                .past(() -> real.deleteVersions(List.of(version)))
                .deleted()
                .isEmpty();
    }

    /** Its version. */
    String putPastUs(ObjectKey key, ObjectTags tags) {
        return real.faults()
                .past(() -> real.put(key, new byte[3], "text/plain", tags))
                .versionId();
    }

    /** From now on a store with a defect: it answers that versions are gone and lists them no more, and keeps them. */
    void onlySayThatItDeletes() {
        swallows = true;
    }

    /** What was wrong with calls since the last question. */
    List<Violation> takeWrong() {
        List<Violation> taken = List.copyOf(wrong);
        wrong.removeAll(taken);
        return taken;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String call = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(real, arguments);
        }
        if (!ASKS_NOBODY.contains(call) && TransactionSynchronizationManager.isActualTransactionActive()) {
            wrong.add(new Violation("no call to the store inside a transaction", call));
        }
        life.requireLife();
        judged(call, arguments);
        if (!EFFECTS.contains(call)) {
            return made(method, arguments);
        }
        Made result = life.effect(() -> new Made(() -> made(method, arguments)));
        return result.get();
    }

    private interface Call {
        @Nullable
        Object made() throws Throwable;
    }

    /** What a call came to, to be told behind the place where the process may die. */
    private static final class Made {
        private @Nullable Object result;
        private @Nullable Throwable failure;

        @SuppressWarnings("CatchThrowable")
        Made(Call call) {
            try {
                result = call.made();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        @Nullable
        Object get() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            return result;
        }
    }

    private @Nullable Object made(Method method, Object @Nullable [] arguments) throws Throwable {
        if (swallows && method.getName().equals("deleteVersions") && arguments != null) {
            List<ObjectVersion> versions = versions(arguments[0]);
            versions.forEach(version -> swallowed.add(version.versionId()));
            return new DeleteOutcome(versions, List.of());
        }
        try {
            Object result = method.invoke(real, arguments);
            return swallows ? withoutSwallowed(result) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private @Nullable Object withoutSwallowed(@Nullable Object result) {
        return switch (result) {
            case Listing<?>(List<?> entries, Optional<ListingMark> next) -> new Listing<>(visible(entries), next);
            case List<?> entries -> visible(entries);
            case null, default -> result;
        };
    }

    private List<?> visible(List<?> entries) {
        return entries.stream()
                .filter(entry -> !(entry instanceof ObjectVersion version && swallowed.contains(version.versionId())))
                .toList();
    }

    private static List<ObjectVersion> versions(@Nullable Object argument) {
        return argument instanceof List<?> all
                ? all.stream().map(ObjectVersion.class::cast).toList()
                : List.of();
    }

    private void judged(String call, Object @Nullable [] arguments) {
        if (arguments == null) {
            return;
        }
        if (arguments[0] instanceof MultipartUpload upload && call.equals("abortUpload")) {
            judge.apply(call, upload.key()).ifPresent(wrong::add);
        }
        if (call.equals("deleteVersions")) {
            versions(arguments[0]).stream()
                    .map(ObjectVersion::key)
                    .distinct()
                    .forEach(key -> judge.apply(call, key).ifPresent(wrong::add));
        }
    }
}
