package dev.tenure.retention.decision;

import dev.tenure.retention.ComingChange;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import java.util.List;

/**
 * What rules an item at an instant, why, and what could become of that.
 *
 * @param coming what will rule it later, as far as that was known, the earliest first
 * @param ifReleased what would become of it if one of the things that keep it did not
 */
public record Outlook(Explanation explanation, List<ComingChange> coming, List<Released> ifReleased) {

    public Outlook {
        coming = List.copyOf(coming);
        ifReleased = List.copyOf(ifReleased);
    }

    /**
     * The decision without something that keeps.
     *
     * @param what {@code HOLDS}, or the class of the rules
     */
    public record Released(String what, Decision decision) {}
}
