package dev.tenure.objectstore;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.S3Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How the next calls to an {@link InMemoryObjectStore} go wrong. */
public final class StoreFaults {

    /** What a call that goes wrong does. */
    public enum Failing {
        /** Is turned away: nothing is done. */
        SLOW_DOWN,
        /** Gives no answer, and has no effect. */
        LOST_BEFORE,
        /** Has its effect and gives no answer. */
        LOST_AFTER
    }

    /** Calls that change nothing; of them a lost answer leaves nothing unknown. */
    private static final Set<Operation> LOOKING = Set.of(
            Operation.GET_OBJECT,
            Operation.HEAD_OBJECT,
            Operation.GET_OBJECT_TAGGING,
            Operation.GET_OBJECT_LEGAL_HOLD,
            Operation.LIST_OBJECT_VERSIONS,
            Operation.LIST_PARTS,
            Operation.LIST_MULTIPART_UPLOADS);

    private final Map<Operation, List<Failing>> waiting = new HashMap<>();
    private final Map<ObjectVersion, String> refusals = new HashMap<>();
    private boolean passedOver;

    /** Lets the next calls of this operation fail, after those that are to fail already. */
    public synchronized void next(int times, Operation operation, Failing how) {
        List<Failing> failing = waiting.computeIfAbsent(operation, absent -> new ArrayList<>());
        for (int i = 0; i < times; i++) {
            failing.add(how);
        }
    }

    /** Keeps this version in every batch of deletions, with this code in the answer. */
    public synchronized void refuseDeletion(ObjectVersion version, String code) {
        refusals.put(version, code);
    }

    /** Lets every call succeed again. */
    public synchronized void clear() {
        waiting.clear();
        refusals.clear();
    }

    /** Does something as if nothing were to fail; what is to fail fails afterwards. For whoever looks at what is really there, or is not us. */
    public synchronized <T> T past(Supplier<T> work) {
        passedOver = true;
        try {
            return work.get();
        } finally {
            passedOver = false;
        }
    }

    synchronized Optional<Refusal> refusal(ObjectVersion version) {
        return Optional.ofNullable(passedOver ? null : refusals.get(version))
                .map(code -> new Refusal(version, code, "refused by the test"));
    }

    /** Makes a call as the port promises: with the port's exceptions, and failing where a test wants that. */
    <T> T call(Operation operation, Supplier<T> work) {
        Optional<Failing> failing = begun(operation);
        failing.filter(how -> how != Failing.LOST_AFTER).ifPresent(how -> {
            throw failure(operation, how);
        });
        T result = answered(operation, work);
        failing.ifPresent(how -> {
            throw failure(operation, how);
        });
        return result;
    }

    /** Says in the port's words what the bucket refused. */
    static <T> T answered(Operation operation, Supplier<T> work) {
        try {
            return work.get();
        } catch (S3Refusal refusal) {
            String message = operation + ": " + refusal.code() + ", " + refusal.getMessage();
            throw switch (refusal.status()) {
                // 405: the version is a delete marker, which has no bytes and no tags.
                case 404, 405 -> new ObjectNotFound(message, refusal);
                case 501 -> new NotSupported(message, refusal);
                case 403 -> new ObjectStoreException(Fault.CONFIGURATION, message, refusal);
                default -> new ObjectStoreException(Fault.REQUEST, message, refusal);
            };
        }
    }

    /** What becomes of a call that begins now. */
    private synchronized Optional<Failing> begun(Operation operation) {
        List<Failing> failing = waiting.getOrDefault(operation, List.of());
        return failing.isEmpty() || passedOver ? Optional.empty() : Optional.of(failing.removeFirst());
    }

    private static ObjectStoreException failure(Operation operation, Failing how) {
        if (how == Failing.SLOW_DOWN) {
            return new SlowDown(operation + ": too many requests", null);
        }
        String message = operation + ": no answer";
        return LOOKING.contains(operation)
                ? new ObjectStoreException(Fault.STORE, message, null)
                : new OutcomeUnknown(message, null);
    }
}
