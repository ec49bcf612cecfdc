package dev.tenure.retention;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One rule as it was weighed in a decision.
 *
 * @param source who stated the rule: a rule set revision, a host's choice, a label
 * @param anchor the end of the recording, from which its period counts where no event is named
 * @param event from whose day the period counts instead; else null
 * @param horizon the instant it leads to
 * @param won whether this rule alone fixes when the item goes
 * @param why the reason it won or lost, as a clause
 */
public record ConsideredRule(
        RuleClass ruleClass,
        RuleScope scope,
        String source,
        Instant anchor,
        @Nullable EventDay event,
        RetentionPeriod period,
        ZoneId zone,
        Horizon horizon,
        boolean won,
        String why) {}
