package dev.tenure.retention.expiry;

import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.expiry.JdbcExpiryNotices.Candidate;
import dev.tenure.retention.rules.ClassFacts;
import dev.tenure.retention.rules.Cutoff;
import dev.tenure.retention.rules.Parts;
import dev.tenure.retention.rules.RetentionClass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells of items that will be destroyed within seven days, and again within one. Each date is told of once with each; an item that comes into
 * sight less than a day before its end is told of once. Not told of: what a hold keeps, what is due already, what only a person can decide.
 */
public final class ExpiryWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWarnings.class);

    /** Candidates read at once. */
    private static final int PAGE = 500;

    /** PostgreSQL's dates reach further than ours ever do. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final RetentionClasses classes;
    private final Items items;
    private final ItemDecisions decisions;
    private final JdbcExpiryNotices notices;
    private final Outbox outbox;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    ExpiryWarnings(
            RetentionClasses classes,
            Items items,
            ItemDecisions decisions,
            JdbcExpiryNotices notices,
            Outbox outbox,
            InstantSource clock,
            TransactionOperations transaction) {
        this.classes = classes;
        this.items = items;
        this.decisions = decisions;
        this.notices = notices;
        this.outbox = outbox;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Tells of everything that came near its end since the last run; returns how many items that were. */
    public int run() {
        Instant now = clock.instant();
        int told = 0;
        for (Warning warning : Warning.values()) {
            // What will rule by then, because a change takes effect before, and what rules until then.
            Set<RetentionClasses.RetentionClass> known = new LinkedHashSet<>(classes.inForce(now));
            known.addAll(classes.inForce(warning.reach(now)));
            for (RetentionClasses.RetentionClass one : known) {
                for (Parts.Part<RetentionClass> part :
                        ClassFacts.parse(one.factsJson()).parts().list()) {
                    told += run(part.of(one.id()), part.says(), warning, now);
                }
            }
        }
        return told;
    }

    private int run(ClassPart some, RetentionClass retentionClass, Warning warning, Instant now) {
        Instant reach = warning.reach(now);
        Instant anchored = bound(retentionClass.cutoff(reach, Duration.ZERO));
        Instant trashed = reach.minus(retentionClass.trashGrace().length());
        Candidate last = null;
        int told = 0;
        List<Candidate> page;
        do {
            page = notices.candidates(some, warning, anchored, trashed, last == null ? null : last.item(), PAGE);
            for (Candidate candidate : page) {
                last = candidate;
                try {
                    told += tell(candidate, warning, now) ? 1 : 0;
                } catch (RuntimeException failure) {
                    // Whatever it is with this item, the others are to be told of.
                    LOG.error("whether item {} is near its end could not be judged", candidate.item(), failure);
                }
            }
        } while (page.size() == PAGE);
        return told;
    }

    private static @Nullable Instant bound(Cutoff cutoff) {
        return switch (cutoff) {
            case Cutoff.Nothing() -> null;
            case Cutoff.UpTo(Instant anchor) -> anchor;
            case Cutoff.Everything() -> END_OF_TIME;
        };
    }

    private boolean tell(Candidate candidate, Warning warning, Instant now) {
        Optional<Instant> end = items.find(candidate.item()).flatMap(item -> end(item, now));
        if (end.isEmpty() || !end.get().isAfter(now) || end.get().isAfter(warning.reach(now))) {
            return false;
        }
        return Boolean.TRUE.equals(transaction.execute(status -> {
            if (!notices.note(candidate, warning, end.get())) {
                return false;
            }
            if (warning == Warning.LAST) {
                // Whoever was told of the last day needs not be told that it is within seven.
                notices.note(candidate, Warning.FIRST, end.get());
            }
            outbox.append(
                    EventType.ITEM_EXPIRING,
                    candidate.item(),
                    Map.of("destroyAt", end.get().toString(), "warning", warning.word()));
            return true;
        }));
    }

    private Optional<Instant> end(Item item, Instant now) {
        return decisions
                .forecast(item, now)
                .filter(decision -> !decision.conflicted())
                .flatMap(ExpiryWarnings::end);
    }

    private static Optional<Instant> end(Decision decision) {
        return switch (decision.earliestDestruction()) {
            case Horizon.At(Instant at) -> Optional.of(at);
            case Horizon.Never() -> Optional.empty();
        };
    }
}
