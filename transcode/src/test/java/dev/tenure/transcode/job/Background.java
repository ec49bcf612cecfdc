package dev.tenure.transcode.job;

import java.util.concurrent.CompletableFuture;

/** Work beside the test, on a thread of its own: the common pool is too small to have one of its threads frozen. */
final class Background {

    private Background() {}

    static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }
}
