package dev.tenure.catalog.recovery;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are kept.
 *
 * @param quoted its name as it stands in SQL
 * @param key columns of its primary key, quoted; empty when it has none
 * @param foundBy the column that an item's rows are found by, quoted; null for what no item has
 */
record KeptTable(
        String name,
        String quoted,
        Way way,
        List<String> key,
        @Nullable String foundBy) {

    enum Way {
        LEDGER,
        LEAF,
        ITEM,
        MEETING,
        EXTERNAL_MEETING
    }

    KeptTable {
        key = List.copyOf(key);
    }

    /** That one row has the key of another. */
    String sameKey(String one, String other) {
        return key.stream()
                .map(column -> one + "." + column + " = " + other + "." + column)
                .collect(Collectors.joining(" AND "));
    }
}
