package dev.tenure.catalog.recovery;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rebuild put back.
 *
 * @param ledger objects of the ledger that were read
 * @param rows rows that are there now because of it, by table
 * @param items items whose copy was put back
 * @param ended items that had ended, and did not come back, though a copy lay in the bucket still
 * @param lost items of which only the trail tells
 * @param unreadable what could not be read, in words
 * @param secretsLost whether secrets of sources and webhooks must be given anew, because the vault is another one
 */
public record RebuildReport(
        long ledger,
        SortedMap<String, Integer> rows,
        long items,
        long ended,
        long lost,
        List<String> unreadable,
        boolean secretsLost) {

    public RebuildReport {
        rows = new TreeMap<>(rows);
        unreadable = List.copyOf(unreadable);
    }
}
