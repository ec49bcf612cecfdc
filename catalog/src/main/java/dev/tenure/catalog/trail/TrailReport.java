package dev.tenure.catalog.trail;

import java.util.Optional;

/**
 * What recomputing the trail came to.
 *
 * @param leaves that were recomputed from their entries, until the first finding
 * @param erased of those, how many have no detail any more
 * @param heads whose root and signature were checked
 * @param pending entries that wait for their leaf
 * @param finding the first row that was tampered with; empty where all is as it was signed
 */
public record TrailReport(long leaves, long erased, long heads, long pending, Optional<TrailFinding> finding) {

    public boolean whole() {
        return finding.isEmpty();
    }
}
