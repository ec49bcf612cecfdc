package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.processing.Failure;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.transaction.support.TransactionOperations;

/** Decides what a failure of a stage leads to: another attempt after a rest, for as long as that may help; else the item is parked with its problem. */
final class Judgement {

    private static final Actor TRANSCODE = Actor.system("transcode");

    private final Items items;
    private final Processings processings;
    private final TransactionOperations transactions;
    private final int attempts;
    private final BackOff backOff;

    Judgement(Items items, Processings processings, TransactionOperations transactions, int attempts, BackOff backOff) {
        this.items = items;
        this.processings = processings;
        this.transactions = transactions;
        this.attempts = attempts;
        this.backOff = backOff;
    }

    /**
     * Notes the failure, and the problem where this was the last attempt. Returns when the job did all that can be done.
     *
     * @throws Exception the failure, where the job is to be restarted or its operator has to look
     */
    void of(Run run, Notes notes, Exception failed) throws Exception {
        Verdict verdict = Verdict.of(failed);
        ItemId item = run.item().id();
        // An outage says nothing of the recording: it waits until the store or the vault is back, however long that
        // takes.
        boolean outage = outage(failed);
        String problem = transactions.execute(status -> {
            // What was called off and wished for again meanwhile is another round's, which nothing of this one is held
            // against.
            if (!run.lease().renew() || !current(run)) {
                return null;
            }
            int count = processings.failed(item, new Failure(verdict.reason(), verdict.lastLines()), !outage);
            if (outage || (verdict.retryable() && count < attempts)) {
                processings.rest(item, outage ? backOff.afterOutages(count) : backOff.afterFailures(count));
                return "";
            }
            String parked = problem(run, verdict, count);
            processings.remade(item, run.round());
            processings.ended(item);
            items.problem(item, parked, TRANSCODE);
            return parked;
        });
        if (problem == null) {
            throw new JobInterruptedException("no longer this process's to do");
        }
        if (!problem.isEmpty()) {
            notes.close(problem);
        }
        if (problem.isEmpty() || !verdict.sources()) {
            throw failed;
        }
    }

    private boolean current(Run run) {
        return processings
                .find(run.item().id())
                .filter(now -> now.round() == run.round())
                .isPresent();
    }

    private static String problem(Run run, Verdict verdict, int count) {
        String made = run.remake() == null ? "made playable" : "made anew";
        String kept = run.remake() == null ? "" : " What there was is kept.";
        return verdict.retryable()
                ? "It could not be %s in %d attempts. %s%s".formatted(made, count, verdict.reason(), kept)
                : "It cannot be %s. %s%s".formatted(made, verdict.reason(), kept);
    }

    private static boolean outage(Exception failed) {
        return failed instanceof SourceUnreadable
                || (failed instanceof KeyUnavailable key && !key.reason().ofOneItem())
                || (failed instanceof ObjectStoreException store
                        && store.fault() != ObjectStoreException.Fault.REQUEST);
    }
}
