package dev.tenure.transcode.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * Sweeps old work files when the application has started and every minute after that, and stops running jobs when it closes. The closing event comes before
 * anything else is stopped, so that jobs still reach the database to say where they are.
 */
class TranscodeLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TranscodeLifecycle.class);

    private static final long SWEEP_SECONDS = 60;

    private final ScheduledExecutorService sweeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("work-files").factory());
    private final Transcodes transcodes;
    private final Chunks chunks;
    private final ApplicationContext context;
    private final Duration limit;

    TranscodeLifecycle(Transcodes transcodes, Chunks chunks, ApplicationContext context, Duration limit) {
        this.transcodes = transcodes;
        this.chunks = chunks;
        this.context = context;
        this.limit = limit;
    }

    @EventListener
    void started(ContextRefreshedEvent event) {
        if (event.getApplicationContext().equals(context)) {
            transcodes.sweepScratch();
            chunks.sweepScratch();
            var _ = sweeping.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        if (event.getApplicationContext().equals(context)) {
            sweeping.shutdownNow();
            transcodes.close(limit);
            chunks.close(limit);
        }
    }

    /** What another machine ended meanwhile this one may never hear of, and its work files are plain text. */
    private void sweep() {
        try {
            transcodes.sweepScratch();
        } catch (RuntimeException later) {
            LOG.warn("Old work files are looked for again: {}", later.toString());
        }
    }
}
