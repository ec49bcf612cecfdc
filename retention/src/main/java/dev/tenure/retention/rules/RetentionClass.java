package dev.tenure.retention.rules;

import dev.tenure.retention.Decision;
import dev.tenure.retention.EventRule;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.Label;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.ScopedRule;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The set of facts that rule an item, shared by all items ruled by the same facts. With an item's anchor it gives every
 * instant, and later anchors never give earlier instants.
 *
 * @param ruleSet the revision the facts were taken from
 * @param rules every rule; order and repetition carry no meaning
 * @param notBefore nothing goes by these facts before, because a change of the rules was made to bind what was there from then on; else null
 */
public record RetentionClass(
        UUID ruleSet,
        int revision,
        ZoneId zone,
        Grace trashGrace,
        Grace holdCoolOff,
        List<Rule> rules,
        @Nullable Instant notBefore) {

    /** Wider than any period, so that the search for a cutoff always starts where everything bounded is due. */
    private static final Duration LONGEST = Duration.ofDays((RetentionPeriod.MAX_YEARS + 10) * 366L);

    /** No rule leads further back than this before its anchor; only a day repeated by the clocks leads back at all. */
    private static final Duration FURTHEST_BACK = Duration.ofDays(3);

    public RetentionClass {
        rules = rules.stream().distinct().sorted(Rule.FIXED_ORDER).toList();
    }

    /** Facts that may let an item go at any time. */
    public RetentionClass(
            UUID ruleSet, int revision, ZoneId zone, Grace trashGrace, Grace holdCoolOff, List<Rule> rules) {
        this(ruleSet, revision, zone, trashGrace, holdCoolOff, rules, null);
    }

    /**
     * The class of items under a rule set revision.
     *
     * @param hostChoice what the host chose for the meeting; null where the revision's default applies
     */
    public static RetentionClass of(RuleSet ruleSet, @Nullable RetentionPeriod hostChoice, Collection<Label> labels) {
        return of(ruleSet, null, hostChoice, labels);
    }

    /**
     * The same of such items, of which the revision may say more than of all.
     *
     * @param subject null for what is said of all
     */
    static RetentionClass of(
            RuleSet ruleSet,
            @Nullable Subject subject,
            @Nullable RetentionPeriod hostChoice,
            Collection<Label> labels) {
        var rules = new ArrayList<Rule>();
        String source = ruleSet.reference();
        add(
                rules,
                RuleClass.STATUTORY,
                RuleScope.ACCOUNT,
                ruleSet.statutoryRange().minimum(),
                source);
        add(
                rules,
                RuleClass.STATUTORY_MAX,
                RuleScope.ACCOUNT,
                ruleSet.statutoryRange().maximum(),
                source);
        add(
                rules,
                minimum(ruleSet.provisions().minimumLocked()),
                RuleScope.ACCOUNT,
                ruleSet.accountRange().minimum(),
                source);
        add(
                rules,
                RuleClass.ACCOUNT_MAX,
                RuleScope.ACCOUNT,
                ruleSet.accountRange().maximum(),
                source);
        add(rules, RuleClass.HOST, RuleScope.ACCOUNT, ruleSet.hostDefault(), source);
        for (ScopedRule scoped : ruleSet.provisions().scoped()) {
            if (subject != null && scoped.of().fits(subject)) {
                RuleScope scope = scoped.of().scope();
                add(rules, minimum(scoped.locked()), scope, scoped.range().minimum(), source);
                add(rules, RuleClass.ACCOUNT_MAX, scope, scoped.range().maximum(), source);
                add(rules, RuleClass.HOST, scope, scoped.hostDefault(), source);
            }
        }
        if (subject != null) {
            addEvents(rules, ruleSet, subject);
            addLaws(rules, ruleSet, subject);
        }
        add(rules, RuleClass.HOST, RuleScope.MEETING, hostChoice, "host's choice under " + source);
        for (Label label : labels) {
            addLabel(rules, label);
        }
        return new RetentionClass(
                ruleSet.id(), ruleSet.revision(), ruleSet.zone(), ruleSet.trashGrace(), ruleSet.holdCoolOff(), rules);
    }

    /** The facts of this class's items if that revision ruled them: what was chosen for them stays, everything else is the revision's. */
    public RetentionClass under(RuleSet ruleSet, @Nullable Instant from) {
        return under(ruleSet, null, from);
    }

    RetentionClass under(RuleSet ruleSet, @Nullable Subject subject, @Nullable Instant from) {
        var ruled = new ArrayList<>(of(ruleSet, subject, null, List.of()).rules());
        for (Rule own : rules) {
            if (own.isLabels()) {
                ruled.add(own.as(ruleSet.provisions().labels()));
            } else if (own.isOwn()
                    && (own.ruleClass() != RuleClass.LOCKED
                            || ruled.stream().noneMatch(other -> Lengthening.covers(other, own)))) {
                ruled.add(own);
            }
        }
        boolean locked = rules.stream().anyMatch(rule -> rule.ruleClass() == RuleClass.LOCKED);
        return new RetentionClass(
                ruleSet.id(),
                ruleSet.revision(),
                // What is locked keeps the days that it was locked with.
                locked ? zone : ruleSet.zone(),
                ruleSet.trashGrace(),
                ruleSet.holdCoolOff(),
                ruled,
                from);
    }

    /** These facts with this label and no other; with none where it is null. */
    public RetentionClass labelled(@Nullable Label label) {
        var changed = new ArrayList<Rule>();
        rules.stream().filter(rule -> !rule.isLabels()).forEach(changed::add);
        if (label != null) {
            addLabel(changed, label);
        }
        return new RetentionClass(ruleSet, revision, zone, trashGrace, holdCoolOff, changed, notBefore);
    }

    /** These facts with the label of others, if those have one. */
    RetentionClass labelledLike(RetentionClass other) {
        var changed = new ArrayList<>(rules);
        other.rules.stream().filter(Rule::isLabels).forEach(changed::add);
        return new RetentionClass(ruleSet, revision, zone, trashGrace, holdCoolOff, changed, notBefore);
    }

    /** These facts without what rules of one kind say; without what comes of an event altogether, if that is the kind. */
    public RetentionClass without(RuleClass ruleClass) {
        return new RetentionClass(
                ruleSet,
                revision,
                zone,
                trashGrace,
                holdCoolOff,
                rules.stream()
                        .filter(rule ->
                                rule.ruleClass() != ruleClass && (ruleClass != RuleClass.EVENT || rule.event() == null))
                        .toList(),
                notBefore);
    }

    /** Whether both rule alike, whatever revision they came with. */
    public boolean rulesLike(RetentionClass other) {
        return zone.equals(other.zone)
                && trashGrace.equals(other.trashGrace)
                && holdCoolOff.equals(other.holdCoolOff)
                && rules.equals(other.rules)
                && Objects.equals(notBefore, other.notBefore);
    }

    private static void add(
            List<Rule> rules, RuleClass ruleClass, RuleScope scope, @Nullable RetentionPeriod period, String source) {
        if (period != null) {
            rules.add(new Rule(ruleClass, scope, period, source));
        }
    }

    private static RuleClass minimum(boolean locked) {
        return locked ? RuleClass.LOCKED : RuleClass.ACCOUNT_MIN;
    }

    /** It is what was chosen for the item, and what the account must keep it for: so no maximum of the account ends it earlier. */
    private static void addLabel(List<Rule> rules, Label label) {
        add(rules, RuleClass.ACCOUNT_MIN, RuleScope.ITEM, label.keep(), label.source());
        add(rules, RuleClass.HOST, RuleScope.ITEM, label.keep(), label.source());
    }

    /** As with a label: it is what was chosen for such items, and what the account must keep them for. */
    private static void addEvents(List<Rule> rules, RuleSet ruleSet, Subject subject) {
        for (EventRule event : ruleSet.provisions().events()) {
            if (event.of().fits(subject)) {
                RuleScope scope = event.of().scope();
                rules.add(new Rule(RuleClass.EVENT, scope, event.keep(), event.source(), event.day()));
                rules.add(new Rule(RuleClass.HOST, scope, event.keep(), event.source(), event.day()));
            }
        }
    }

    private static void addLaws(List<Rule> rules, RuleSet ruleSet, Subject subject) {
        for (StatutorySchedule schedule : ruleSet.provisions().schedules()) {
            for (StatutorySchedule.Entry entry : schedule.entries()) {
                if (entry.kinds().contains(subject.kind())) {
                    String source = schedule.reference(entry);
                    add(rules, RuleClass.STATUTORY, entry.scope(), entry.range().minimum(), source);
                    add(
                            rules,
                            RuleClass.STATUTORY_MAX,
                            entry.scope(),
                            entry.range().maximum(),
                            source);
                }
            }
        }
    }

    /** Reads what {@link #canonicalJson()} wrote. */
    public static RetentionClass parse(String canonicalJson) {
        return RetentionClassJson.parse(canonicalJson);
    }

    /** The one text form of this class: equal classes have equal texts. */
    public String canonicalJson() {
        return RetentionClassJson.write(this).canonical();
    }

    /** SHA-256 of {@link #canonicalJson()}, in hex: names the class wherever it is stored or tagged. */
    public String digest() {
        return RetentionClassJson.write(this).sha256();
    }

    /** The decision for an item of this class. */
    public Decision decide(Instant anchor, @Nullable Trashed trashed, List<HoldFact> holds) {
        return Retention.decide(new RetentionFacts(anchor, zone, rules, trashed, holds, notBefore));
    }

    /**
     * The anchors whose items have reached {@code goAt}. Conflicted items are among them, and holds are not looked at:
     * what this finds is a candidate, to be decided anew at the moment of acting.
     */
    public Cutoff cutoff(Instant now, Duration skewBound) {
        return lastReached(now.minus(skewBound), Decision::goAt);
    }

    /** The anchors whose items have passed their floor: those that may go once their trash grace is over. */
    public Cutoff floorCutoff(Instant now, Duration skewBound) {
        boolean retains = rules.stream().anyMatch(rule -> rule.ruleClass().effect() == RuleClass.Effect.RETAIN);
        if (notBefore != null && now.minus(skewBound).isBefore(notBefore)) {
            return new Cutoff.Nothing();
        }
        return retains
                ? lastReached(
                        now.minus(skewBound),
                        decision -> Objects.requireNonNull(decision.bounds().floor()))
                : new Cutoff.Everything();
    }

    private Cutoff lastReached(Instant certainlyPast, Function<Decision, Horizon> of) {
        if (notBefore != null && certainlyPast.isBefore(notBefore)) {
            return new Cutoff.Nothing();
        }
        Predicate<Instant> reached =
                anchor -> of.apply(decide(anchor, null, List.of())).isReachedAt(certainlyPast);
        Instant low = certainlyPast.minus(LONGEST).truncatedTo(ChronoUnit.MICROS);
        Instant high = certainlyPast.plus(FURTHEST_BACK);
        // What counts from an event leads to one instant, whatever the anchor.
        if (!reached.test(low)) {
            return new Cutoff.Nothing();
        }
        return reached.test(high) ? new Cutoff.Everything() : Cutoff.lastWhere(reached, low, high);
    }
}
