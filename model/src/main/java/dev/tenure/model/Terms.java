package dev.tenure.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an item is owed at an instant.
 *
 * @param floor nothing destroys it before
 * @param goes it does not go earlier by its rules
 * @param goesAtLatest it does not go later by its rules, where this is exact
 * @param grace how long it stays in the trash at least
 * @param conflicted whether only a person may let it go; certain only where this is exact
 * @param exact whether floor and going are what they are, and not only bounds: how revised rules lengthen single facts is not modelled
 */
record Terms(Instant floor, Instant goes, Instant goesAtLatest, Duration grace, boolean conflicted, boolean exact) {

    /** Something that changed what rules an item. */
    sealed interface Event {}

    record Born(Rules rules, @Nullable String choice) implements Event {}

    /** Rules that keep longer bind at once; nothing goes earlier by a revision. */
    record Revised(Rules rules) implements Event {}

    record Chosen(Rules rules, String period) implements Event {}

    /**
     * A change that two people decided: from its instant on these rules alone count.
     *
     * @param change ends it, where it is revoked
     */
    record Bound(Rules rules, Instant from, Change change) implements Event {
        boolean inForceAt(Instant now) {
            return !change.revoked && !now.isBefore(from);
        }
    }

    /** A change of rules that was approved, as people can still revoke it. */
    static final class Change {
        private boolean revoked;

        void revoke() {
            revoked = true;
        }
    }

    /** What the events come to, the oldest first, of which the first is the birth. */
    static Terms at(Instant now, Instant anchor, List<Event> events) {
        Terms terms = new Terms(Instant.MIN, Instant.MIN, Instant.MIN, Duration.ZERO, false, false);
        String choice = null;
        // The rules that are all that rules it; null once others were mixed in.
        Rules pure = null;
        for (Event event : events) {
            switch (event) {
                case Born(Rules rules, String chosen) -> {
                    choice = chosen;
                    pure = rules;
                    terms = of(rules, anchor, choice, Instant.MIN);
                }
                case Revised(Rules rules) -> {
                    pure = null;
                    terms = terms.revised(rules, anchor);
                }
                case Chosen(Rules rules, String period) -> {
                    choice = period;
                    terms = terms.chosen(rules, anchor, choice, rules.equals(pure));
                }
                case Bound bound -> {
                    // What is ruled so already is not touched.
                    if (!bound.rules().equals(pure)) {
                        pure = null;
                        terms = bound.inForceAt(now) ? of(bound.rules(), anchor, choice, bound.from()) : terms;
                    }
                }
            }
        }
        return terms;
    }

    private Terms revised(Rules rules, Instant anchor) {
        Instant kept = Rules.later(floor, rules.floor(anchor));
        Duration longer = grace.compareTo(rules.grace()) > 0 ? grace : rules.grace();
        return new Terms(kept, Rules.later(kept, goes), Rules.NEVER, longer, false, false);
    }

    private Terms chosen(Rules rules, Instant anchor, String choice, boolean exactly) {
        Instant kept = Rules.later(floor, rules.floor(anchor));
        Instant wished = Rules.later(kept, rules.goes(anchor, choice));
        return new Terms(
                kept, wished, exactly ? wished : Rules.NEVER, rules.grace(), rules.conflicted(anchor, kept), exactly);
    }

    /** Wholly these rules; items that were ruled so before by chance are not bound to the instant. */
    private static Terms of(Rules rules, Instant anchor, @Nullable String choice, Instant notBefore) {
        Instant floor = rules.floor(anchor);
        Instant goes = rules.goes(anchor, choice);
        return new Terms(
                floor, goes, Rules.later(goes, notBefore), rules.grace(), rules.conflicted(anchor, floor), true);
    }

    /** Before which its bytes do not go. */
    Instant destruction(@Nullable Instant trashedAt) {
        return trashedAt == null ? goes : Rules.later(floor, Rules.earlier(trashedAt.plus(grace), goes));
    }

    /** When they go at the latest, as far as nothing else keeps them. */
    Instant destructionAtLatest(@Nullable Instant trashedAt) {
        return trashedAt == null
                ? goesAtLatest
                : Rules.later(floor, Rules.earlier(trashedAt.plus(grace), goesAtLatest));
    }
}
