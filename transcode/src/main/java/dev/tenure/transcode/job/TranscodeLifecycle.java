package dev.tenure.transcode.job;

import java.time.Duration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * Sweeps old work files when the application has started, and stops running jobs when it closes. The closing event comes before anything else is
 * stopped, so that jobs still reach the database to say where they are.
 */
class TranscodeLifecycle {

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
        }
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        if (event.getApplicationContext().equals(context)) {
            transcodes.close(limit);
            chunks.close(limit);
        }
    }
}
