package dev.tenure.retention.destruction;

import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.CertificatesDigest;
import dev.tenure.retention.RunReport;
import dev.tenure.retention.destruction.SweepRun.Outcome;
import dev.tenure.retention.destruction.SweepRun.Plan;
import dev.tenure.retention.destruction.SweepRun.RunItem;
import dev.tenure.retention.destruction.SweepRun.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends runs whose items are proven gone, or are not after long, and signs what became of each. */
public final class RunClosing {

    private static final Logger LOG = LoggerFactory.getLogger(RunClosing.class);

    private static final int AT_ONCE = 100;

    /** Certificates read at once. */
    private static final int PAGE = 1000;

    private final SweepRuns runs;
    private final JdbcDestructions destructions;
    private final CertificateSigner signer;
    private final Duration reportAfter;
    private final InstantSource clock;

    RunClosing(
            SweepRuns runs,
            JdbcDestructions destructions,
            CertificateSigner signer,
            Duration reportAfter,
            InstantSource clock) {
        this.runs = runs;
        this.destructions = destructions;
        this.signer = signer;
        this.reportAfter = reportAfter;
        this.clock = clock;
    }

    /** Ends what can be ended; returns how many runs that were. A failure of one does not keep the others. */
    public int close() {
        int closed = 0;
        for (SweepRun run : runs.swept(AT_ONCE)) {
            Instant now = clock.instant();
            boolean late = !now.isBefore(Objects.requireNonNull(run.sweptAt()).plus(reportAfter));
            if (run.proven() < run.destroyed() && !late) {
                continue;
            }
            try {
                close(run, now);
                closed++;
            } catch (RuntimeException failure) {
                LOG.error("run {} could not be reported; it is tried again", run.id(), failure);
            }
        }
        return closed;
    }

    private void close(SweepRun run, Instant now) {
        List<RunItem> unproven = runs.unproven(run, Sweep.MAX_SHOWN);
        long deferred = run.deferred() + run.destroyed() - run.proven();
        State state =
                run.cause() != null ? State.ABORTED : deferred == 0 ? State.COMPLETED : State.COMPLETED_WITH_DEFERRALS;
        Plan plan = run.plan();
        Proof proof = proof(run);
        RunReport report = new RunReport(
                run.id(),
                Sha256.hex(destructions.salt() + ":" + run.account()),
                state.name(),
                run.cause(),
                new RunReport.Planned(
                        plan.at(),
                        plan.items(),
                        plan.bytes(),
                        plan.kept(),
                        plan.classes().stream()
                                .map(one -> new RunReport.OfClass(
                                        one.retentionClass(), one.anchoredUpTo(), one.items(), one.bytes()))
                                .toList()),
                Objects.requireNonNull(run.startedAt()),
                Objects.requireNonNull(run.sweptAt()),
                now,
                proof.items(),
                proof.digest(),
                proof.named(),
                deferred,
                unproven.stream()
                        .map(item -> new RunReport.Deferred(
                                item.item(),
                                item.outcome() == Outcome.DESTROYED,
                                item.cause() == null
                                        ? Cause.STORE.name()
                                        : item.cause().name(),
                                item.words() == null ? "its absence is not proven yet" : item.words()))
                        .toList());
        runs.end(run, state, now, deferred, signer.sign(report));
    }

    /** All certificates of a run by their digest, and the first of them by name. */
    private record Proof(long items, String digest, List<RunReport.Destroyed> named) {}

    private Proof proof(SweepRun run) {
        CertificatesDigest digest = new CertificatesDigest();
        List<RunReport.Destroyed> named = new ArrayList<>();
        long items = 0;
        List<RunReport.Destroyed> page = List.of();
        do {
            page = runs.certified(run, page.isEmpty() ? null : page.getLast().item(), PAGE);
            page.forEach(digest::add);
            named.addAll(page.subList(0, Math.min(page.size(), RunReport.MOST_NAMED - named.size())));
            items += page.size();
        } while (page.size() == PAGE);
        return new Proof(items, digest.hex(), named);
    }
}
