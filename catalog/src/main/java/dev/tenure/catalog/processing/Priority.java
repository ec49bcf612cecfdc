package dev.tenure.catalog.processing;

import java.util.Arrays;

/** Which of an account's recordings come first. Between accounts it decides only where both had the same share. */
public enum Priority {
    LOW(-1),
    NORMAL(0),
    HIGH(1);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** Higher comes first; as it stands in the database. */
    int rank() {
        return rank;
    }

    static Priority of(int rank) {
        return Arrays.stream(values())
                .filter(priority -> priority.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no priority " + rank));
    }
}
