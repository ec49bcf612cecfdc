package dev.tenure.retention.hold;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.SlowDown;
import org.jspecify.annotations.Nullable;

/** What the store refused of single versions of one item. The others are gone on with, unless it is the store itself that is in trouble. */
final class VersionFailures {

    /** Too few gives an item up for a hiccup; too many waits on a dead store again and again. */
    private static final int MAX_STORE_FAULTS_IN_A_ROW = 3;

    private @Nullable ObjectStoreException told;
    private int storeFaults;
    private boolean over;

    void worked() {
        storeFaults = 0;
    }

    void failed(ObjectStoreException failure) {
        storeFaults = failure.fault() == Fault.STORE ? storeFaults + 1 : 0;
        over = failure instanceof SlowDown || storeFaults == MAX_STORE_FAULTS_IN_A_ROW;
        if (told == null || over) {
            told = failure;
        }
    }

    /** Whether no other version is to be tried. */
    boolean over() {
        return over;
    }

    /** Throws the first failure, or the one that ended it; to be called once everything that did work is noted. */
    void rethrow() {
        if (told != null) {
            throw told;
        }
    }
}
