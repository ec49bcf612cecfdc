package dev.tenure.retention.rules;

import dev.tenure.retention.ConsideredRule;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Decision.Bounds;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleClass.Effect;
import dev.tenure.retention.RuleScope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The decision. Duties to keep and duties to delete are weighed apart: the floor is the latest a retaining rule demands,
 * the due instant the earlier of what was chosen and what limits; the item goes at the later of the two.
 */
public final class Retention {

    private final List<Weighed> rules;

    private Retention(List<Rule> rules, Instant anchor, ZoneId zone) {
        this.rules = rules.stream()
                .map(rule -> new Weighed(rule, rule.horizon(anchor, zone)))
                .toList();
    }

    private record Weighed(Rule rule, Horizon horizon) {
        boolean has(Effect effect) {
            return rule.ruleClass().effect() == effect;
        }
    }

    /** Decides from facts alone: equal facts in any order give equal decisions. */
    public static Decision decide(RetentionFacts facts) {
        var retention = new Retention(facts.rules(), facts.anchor(), facts.zone());
        Bounds bounds = retention.bounds();
        Horizon due = bounds.floor() == null ? bounds.due() : Horizon.later(bounds.floor(), bounds.due());
        Horizon goAt = notBefore(facts, due);
        return new Decision(
                facts.anchor(),
                facts.zone(),
                bounds,
                goAt,
                facts.trashed() == null ? null : facts.trashed().at(),
                notBefore(facts, destroyAt(bounds.floor(), goAt, facts.trashed())),
                heldUntil(facts.holds()),
                retention.isConflicted(bounds.floor()),
                facts.notBefore(),
                retention.considered(facts, bounds, goAt));
    }

    private static Horizon notBefore(RetentionFacts facts, Horizon horizon) {
        return facts.notBefore() == null ? horizon : Horizon.later(horizon, Horizon.at(facts.notBefore()));
    }

    /** Deleting never makes an item live longer, and never shorter than its floor. */
    private static Horizon destroyAt(@Nullable Horizon floor, Horizon goAt, @Nullable Trashed trashed) {
        if (trashed == null) {
            return goAt;
        }
        Horizon emptied = Horizon.earlier(Horizon.at(trashed.grace().after(trashed.at())), goAt);
        return floor == null ? emptied : Horizon.later(floor, emptied);
    }

    private static @Nullable Horizon heldUntil(List<HoldFact> holds) {
        return holds.stream()
                .map(HoldFact::protectsUntil)
                .max(Horizon::compareTo)
                .orElse(null);
    }

    private Bounds bounds() {
        return new Bounds(
                horizons(Effect.RETAIN).max(Horizon::compareTo).orElse(null),
                narrowest()
                        .flatMap(scope -> rules.stream()
                                .filter(rule ->
                                        rule.has(Effect.CHOOSE) && rule.rule().scope() == scope)
                                .map(Weighed::horizon)
                                .min(Horizon::compareTo))
                        .orElse(null),
                horizons(Effect.LIMIT).min(Horizon::compareTo).orElse(null));
    }

    private Stream<Horizon> horizons(Effect effect) {
        return rules.stream().filter(rule -> rule.has(effect)).map(Weighed::horizon);
    }

    private Optional<RuleScope> narrowest() {
        return rules.stream()
                .filter(rule -> rule.has(Effect.CHOOSE))
                .map(rule -> rule.rule().scope())
                .min(RuleScope::compareTo);
    }

    private boolean isConflicted(@Nullable Horizon floor) {
        Predicate<Weighed> forbids = rule -> rule.rule().ruleClass() == RuleClass.STATUTORY_MAX;
        return floor != null && rules.stream().filter(forbids).anyMatch(rule -> floor.isAfter(rule.horizon()));
    }

    private List<ConsideredRule> considered(RetentionFacts facts, Bounds bounds, Horizon goAt) {
        var reasons = new Reasons(bounds, goAt, narrowest().orElse(RuleScope.ACCOUNT), isConflicted(bounds.floor()));
        return rules.stream()
                .map(weighed -> {
                    Reasons.Reason reason = reasons.of(weighed.rule(), weighed.horizon());
                    return new ConsideredRule(
                            weighed.rule().ruleClass(),
                            weighed.rule().scope(),
                            weighed.rule().source(),
                            facts.anchor(),
                            weighed.rule().event(),
                            weighed.rule().period(),
                            facts.zone(),
                            weighed.horizon(),
                            reason.won(),
                            reason.why());
                })
                .toList();
    }
}
