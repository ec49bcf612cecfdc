package dev.tenure.app.schedule;

import dev.tenure.transcode.job.Transcodes;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Stops running work before the scheduler and the database go: Spring Boot would leave it running into a closing context. */
final class WorkerLifecycle implements SmartLifecycle {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Transcodes transcodes;
    private volatile boolean running;

    WorkerLifecycle(Transcodes transcodes) {
        this.transcodes = transcodes;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        transcodes.stop(LIMIT);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops first of all. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
