package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Ids;
import dev.tenure.ingest.handover.Adapter.Pulled;
import dev.tenure.ingest.handover.work.Fetching.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at sources and fetches what they told of. Every process of the fleet has one; each file and each look is claimed by one of them. A source
 * that is slow keeps few slots busy and nobody else's files waiting.
 */
public final class Collector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** Rows that are forgotten with one nudge. */
    private static final int FORGOTTEN = 500;

    /** Longer problems are cut: they are for people. */
    private static final int MAX_PROBLEM = 500;

    private final JdbcSources sourceRows;
    private final JdbcHandOvers rows;
    private final Sources sources;
    private final Places places;
    private final Hearings hearings;
    private final Fetching fetching;
    private final Replacing replacing;
    private final Patience patience;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final Ids ids;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int fetches;
    private int pulls;
    private boolean closed;

    Collector(
            JdbcSources sourceRows,
            JdbcHandOvers rows,
            Sources sources,
            Places places,
            Hearings hearings,
            Fetching fetching,
            Replacing replacing,
            Patience patience,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids) {
        this.sourceRows = sourceRows;
        this.rows = rows;
        this.sources = sources;
        this.places = places;
        this.hearings = hearings;
        this.fetching = fetching;
        this.replacing = replacing;
        this.patience = patience;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
    }

    /** Begins what is due, as much as there is room for, and forgets what is old. Does not wait for sources. */
    public void nudge() {
        beginPulls();
        beginFetches();
        rows.forget(clock.instant().minus(settings.keepTold()), FORGOTTEN);
    }

    private void beginPulls() {
        lock.lock();
        try {
            if (closed || pulls >= settings.slots()) {
                return;
            }
            Instant now = clock.instant();
            for (JdbcSources.Due due :
                    sourceRows.takeDue(now, now.plus(settings.pullEvery()), settings.slots() - pulls)) {
                pulls++;
                Thread.ofVirtual().name("pull-" + due.id()).start(() -> pull(due));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The outermost edge of a thread. */
    private void pull(JdbcSources.Due due) {
        String mark = due.mark();
        String problem = null;
        try {
            mark = look(due).orElse(null);
        } catch (IOException failure) {
            problem = shown(failure.getMessage());
        } catch (RuntimeException failure) {
            LOG.warn("source {} cannot be looked at now: {}", due.id(), failure.toString());
            problem = "something went wrong on our side";
        }
        try {
            Instant now = clock.instant();
            // A look that did not come to its end goes on at once.
            Instant next = mark == null || problem != null ? now.plus(settings.pullEvery()) : now;
            sourceRows.pulled(due.id(), mark, problem, now, next);
        } catch (RuntimeException failure) {
            LOG.warn("what source {} has is noted later: {}", due.id(), failure.toString());
        } finally {
            end(() -> pulls--);
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

    private void beginFetches() {
        lock.lock();
        try {
            if (closed || fetches >= settings.slots()) {
                return;
            }
            Instant now = clock.instant();
            for (Told.Claimed row : rows.claim(
                    ids.next(),
                    now,
                    now.plus(HandOverSettings.LEASE),
                    settings.slots() - fetches,
                    settings.eachSource())) {
                fetches++;
                Thread.ofVirtual().name("hand-over-" + row.id()).start(() -> carry(row));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The outermost edge of a thread: whatever happens here must not keep the others. */
    private void carry(Told.Claimed row) {
        Outcome outcome;
        try {
            outcome = fetching.fetch(row);
        } catch (RuntimeException failure) {
            LOG.warn("hand-over {} waits: {}", row.id(), failure.toString());
            outcome = new Outcome.Later("something went wrong on our side", false);
        }
        try {
            settle(row, outcome);
        } catch (RuntimeException failure) {
            // The claim runs out by itself.
            LOG.warn("what became of hand-over {} is noted later: {}", row.id(), failure.toString());
        } finally {
            end(() -> fetches--);
        }
        try {
            beginFetches();
        } catch (RuntimeException failure) {
            LOG.warn("hand-overs wait: {}", failure.toString());
        }
    }

    private void settle(Told.Claimed row, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Arrived(boolean deleted) -> replacing.arrive(row, deleted, now);
            case Outcome.Never(String why) -> rows.fail(row, shown(why));
            case Outcome.Later(String why, boolean progress) -> {
                int tries = progress ? 1 : row.attempts();
                Instant next = patience.next(tries, now);
                if (!progress && next.isAfter(row.giveUpAt())) {
                    rows.fail(row, shown("tried until " + now + "; at last: " + why));
                } else {
                    rows.postpone(row, shown(why), tries, next);
                }
            }
        }
    }

    private static String shown(@Nullable String problem) {
        String text = Objects.requireNonNullElse(problem, "it failed").replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), MAX_PROBLEM));
    }

    private void end(Runnable counting) {
        lock.lock();
        try {
            counting.run();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way here; false when that took too long. */
    boolean quiet(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (fetches + pulls > 0) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing more. What is under way is carried on with by whoever claims it next, from where it stands. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        if (!quiet(Duration.ofSeconds(5))) {
            LOG.info("files are still being fetched; they are carried on with once their claims run out");
        }
    }
}
