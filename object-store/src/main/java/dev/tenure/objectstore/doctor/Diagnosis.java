package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.StoreFeatures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one examination found.
 *
 * @param server which server, as its operator names it: its address, without secrets
 * @param at when it began, by the clock of the machine that examined
 * @param findings in a fixed order. An examination that found the store unusable ends early: what it did not come to is not among them
 * @param features how the store is to be used
 */
public record Diagnosis(
        String server, String bucket, Instant at, Duration took, List<Finding> findings, StoreFeatures features) {

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** A verdict that is another one than last time. */
    public record Change(Verdict before, Finding now) {

        /** In one line, for a log. */
        @Override
        public String toString() {
            return now + " (was " + before + ")";
        }
    }

    /** Whether nothing was found that makes the store unsafe. */
    public boolean safe() {
        return bad().isEmpty();
    }

    public List<Finding> bad() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.BAD)
                .toList();
    }

    public Optional<Finding> finding(String behaviour) {
        return findings.stream()
                .filter(finding -> finding.behaviour().equals(behaviour))
                .findFirst();
    }

    /** The behaviours that both know and judge differently. */
    public List<Change> changesSince(Diagnosis earlier) {
        return findings.stream()
                .flatMap(now -> earlier.finding(now.behaviour()).stream()
                        .filter(before -> before.verdict() != now.verdict())
                        .map(before -> new Change(before.verdict(), now)))
                .toList();
    }
}
