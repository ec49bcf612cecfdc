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
 */
public record RetentionFacts(
        Instant anchor,
        ZoneId zone,
        List<Rule> rules,
        @Nullable Trashed trashed,
        List<HoldFact> holds) {

    public RetentionFacts {
        rules = rules.stream().distinct().sorted(Rule.FIXED_ORDER).toList();
        holds = holds.stream()
                .distinct()
                .sorted(Comparator.comparing(HoldFact::placedAt).thenComparing(HoldFact::hold))
                .toList();
    }
}
