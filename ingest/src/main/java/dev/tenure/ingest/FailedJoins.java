package dev.tenure.ingest;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Joins whose parts cannot be read. After a few tries the item is quarantined, so that a person learns of it; nothing is deleted, and it is tried
 * again now and then: if the bytes come back, the item goes on by itself. If the person deletes the item instead, its parts go with it.
 */
final class FailedJoins {

    private static final Logger LOG = LoggerFactory.getLogger(FailedJoins.class);
    private static final Actor ACTOR = Actor.system("ingest");

    /** Tries before a person is told: about twenty minutes. Fewer call people for a slip of the store, more leave them waiting for nothing. */
    static final int BEFORE_QUARANTINE = 5;

    private final JdbcUploads uploads;
    private final JdbcJoins joins;
    private final JdbcGivenUp givenUp;
    private final Items items;
    private final Meetings meetings;
    private final Quarantine quarantine;
    private final SourceObjects sources;
    private final ObjectStore store;
    private final Patience patience;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    FailedJoins(
            JdbcUploads uploads,
            JdbcJoins joins,
            JdbcGivenUp givenUp,
            Items items,
            Meetings meetings,
            Quarantine quarantine,
            SourceObjects sources,
            ObjectStore store,
            Patience patience,
            InstantSource clock,
            TransactionOperations transaction) {
        this.uploads = uploads;
        this.joins = joins;
        this.givenUp = givenUp;
        this.items = items;
        this.meetings = meetings;
        this.quarantine = quarantine;
        this.sources = sources;
        this.store = store;
        this.patience = patience;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Whether the upload may be put together now; one whose item was destroyed meanwhile is let go. */
    boolean mayGoOn(Upload whole) {
        Item item = items.find(whole.item()).orElseThrow();
        return switch (item.state()) {
            case RECEIVING, QUARANTINED, STORED, READY -> true;
            // It may be restored, or go.
            case TRASHED -> false;
            case REJECTED, DESTROYING, PURGED -> {
                letGo(whole);
                yield false;
            }
        };
    }

    /** Its item is dealt with by others. What is left of it here are its parts, and what was begun in the store. */
    private void letGo(Upload whole) {
        if (whole.multipartId() != null) {
            store.abortUpload(new MultipartUpload(sources.of(whole).key(), whole.multipartId()));
        }
        transaction.executeWithoutResult(status -> {
            givenUp.giveUpPartsOf(whole.id(), "the item that they were joined into is gone");
            uploads.finish(whole.id());
        });
    }

    /** Notes that a part could not be read. */
    void failed(Upload whole, PartUnreadable failure) {
        int failures = joins.failures(whole.id()) + 1;
        joins.failed(whole.id(), failures, patience.next(failures, clock.instant()));
        LOG.warn("upload {} is not joined, try {}: {}", whole.id(), failures, failure.getMessage());
        if (failures >= BEFORE_QUARANTINE) {
            quarantine(whole, failure);
        }
    }

    private void quarantine(Upload whole, PartUnreadable failure) {
        transaction.executeWithoutResult(status -> {
            Item item = items.lock(whole.item()).orElseThrow();
            if (item.state() != ItemState.RECEIVING) {
                return;
            }
            quarantine.note(
                    item,
                    meetings.find(item.account(), item.meeting()).orElseThrow(),
                    new QuarantineReason(
                            QuarantineCause.PARTS_UNREADABLE,
                            failure.getMessage()
                                    + "; send the recording again and delete this item, unless the store gives the bytes back: "
                                    + "then it goes on by itself"));
            items.move(item.id(), ItemState.RECEIVING, ItemState.QUARANTINED, ACTOR, quarantine.problem(item.id()));
        });
    }
}
