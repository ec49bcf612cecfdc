package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.DeletionReport;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import java.util.List;

/** What the benchmarks write lies under these prefixes, which are emptied before and after, also of what a run that was killed left. */
final class Scratch implements AutoCloseable {

    static final KeyPrefix TRANSFERS = new KeyPrefix("bench/");
    static final KeyPrefix DELETIONS = new KeyPrefix("bench-delete/");

    private final ObjectStore store;

    Scratch(ObjectStore store) {
        this.store = store;
        close();
    }

    /** Empties one of them. */
    DeletionReport empty(KeyPrefix prefix) {
        DeletionReport report =
                new PrefixDeletion(store, DeletionLimits.usual()).delete(prefix, List.of(), versions -> {});
        if (!report.empty()) {
            throw new IllegalStateException(prefix.value() + " is not empty: " + report.refused());
        }
        return report;
    }

    @Override
    public void close() {
        empty(TRANSFERS);
        empty(DELETIONS);
    }
}
