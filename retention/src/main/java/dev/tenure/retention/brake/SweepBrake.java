package dev.tenure.retention.brake;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Asks before a sweep takes more than anybody meant, and lets people pause sweeps of their account, resume them, and release what was asked about. */
public final class SweepBrake {

    private static final Logger LOG = LoggerFactory.getLogger(SweepBrake.class);
    private static final Actor ACTOR = Actor.system("sweep");

    private final JdbcBrakes rows;
    private final Brakes brakes;
    private final ClockWatch clock;
    private final Trail trail;
    private final TransactionOperations transaction;
    private final Duration releaseFor;

    SweepBrake(
            JdbcBrakes rows,
            Brakes brakes,
            ClockWatch clock,
            Trail trail,
            TransactionOperations transaction,
            Duration releaseFor) {
        this.rows = rows;
        this.brakes = brakes;
        this.clock = clock;
        this.trail = trail;
        this.transaction = transaction;
        this.releaseFor = releaseFor;
    }

    /**
     * A sweep that may begin.
     *
     * @param now when it begins, by the database's clock; what is due is due by this instant
     */
    public record Beginning(Instant now) {}

    /**
     * Looks at the clock before a sweep. A doubt that only a person can settle is kept, and stops every account until one of its people releases
     * what is due there.
     *
     * @return empty when nothing may be destroyed now; the reason is logged, and the next sweep looks again
     */
    public Optional<Beginning> begin() {
        ClockWatch.Reading reading = clock.read(rows.lastSweep());
        String doubt = reading.doubt();
        if (doubt != null && reading.passes()) {
            LOG.error("Nothing is destroyed for now: {}. Set the clocks right.", doubt);
            return Optional.empty();
        }
        if (doubt != null) {
            LOG.error(
                    "Sweeps ask before they destroy anything: {}. Who may release it: see sweeps in the documentation.",
                    doubt);
            rows.doubted(reading.now(), doubt);
        }
        // Set back since then, it is in doubt still; but who looks from now on has looked later than it was doubted.
        rows.doubt()
                .filter(former -> former.since().isAfter(reading.now()))
                .ifPresent(former -> rows.doubted(reading.now(), former.cause()));
        rows.swept(reading.now());
        return Optional.of(new Beginning(reading.now()));
    }

    /** Whether sweeps of the account are paused; asked again and again while one runs, so that a pause ends it soon. */
    public boolean paused(AccountId account) {
        return rows.pause(account).isPresent();
    }

    /**
     * Judges what a sweep is about to take from an account.
     *
     * @param due items whose time has come and that nothing holds
     * @return why nothing is taken; empty when it may go on
     */
    public Optional<String> objection(AccountId account, long due, Beginning sweep) {
        Optional<String> found = found(account, due, sweep.now());
        transaction.executeWithoutResult(status -> found.ifPresentOrElse(
                cause -> stop(account, new Standing.Stop(sweep.now(), due, cause)), () -> rows.goesOn(account)));
        return found;
    }

    /** What {@link #objection} would find now, or a pause; for a plan that is only shown. Null when nothing is in the way. */
    public @Nullable String wouldObject(AccountId account, long due, Instant now) {
        return paused(account)
                ? "sweeps of the account are paused"
                : found(account, due, now).orElse(null);
    }

    private Optional<String> found(AccountId account, long due, Instant now) {
        // What somebody released while the clock was ahead was released by a clock that was wrong.
        Optional<Standing.Release> release =
                rows.release(account).filter(allowed -> !allowed.at().isAfter(now));
        return rows.doubt()
                .filter(doubt -> due > 0 && !settled(doubt, release, due, now))
                .map(JdbcBrakes.Doubt::cause)
                .or(() -> brakes.objection(rows.load(account, due, now))
                        .filter(cause -> release.filter(allowed -> lasts(allowed, now) && due <= allowed.upTo())
                                .isEmpty()));
    }

    /** A release after the doubt settles it for the account, while it lasts for as many as it allows, and then for good. */
    private static boolean settled(JdbcBrakes.Doubt doubt, Optional<Standing.Release> release, long due, Instant now) {
        return release.filter(allowed -> !allowed.at().isBefore(doubt.since()))
                .filter(allowed -> due <= allowed.upTo() || !lasts(allowed, now))
                .isPresent();
    }

    private static boolean lasts(Standing.Release release, Instant now) {
        return release.until().isAfter(now);
    }

    private void stop(AccountId account, Standing.Stop stop) {
        if (rows.stopped(account, stop)) {
            LOG.warn("The sweep asks before it takes {} items of account {}: {}", stop.due(), account, stop.cause());
            trail.append(
                    account,
                    null,
                    ACTOR,
                    "sweep.stopped",
                    Map.of("due", Long.toString(stop.due()), "cause", stop.cause()));
        }
    }

    public Standing standing(AccountId account) {
        return rows.standing(account);
    }

    /** Pauses sweeps of the account, also one that is running, within its next page; false when they are paused already. */
    public boolean pause(AccountId account, Instant now, String reason, Actor actor) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean paused = rows.pause(account, new Standing.Pause(now, actor.value(), reason));
            if (paused) {
                trail.append(account, null, actor, "sweep.paused", Map.of("reason", reason));
            }
            return paused;
        }));
    }

    /** Lets sweeps of the account go on; false when they were not paused. */
    public boolean resume(AccountId account, Actor actor) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean resumed = rows.resume(account);
            if (resumed) {
                trail.append(account, null, actor, "sweep.resumed", Map.of());
            }
            return resumed;
        }));
    }

    /** Allows so many items to be due at once, for a while; replaces an earlier release. */
    public Standing.Release release(AccountId account, Instant now, long upTo, String reason, Actor actor) {
        if (upTo < 1) {
            throw new IllegalArgumentException("a release allows at least one item");
        }
        var release = new Standing.Release(now, now.plus(releaseFor), upTo, actor.value(), reason);
        transaction.executeWithoutResult(status -> {
            rows.release(account, release);
            Map<String, String> detail = new LinkedHashMap<>();
            detail.put("upTo", Long.toString(upTo));
            detail.put("until", release.until().toString());
            detail.put("reason", reason);
            trail.append(account, null, actor, "sweep.released", detail);
        });
        return release;
    }
}
