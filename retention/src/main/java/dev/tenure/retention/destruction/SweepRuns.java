package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.RunReport;
import dev.tenure.retention.destruction.Planning.Counted;
import dev.tenure.retention.destruction.SweepRun.RunItem;
import dev.tenure.retention.destruction.SweepRun.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The runs of sweeps: one of an account is open at a time. A machine that works on a run has it for a while, and keeps it as it goes on; when it breaks
 * down another takes the run over, and looks through all candidates again: what is destroyed is no candidate any more.
 */
public final class SweepRuns {

    static final String PAUSED = "sweeps of the account are paused";

    private final JdbcSweepRuns rows;
    private final Ids ids;
    private final Trail trail;
    private final InstantSource clock;
    private final TransactionOperations transaction;
    /** Nobody else takes a run over before, a server that was killed and started again neither. */
    private final Duration lease;
    /** Names this process among those that may work on a run. */
    private final String owner;

    SweepRuns(
            JdbcSweepRuns rows,
            Ids ids,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction,
            Duration lease) {
        this.rows = rows;
        this.ids = ids;
        this.trail = trail;
        this.clock = clock;
        this.transaction = transaction;
        this.lease = lease;
        this.owner = ids.next().toString();
    }

    /** The account's run; a foreign one is not found. */
    public Optional<SweepRun> find(AccountId account, UUID id) {
        return rows.find(account, id);
    }

    /** Runs of the account, the newest first, all planned before {@code before} where that is given. */
    public List<SweepRun> page(AccountId account, @Nullable UUID before, int limit) {
        return rows.page(account, before, limit);
    }

    /** Items of a run in order of id, from the one after {@code after} on; of those that stay the first {@value Sweep#MAX_SHOWN}. */
    public List<RunItem> items(AccountId account, UUID run, @Nullable UUID after, int limit) {
        return rows.exists(account, run) ? rows.items(run, after, limit) : List.of();
    }

    /** The signed report of a run that has ended, as it was signed. */
    public Optional<String> report(AccountId account, UUID run) {
        return rows.report(account, run);
    }

    SweepRun preview(AccountId account, Counted counted, @Nullable String objection) {
        UUID id = ids.next();
        return Objects.requireNonNull(transaction.execute(status -> {
            rows.insert(id, account, true, counted.plan(objection));
            rows.items(id, counted.keptSample(), counted.sample(), Planning.SAMPLE * 2);
            return rows.find(account, id).orElseThrow();
        }));
    }

    Set<AccountId> interrupted() {
        return new HashSet<>(rows.interrupted());
    }

    /** A person has to look first: the plan waits. */
    void waits(AccountId account, Counted counted, String objection) {
        planned(account, counted, objection);
    }

    /** Plans the account's run, or plans the one that waits anew, and takes it. Empty while another machine has it. */
    Optional<UUID> start(AccountId account, Counted counted) {
        UUID run = planned(account, counted, null);
        boolean taken = Boolean.TRUE.equals(transaction.execute(status -> {
            if (!rows.take(run, owner, lease, clock.instant())) {
                return false;
            }
            rows.forgetItems(run);
            tell(account, run, "sweep.run-started", Map.of("items", Long.toString(counted.items())));
            return true;
        }));
        return taken ? Optional.of(run) : Optional.empty();
    }

    private UUID planned(AccountId account, Counted counted, @Nullable String objection) {
        return Objects.requireNonNull(transaction.execute(status -> {
            UUID fresh = ids.next();
            boolean made = rows.insert(fresh, account, false, counted.plan(objection));
            // Where another machine was faster, its run is there by now: the insertion waited for it.
            UUID run = made ? fresh : rows.open(account).orElseThrow();
            if (made || rows.replan(run, counted.plan(objection))) {
                rows.items(run, counted.keptSample(), counted.sample(), Planning.SAMPLE * 2);
            }
            return run;
        }));
    }

    /** Ends a plan that waited for a person, because by now nothing is due. */
    void nothingDue(AccountId account) {
        abort(account, "nothing is due any more");
    }

    /** Ends the account's open run before its end. One that has begun is reported once what it destroyed is proven gone. */
    void abort(AccountId account, String cause) {
        transaction.executeWithoutResult(status -> rows.open(account)
                .flatMap(run -> rows.find(account, run))
                .ifPresent(run -> {
                    if (run.state() == State.RUNNING) {
                        // Its count comes with its end; what it kept until now is noted one by one.
                        rows.swept(run.id(), clock.instant(), rows.kept(run.id()), cause);
                    } else {
                        rows.end(run.id(), State.ABORTED, clock.instant(), run.deferred(), cause, null);
                    }
                    tell(account, run.id(), "sweep.run-aborted", Map.of("cause", cause));
                }));
    }

    /** Notes what stays, and keeps the run for this machine. */
    void progress(UUID run, Map<ItemId, Destruction.Kept> kept) {
        transaction.executeWithoutResult(status -> {
            rows.items(run, kept, List.of(), Sweep.MAX_SHOWN);
            if (!rows.take(run, owner, lease, clock.instant())) {
                throw new IllegalStateException("another machine took the run over");
            }
        });
    }

    void swept(UUID run, long deferred) {
        rows.swept(run, clock.instant(), deferred, null);
    }

    /** Runs in which no more keys are destroyed and that are not reported yet, the oldest first. */
    List<SweepRun> swept(int limit) {
        return rows.swept(limit);
    }

    /** What of a run is proven gone, in order of item, from the one after {@code after} on. */
    List<RunReport.Destroyed> certified(SweepRun run, @Nullable UUID after, int limit) {
        return rows.certified(run.id(), after, limit);
    }

    /** Of the items of a run those that stay or are not proven gone, the first {@code limit}. */
    List<RunItem> unproven(SweepRun run, int limit) {
        return rows.unproven(run.id(), limit);
    }

    /** Ends a run with its report. */
    void end(SweepRun run, State state, Instant at, long deferred, String report) {
        transaction.executeWithoutResult(status -> {
            if (rows.end(run.id(), state, at, deferred, run.cause(), report)) {
                tell(
                        run.account(),
                        run.id(),
                        "sweep.run-ended",
                        Map.of(
                                "state", state.name(),
                                "proven", Long.toString(run.proven()),
                                "deferred", Long.toString(deferred)));
            }
        });
    }

    private void tell(AccountId account, UUID run, String action, Map<String, String> more) {
        Map<String, String> detail = new LinkedHashMap<>(more);
        detail.put("run", run.toString());
        trail.append(account, null, Destruction.ACTOR, action, detail);
    }
}
