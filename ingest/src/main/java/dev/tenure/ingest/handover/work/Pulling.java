package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.reach.Slots;
import dev.tenure.ingest.handover.Adapter.Pulled;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at sources whose time it is, so that whatever they did not tell of only comes later. Each look is claimed by one process of the fleet. */
final class Pulling {

    private static final Logger LOG = LoggerFactory.getLogger(Pulling.class);

    private final JdbcSources rows;
    private final Sources sources;
    private final Places places;
    private final Hearings hearings;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final Slots slots;

    Pulling(
            JdbcSources rows,
            Sources sources,
            Places places,
            Hearings hearings,
            HandOverSettings settings,
            InstantSource clock) {
        this.rows = rows;
        this.sources = sources;
        this.places = places;
        this.hearings = hearings;
        this.settings = settings;
        this.clock = clock;
        this.slots = new Slots(settings.slots());
    }

    /** Begins what is due, as much as there is room for. */
    void begin() {
        slots.fill(
                room -> {
                    Instant now = clock.instant();
                    return rows.takeDue(now, now.plus(settings.pullEvery()), room);
                },
                due -> "pull-" + due.id(),
                this::pull,
                () -> {});
    }

    /** The outermost edge of a thread. */
    private void pull(JdbcSources.Due due) {
        String mark = due.mark();
        String problem = null;
        try {
            mark = look(due).orElse(null);
        } catch (IOException failure) {
            problem = Collector.shown(failure.getMessage());
        } catch (RuntimeException failure) {
            LOG.warn("source {} cannot be looked at now: {}", due.id(), failure.toString());
            problem = "something went wrong on our side";
        }
        try {
            Instant now = clock.instant();
            // A look that did not come to its end goes on at once.
            Instant next = mark == null || problem != null ? now.plus(settings.pullEvery()) : now;
            rows.pulled(due.id(), mark, problem, now, next);
        } catch (RuntimeException failure) {
            LOG.warn("what source {} has is noted later: {}", due.id(), failure.toString());
        }
    }

    private Optional<String> look(JdbcSources.Due due) throws IOException {
        Optional<Sources.Known> known = sources.known(due.id());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Pulled pulled = known.get()
                .adapter()
                .pull(known.get().settings(), places.asking(known.get()), due.mark(), clock.instant());
        hearings.found(known.get().source(), pulled.handOvers(), pulled.unusable());
        return Optional.ofNullable(pulled.mark());
    }

    Slots slots() {
        return slots;
    }
}
