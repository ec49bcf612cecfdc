package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import java.time.Instant;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets what a server made anew take the place of what it made before. The items before go to the trash, as if their host had deleted them: holds and
 * floors stand above that, and until the grace is over a person can take them back.
 */
final class Replacing {

    private final JdbcHandOvers rows;
    private final JdbcEditions editions;
    private final Items items;
    private final TransactionOperations transaction;

    Replacing(JdbcHandOvers rows, JdbcEditions editions, Items items, TransactionOperations transaction) {
        this.rows = rows;
        this.editions = editions;
        this.items = items;
        this.transaction = transaction;
    }

    /** Notes that it is here and verified; with the last file of an edition, those before are replaced in the same transaction. */
    void arrive(Told.Claimed row, boolean sourceDeleted, Instant now) {
        transaction.executeWithoutResult(status -> {
            // Two last files at once would each wait for the other.
            editions.lockSet(row.id());
            rows.arrive(row, sourceDeleted, now);
            for (JdbcEditions.Outlived one : editions.outlived(row.id())) {
                Optional<Item> item = items.lock(one.item());
                if (item.isPresent() && ItemLifecycle.allows(item.get().state(), ItemState.TRASHED)) {
                    items.move(
                            one.item(),
                            item.get().state(),
                            ItemState.TRASHED,
                            Actor.system("source " + row.source()),
                            item.get().problem());
                }
                editions.replaced(one.handOver(), now);
            }
        });
    }
}
