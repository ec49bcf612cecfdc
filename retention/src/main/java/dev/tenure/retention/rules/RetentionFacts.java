package dev.tenure.retention.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides when an item goes. The order and repetition of rules and holds carry no meaning.
 *
 * @param anchor the end of the recording as the media server reported it; derived items take their source's
 * @param zone the zone in which calendar periods count
 * @param trashed null unless a person deleted the item
 * @param notBefore nothing goes by these rules before; null unless they were made to bind what was there
 */
public record RetentionFacts(
        Instant anchor,
        ZoneId zone,
        List<Rule> rules,
        @Nullable Trashed trashed,
        List<HoldFact> holds,
        @Nullable Instant notBefore) {

    public RetentionFacts {
        rules = rules.stream().distinct().sorted(Rule.FIXED_ORDER).toList();
        holds = holds.stream()
                .distinct()
                .sorted(Comparator.comparing(HoldFact::placedAt).thenComparing(HoldFact::hold))
                .toList();
    }

    /** Facts that may let an item go at any time. */
    public RetentionFacts(
            Instant anchor, ZoneId zone, List<Rule> rules, @Nullable Trashed trashed, List<HoldFact> holds) {
        this(anchor, zone, rules, trashed, holds, null);
    }
}
