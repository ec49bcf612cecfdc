package dev.tenure.objectstore.strict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The bad moments that are still to come. */
public final class Faults {

    private static final class Waiting {
        private final Operation operation;
        private final Predicate<String> key;
        private final Fault fault;
        private int times;

        Waiting(Operation operation, Predicate<String> key, Fault fault, int times) {
            this.operation = operation;
            this.key = key;
            this.fault = fault;
            this.times = times;
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();

    /** Lets the next request of this operation meet the fault. */
    public void next(Operation operation, Fault fault) {
        next(1, operation, key -> true, fault);
    }

    /** Lets every request of this operation meet the fault. */
    public void always(Operation operation, Fault fault) {
        next(Integer.MAX_VALUE, operation, key -> true, fault);
    }

    /**
     * Lets the next requests that match meet the fault. The client's own retries count.
     *
     * @param key what the request's key must be like. A listing's is its prefix; DeleteObjects has an empty one, and is asked for each key of
     *     its batch where the fault is one of single keys
     */
    public synchronized void next(int times, Operation operation, Predicate<String> key, Fault fault) {
        waiting.add(new Waiting(operation, key, fault, times));
    }

    /** Forgets those that were not met. */
    public synchronized void clear() {
        waiting.clear();
    }

    /** The first that matches and is of this kind; it is used up by that. */
    synchronized <F extends Fault> Optional<F> met(Operation operation, String key, Class<F> kind) {
        Optional<Waiting> first = waiting.stream()
                .filter(one -> one.operation == operation && kind.isInstance(one.fault) && one.key.test(key))
                .findFirst();
        first.ifPresent(one -> {
            one.times--;
            if (one.times == 0) {
                waiting.remove(one);
            }
        });
        return first.map(one -> kind.cast(one.fault));
    }
}
