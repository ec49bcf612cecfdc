package dev.tenure.retention.hold;

import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Outbox;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionOperations;

/** Tells accounts of holds in force whose day of review has come, once each. Nothing else changes on that day. */
public final class HoldReviews {

    private final JdbcHoldReviews reviews;
    private final Outbox outbox;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    HoldReviews(JdbcHoldReviews reviews, Outbox outbox, InstantSource clock, TransactionOperations transaction) {
        this.reviews = reviews;
        this.outbox = outbox;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Tells of at most so many; returns how many that were. */
    public int tell(int limit) {
        return transaction.execute(status -> {
            List<JdbcHoldReviews.Due> due = reviews.take(clock.instant(), limit);
            due.forEach(one -> outbox.append(
                    EventType.HOLD_REVIEW_DUE,
                    one.account(),
                    Map.of("hold", one.hold().toString(), "reviewOn", one.day().toString())));
            return due.size();
        });
    }
}
