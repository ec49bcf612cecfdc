package dev.tenure.storageapi.items;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Trail;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Notes in the trail who reads what is held about people, before they are given it: where it cannot be noted, it is not given. A reader of one
 * item is noted once in an hour for each thing they do with it: a player asks for a film in a thousand ranges.
 */
@Component
public class Readings {

    /** The words of the trail. */
    public enum Reading {
        PLAYED("item.played"),
        DOWNLOADED("item.downloaded"),
        MANIFEST("item.manifest-read"),
        EVIDENCE("item.evidence-read");

        private final String action;

        Reading(String action) {
            this.action = action;
        }
    }

    private final JdbcReadings readings;
    private final Trail trail;
    private final TransactionOperations transaction;

    Readings(JdbcReadings readings, Trail trail, TransactionOperations transaction) {
        this.readings = readings;
        this.trail = trail;
        this.transaction = transaction;
    }

    /** Notes that somebody is about to read something of an item. */
    public void note(AccountId account, ItemId item, Actor reader, Reading reading) {
        if (!readings.lately(item, reader, reading.action)) {
            transaction.executeWithoutResult(status -> {
                if (readings.first(item, reader, reading.action)) {
                    trail.append(account, item, reader, reading.action, Map.of());
                }
            });
        }
    }
}
