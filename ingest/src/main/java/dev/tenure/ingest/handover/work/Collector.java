package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.reach.Slots;
import dev.tenure.ingest.Patience;
import dev.tenure.ingest.handover.work.Fetching.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
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

    private final Pulling pulling;
    private final JdbcHandOvers rows;
    private final Fetching fetching;
    private final Replacing replacing;
    private final GivingUp givingUp;
    private final Patience patience;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final Slots slots;

    Collector(
            Pulling pulling,
            JdbcHandOvers rows,
            Fetching fetching,
            Replacing replacing,
            GivingUp givingUp,
            Patience patience,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids) {
        this.pulling = pulling;
        this.rows = rows;
        this.fetching = fetching;
        this.replacing = replacing;
        this.givingUp = givingUp;
        this.patience = patience;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.slots = new Slots(settings.slots());
    }

    /** Begins what is due, as much as there is room for, and forgets what is old. Does not wait for sources. */
    public void nudge() {
        pulling.begin();
        begin();
        rows.forget(clock.instant().minus(settings.keepTold()), FORGOTTEN);
    }

    private void begin() {
        slots.fill(
                room -> {
                    Instant now = clock.instant();
                    return rows.claim(ids.next(), now, now.plus(HandOverSettings.LEASE), room, settings.eachSource());
                },
                row -> "hand-over-" + row.id(),
                this::carry,
                this::goOn);
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
        }
    }

    private void goOn() {
        try {
            begin();
        } catch (RuntimeException failure) {
            LOG.warn("hand-overs wait: {}", failure.toString());
        }
    }

    private void settle(Told.Claimed row, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Arrived(boolean deleted) -> replacing.arrive(row, deleted, now);
            case Outcome.Never(String why) -> givingUp.giveUp(row, GivingUp.Reason.IMPOSSIBLE, shown(why));
            case Outcome.Later(String why, boolean progress) -> {
                int tries = progress ? 1 : row.attempts();
                Instant next = patience.next(tries, now);
                if (!progress && next.isAfter(row.giveUpAt())) {
                    givingUp.giveUp(
                            row, GivingUp.Reason.TRIED_TOO_LONG, shown("tried until " + now + "; at last: " + why));
                } else {
                    rows.postpone(row, shown(why), tries, next);
                }
            }
        }
    }

    /** A problem as people are shown it. */
    static String shown(@Nullable String problem) {
        String text = Objects.requireNonNullElse(problem, "it failed").replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), MAX_PROBLEM));
    }

    /** Waits until nothing is under way here; false when that took too long. */
    boolean quiet(Duration limit) {
        return pulling.slots().quiet(limit) && slots.quiet(limit);
    }

    /** Begins nothing more. What is under way is carried on with by whoever claims it next, from where it stands. */
    @Override
    public void close() {
        pulling.slots().close();
        slots.close();
        if (!quiet(Duration.ofSeconds(5))) {
            LOG.info("files are still being fetched; they are carried on with once their claims run out");
        }
    }
}
