package dev.tenure.retention;

import java.time.Instant;
import java.time.ZoneId;

/**
 * One rule as it was weighed in a decision.
 *
 * @param source who stated the rule: a rule set revision, a host's choice, a label
 * @param anchor the instant its period counts from
 * @param horizon the instant it leads to
 * @param won whether this rule alone fixes when the item goes
 * @param why the reason it won or lost, as a clause
 */
public record ConsideredRule(
        RuleClass ruleClass,
        RuleScope scope,
        String source,
        Instant anchor,
        RetentionPeriod period,
        ZoneId zone,
        Horizon horizon,
        boolean won,
        String why) {}
