package dev.tenure.objectstore.sealing;

import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Makes salts and nonces on threads that last. Tink keeps a random generator for each thread, and searches the class path for a provider of it each time
 * it makes one. A virtual thread lives as long as a request: in a profile of small uploads that search was a fifteenth of all samples.
 */
final class SteadyThreads {

    private static final int THREADS = 2;

    private static final Executor LASTING = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("salts-", 0).factory());

    private SteadyThreads() {}

    /** What draws a few random bytes; never what waits or takes long. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws GeneralSecurityException;
    }

    /** Does it here if this thread lasts, else there. An interrupt does not end the wait, which is short. */
    static <T> T call(Work<T> work) throws GeneralSecurityException {
        if (!Thread.currentThread().isVirtual()) {
            return work.done();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        LASTING.execute(() -> {
            try {
                result.complete(work.done());
            } catch (GeneralSecurityException | RuntimeException | Error failed) {
                result.completeExceptionally(failed);
            }
        });
        try {
            return result.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case GeneralSecurityException refused -> throw refused;
                case Error error -> throw error;
                case null, default -> throw failed;
            }
        }
    }
}
