package dev.tenure.retention.destruction;

import dev.tenure.catalog.EventType;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Outbox;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.retention.hold.StoreRefusals;
import java.util.Map;
import org.springframework.transaction.support.TransactionOperations;

/** Notes what keeps a destruction from its end, and tells the account: of each problem once, and of no more than some. */
final class DestructionProblems {

    private final JdbcDestructions destructions;
    private final StoreRefusals refusals;
    private final Outbox outbox;
    private final TransactionOperations transaction;

    DestructionProblems(
            JdbcDestructions destructions, StoreRefusals refusals, Outbox outbox, TransactionOperations transaction) {
        this.destructions = destructions;
        this.refusals = refusals;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    void note(ItemId item, DeleteOutcome.Refusal refusal) {
        note(item, refusals.explain(item, refusal));
    }

    void note(ItemId item, String problem) {
        transaction.executeWithoutResult(status -> {
            destructions.problem(item, problem);
            tell(item, problem);
        });
    }

    /** A proof was taken back, because a later listing did not agree. */
    void doubted(ItemId item, String problem) {
        transaction.executeWithoutResult(status -> {
            destructions.doubted(item, problem);
            tell(item, problem);
        });
    }

    private void tell(ItemId item, String problem) {
        if (destructions.tellable(item, problem)) {
            outbox.append(EventType.ITEM_DESTRUCTION_FAILED, item, Map.of("problem", problem));
        }
    }
}
