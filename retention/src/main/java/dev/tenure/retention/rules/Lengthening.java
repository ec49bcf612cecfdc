package dev.tenure.retention.rules;

import dev.tenure.retention.Grace;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleClass.Effect;
import dev.tenure.retention.RuleScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of changed rules may bind the items that are there at once: what keeps them longer, and nothing else. Decided fact by fact, so that a change that
 * lengthens one thing and shortens another does the first. By what comes of it no item has an earlier floor, goes earlier, or goes where only a
 * person could let it go before.
 */
public final class Lengthening {

    private Lengthening() {}

    /**
     * The facts of a class after a change.
     *
     * @param before what rules its items
     * @param wished what would rule them if the change were to bind them wholly
     */
    public static RetentionClass of(RetentionClass before, RetentionClass wished) {
        var rules = new ArrayList<Rule>();
        rules.addAll(floors(before, wished));
        rules.addAll(
                longer(before, wished, Effect.CHOOSE, rule -> rule.ruleClass().effect() == Effect.CHOOSE));
        rules.addAll(longer(before, wished, Effect.LIMIT, is(RuleClass.ACCOUNT_MAX)));
        rules.addAll(
                mayBeConflicted(before)
                        ? having(before, is(RuleClass.STATUTORY_MAX))
                        : longer(before, wished, Effect.LIMIT, is(RuleClass.STATUTORY_MAX)));
        return new RetentionClass(
                wished.ruleSet(),
                wished.revision(),
                before.zone(),
                longer(before.trashGrace(), wished.trashGrace()),
                longer(before.holdCoolOff(), wished.holdCoolOff()),
                rules,
                before.notBefore());
    }

    /**
     * The wished facts with every floor that items have before, and with their label, which counts before what is chosen: for who may choose when an item goes, and
     * not how long it must be kept.
     */
    public static RetentionClass keepingFloors(RetentionClass before, RetentionClass wished) {
        // A label is put on and taken off by itself, so it keeps nothing in the place of others.
        RetentionClass unlabelled = before.labelled(null);
        List<Rule> floors = having(unlabelled, Lengthening::retains);
        boolean kept = before.zone().equals(wished.zone())
                && floors.stream()
                        .allMatch(floor ->
                                having(wished, Lengthening::retains).stream().anyMatch(other -> covers(other, floor)));
        if (kept || having(before, Lengthening::retains).isEmpty()) {
            return wished.labelledLike(before);
        }
        var rules = new ArrayList<>(having(wished, rule -> !retains(rule)));
        rules.addAll(floors(unlabelled, wished));
        return new RetentionClass(
                        wished.ruleSet(),
                        wished.revision(),
                        before.zone(),
                        wished.trashGrace(),
                        wished.holdCoolOff(),
                        rules,
                        wished.notBefore())
                .labelledLike(before);
    }

    /** Everything that either of them demands, without what another one demands anyway. */
    private static List<Rule> floors(RetentionClass before, RetentionClass wished) {
        var kept = new ArrayList<>(having(before, Lengthening::retains));
        for (Rule floor : having(wished, Lengthening::retains)) {
            if (kept.stream().noneMatch(other -> covers(other, floor))) {
                kept.removeIf(other -> covers(floor, other));
                kept.add(floor);
            }
        }
        return kept;
    }

    /** Whether one demands all that the other does, for as long as that does: what a label demands goes with the label. */
    static boolean covers(Rule one, Rule demanded) {
        return one.ruleClass() == demanded.ruleClass()
                && one.isLabels() == demanded.isLabels()
                && one.isNeverShorterThan(demanded);
    }

    private static boolean retains(Rule rule) {
        return rule.ruleClass().effect() == Effect.RETAIN;
    }

    /** The wished rules where none that decides ends earlier than those that decided; else those that were there. */
    private static List<Rule> longer(
            RetentionClass before, RetentionClass wished, Effect effect, Predicate<Rule> which) {
        List<Rule> old = having(before, which);
        List<Rule> young = having(wished, which);
        List<Rule> decided = effect == Effect.CHOOSE ? narrowest(old) : old;
        List<Rule> decides = effect == Effect.CHOOSE ? narrowest(young) : young;
        boolean lengthens = decides.stream().allMatch(rule -> decided.stream().anyMatch(rule::isNeverShorterThan));
        if (!lengthens) {
            return old;
        }
        boolean likewise = scopes(decides).equals(scopes(decided));
        List<Rule> taken = new ArrayList<>(withSources(likewise ? decides : young, old));
        if (likewise) {
            // What does not decide stays as it was: a change of it would be told everywhere, and change nothing.
            old.stream().filter(rule -> !decided.contains(rule)).forEach(taken::add);
        }
        return taken;
    }

    private static Set<RuleScope> scopes(List<Rule> rules) {
        return rules.stream().map(Rule::scope).collect(Collectors.toSet());
    }

    /** Where nothing changed, the source stays who it was. */
    private static List<Rule> withSources(List<Rule> young, List<Rule> old) {
        return young.stream()
                .map(rule -> old.stream().filter(rule::saysLike).findFirst().orElse(rule))
                .toList();
    }

    private static List<Rule> narrowest(List<Rule> choices) {
        return choices.stream()
                .filter(rule -> choices.stream().allMatch(other -> rule.scope().compareTo(other.scope()) <= 0))
                .toList();
    }

    /** Whether, from some anchor on, the law may demand and forbid keeping: then no change of the rules alone ends that. */
    private static boolean mayBeConflicted(RetentionClass before) {
        return having(before, is(RuleClass.STATUTORY_MAX)).stream()
                .anyMatch(limit -> having(before, Lengthening::retains).stream()
                        .anyMatch(floor ->
                                floor.event() != null || !Lengths.surelyWithin(floor.period(), limit.period())));
    }

    private static List<Rule> having(RetentionClass ruled, Predicate<Rule> which) {
        return ruled.rules().stream().filter(which).toList();
    }

    private static Predicate<Rule> is(RuleClass ruleClass) {
        return rule -> rule.ruleClass() == ruleClass;
    }

    private static Grace longer(Grace one, Grace other) {
        return one.length().compareTo(other.length()) >= 0 ? one : other;
    }
}
