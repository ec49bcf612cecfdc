package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of this process, where the stages of a job find theirs. */
final class Runs {

    private final Map<ItemId, Run> running = new ConcurrentHashMap<>();

    void begin(Run run) {
        running.put(run.item().id(), run);
    }

    void end(Run run) {
        running.remove(run.item().id(), run);
    }

    boolean any() {
        return !running.isEmpty();
    }

    Optional<Run> find(ItemId item) {
        return Optional.ofNullable(running.get(item));
    }

    /** The item's run; a job started past {@link Transcodes} has none and no lease, so it must not work. */
    Run of(ItemId item) {
        Run run = running.get(item);
        if (run == null) {
            throw new IllegalStateException("no run of item " + item + " in this process");
        }
        return run;
    }
}
