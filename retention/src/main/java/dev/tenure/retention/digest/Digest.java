package dev.tenure.retention.digest;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one host is told on one day.
 *
 * @param account the customer whose items these are, as people call it
 * @param zone the account's, in which its days are counted and its times are shown
 * @param day the civil day of this digest there; with the person it names the digest, also when it is sent twice
 * @param ending what goes soon, the first to go first
 * @param trashed what went to the trash, the first to go first
 */
public record Digest(Recipient recipient, String account, ZoneId zone, LocalDate day, Section ending, Section trashed) {

    /** Whom it is for. */
    public record Recipient(PersonId person, String email, String name) {}

    /**
     * Lines of one kind.
     *
     * @param more how many items no line tells of
     */
    public record Section(List<Line> lines, long more) {

        public Section {
            lines = List.copyOf(lines);
        }

        /** How many items these lines, and what they leave out, stand for. */
        public long items() {
            return lines.stream().mapToLong(Line::items).sum() + more;
        }
    }

    /**
     * Items of one meeting that go at the same instant.
     *
     * @param kinds of what there is
     * @param end when it goes, unless somebody decides otherwise
     */
    public record Line(String meeting, Instant recordedUntil, SortedSet<ItemKind> kinds, int items, Instant end) {

        public Line {
            kinds = new TreeSet<>(kinds);
        }
    }

    boolean isEmpty() {
        return ending.lines().isEmpty() && trashed.lines().isEmpty();
    }
}
