package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** The same thing many times at once. */
final class Rounds {

    private Rounds() {}

    /** How many rounds the predicate is true of. */
    static long count(int rounds, IntPredicate round) {
        return all(rounds, number -> round.test(number)).stream()
                .filter(Boolean::booleanValue)
                .count();
    }

    /** What all rounds return, in order; each has a thread of its own. The first failure is thrown when all have ended. */
    static <T> List<T> all(int rounds, IntFunction<T> round) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("doctor-round-", 0).factory())) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                int number = i;
                running.add(threads.submit(() -> round.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException(Fault.STORE, "interrupted", e);
        }
    }
}
