package dev.tenure.benchmarks.retention;

import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.rules.HoldFact;
import dev.tenure.retention.rules.RetentionFacts;
import dev.tenure.retention.rules.Rule;
import dev.tenure.retention.rules.Trashed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be said of an item, from nothing to a great deal. */
public enum Situation {
    NO_RULES("no rules"),
    ACCOUNT("default, minimum and maximum of the account"),
    EVERYTHING("two laws, a label and two events besides"),
    HELD("these, a hold and one released, in the trash");

    private static final Instant ENDED = Instant.parse("2026-03-28T22:30:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final List<Rule> BY_ACCOUNT = List.of(
            rule(RuleClass.HOST, RuleScope.ACCOUNT, "P180D", "the account's default"),
            rule(RuleClass.ACCOUNT_MIN, RuleScope.ACCOUNT, "P30D", "rules, minimum"),
            rule(RuleClass.ACCOUNT_MAX, RuleScope.ACCOUNT, "P10Y", "rules, maximum"));

    private static final List<Rule> BY_EVERYTHING = Stream.concat(
                    BY_ACCOUNT.stream(),
                    Stream.of(
                            rule(RuleClass.STATUTORY, RuleScope.ACCOUNT, "P6Y", "a law that keeps"),
                            rule(RuleClass.STATUTORY_MAX, RuleScope.KIND, "P12Y", "a law that limits"),
                            rule(RuleClass.ACCOUNT_MIN, RuleScope.ITEM, "P3Y", "label 'audit'"),
                            event("P2Y", "event 'contract ended'", new EventDay(LocalDate.of(2027, 6, 30))),
                            event("P1Y", "event 'appeal decided'", EventDay.AWAITED)))
            .toList();

    private static final Trashed TRASHED = new Trashed(ENDED.plusSeconds(86_400), Grace.ofDays(30));

    private static final List<HoldFact> HOLDS = List.of(
            new HoldFact(new UUID(0, 1), ENDED.plusSeconds(3_600), null, Grace.ofDays(30)),
            new HoldFact(new UUID(0, 2), ENDED.plusSeconds(7_200), ENDED.plusSeconds(90_000), Grace.ofDays(30)));

    private final String words;

    Situation(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The same facts each time, put in order anew. */
    RetentionFacts facts() {
        return switch (this) {
            case NO_RULES -> said(List.of(), null, List.of());
            case ACCOUNT -> said(BY_ACCOUNT, null, List.of());
            case EVERYTHING -> said(BY_EVERYTHING, null, List.of());
            case HELD -> said(BY_EVERYTHING, TRASHED, HOLDS);
        };
    }

    private static RetentionFacts said(List<Rule> rules, @Nullable Trashed trashed, List<HoldFact> holds) {
        return new RetentionFacts(ENDED, BERLIN, rules, trashed, holds);
    }

    private static Rule rule(RuleClass what, RuleScope scope, String period, String source) {
        return new Rule(what, scope, RetentionPeriod.parse(period), source);
    }

    private static Rule event(String period, String source, EventDay day) {
        return new Rule(RuleClass.EVENT, RuleScope.ACCOUNT, RetentionPeriod.parse(period), source, day);
    }
}
