package dev.tenure.benchmarks.catalog;

import java.util.UUID;

/**
 * One of the accounts that a fill makes.
 *
 * @param hosts how many persons host its meetings; each owns what they host
 * @param share of all items
 */
record FilledAccount(int rank, UUID id, int hosts, double share) {

    static final int COUNT = 200;

    static FilledAccount ranked(int rank) {
        double all = 0;
        for (int i = 1; i <= COUNT; i++) {
            all += 1.0 / i;
        }
        double share = 1.0 / (rank + 1) / all;
        return new FilledAccount(
                rank,
                new UUID(0x7e0001L << 40, 0x8000_0000_0000_0000L | rank),
                Math.max(5, (int) (2000 * share)),
                share);
    }

    String slug() {
        return "bench-" + rank;
    }

    static String host(int number) {
        return "host" + number + "@example.org";
    }

    /** The person who is this host. */
    UUID person(int number) {
        return new UUID(id.getMostSignificantBits() | 1, 0x8000_0000_0000_0000L | ((long) rank << 32) | number);
    }
}
