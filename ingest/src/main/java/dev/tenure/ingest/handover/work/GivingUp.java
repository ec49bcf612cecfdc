package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Outbox;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/** Gives up files, and tells their accounts: what was recorded and never arrives must not go unnoticed. */
final class GivingUp {

    private final JdbcHandOvers rows;
    private final Outbox outbox;
    private final TransactionOperations transaction;

    GivingUp(JdbcHandOvers rows, Outbox outbox, TransactionOperations transaction) {
        this.rows = rows;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    /** Why no further try is made. */
    enum Reason {
        /** As things stand, it can never be fetched or is not what it should be. */
        IMPOSSIBLE,
        /** It was tried for as long as the settings allow. */
        TRIED_TOO_LONG
    }

    /**
     * Gives the file up and appends the event, together or not at all; neither when the claim was lost.
     *
     * @param problem for the account's own eyes: it may name files and hosts, so the event has the reason only
     */
    void giveUp(Told.Claimed row, Reason reason, String problem) {
        transaction.executeWithoutResult(status -> {
            Optional<AccountId> account = rows.fail(row, problem);
            account.ifPresent(whose -> outbox.append(
                    EventType.HAND_OVER_GIVEN_UP,
                    whose,
                    Map.of(
                            "handOver",
                            row.id().toString(),
                            "source",
                            row.source().toString(),
                            "kind",
                            row.kind().name(),
                            "heardAt",
                            row.heardAt().toString(),
                            "reason",
                            reason.name())));
        });
    }
}
