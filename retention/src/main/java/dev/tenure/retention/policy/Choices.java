package dev.tenure.retention.policy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.HostChoice;
import dev.tenure.retention.Label;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.Subject;
import dev.tenure.retention.rules.ClassFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** What hosts choose for their recordings, within what their account allows. */
public final class Choices {

    private static final Subject UNKNOWN = new Subject(ItemKind.RECORDING, null);

    private final RuleSets ruleSets;
    private final RetentionClasses classes;
    private final Items items;
    private final ItemFacts facts;
    private final Meetings meetings;
    private final InstantSource clock;
    private final Trail trail;
    private final TransactionOperations transaction;

    Choices(
            RuleSets ruleSets,
            RetentionClasses classes,
            Items items,
            ItemFacts facts,
            Meetings meetings,
            InstantSource clock,
            Trail trail,
            TransactionOperations transaction) {
        this.ruleSets = ruleSets;
        this.classes = classes;
        this.items = items;
        this.facts = facts;
        this.meetings = meetings;
        this.clock = clock;
        this.trail = trail;
        this.transaction = transaction;
    }

    /** What became of a choice for an item that is there. */
    public sealed interface Change {}

    /** The item is another revision than the caller expected; nothing changed. */
    public record Outdated(long revision) implements Change {}

    /** There is no such label; nothing changed. */
    public record UnknownLabel(String explanation) implements Change {}

    /** What became of a choice. */
    public sealed interface Choice extends Change {}

    /**
     * The choice holds.
     *
     * @param retentionClass the class that rules the item now
     * @param goAt when it goes, as text; {@code never} when nothing makes it go
     */
    public record Chosen(String retentionClass, String goAt) implements Choice {}

    /** The choice is not possible; nothing changed. The explanation names what is allowed. */
    public record Refused(String explanation) implements Choice {}

    /**
     * Chooses for an item that is about to arrive.
     *
     * @param period ISO 8601; absent means the account's default
     */
    public Choice choose(AccountId account, @Nullable String period, Instant anchor) {
        return choose(account, null, period, anchor, null);
    }

    /**
     * The same where it is known what the item is and whose, of which the account may allow less than of others.
     *
     * @param host who decides about it, as the media server names them
     */
    public Choice choose(AccountId account, ItemKind kind, String host, @Nullable String period, Instant anchor) {
        return choose(account, new Subject(kind, host), period, anchor, null);
    }

    /**
     * Makes the class while nobody revises the rules: one that were made of an older revision after the classes of that were lengthened would miss it.
     *
     * @param former the class that rules the item until now, whose floors it keeps
     */
    private Choice choose(
            AccountId account,
            @Nullable Subject subject,
            @Nullable String period,
            Instant anchor,
            @Nullable String former) {
        return transaction.execute(status -> {
            // May make the first revision, for which nobody else may be at it.
            ruleSets.current(account);
            classes.keepInForce(account);
            return choose(account, subject, ruleSets.current(account), period, anchor, former);
        });
    }

    private Choice choose(
            AccountId account,
            @Nullable Subject subject,
            RuleSet rules,
            @Nullable String period,
            Instant anchor,
            @Nullable String former) {
        RetentionPeriod chosen = null;
        if (period != null) {
            try {
                chosen = RetentionPeriod.parse(period);
            } catch (IllegalArgumentException e) {
                return new Refused(String.valueOf(e.getMessage()));
            }
            HostChoice choice = subject == null ? rules.choose(chosen) : rules.choose(chosen, subject);
            if (choice instanceof HostChoice.Refused(String reason)) {
                return new Refused(reason);
            }
        }
        ClassFacts facts = ClassFacts.of(rules, chosen, List.of());
        if (former != null) {
            facts = ClassFacts.keepingFloors(inForce(former), facts);
        }
        classes.intern(new RetentionClasses.RetentionClass(facts.digest(), account, facts.canonicalJson()));
        return new Chosen(
                facts.digest(),
                facts.of(subject == null ? UNKNOWN : subject)
                        .decide(anchor, null, List.of())
                        .goAt()
                        .toString());
    }

    private ClassFacts inForce(String id) {
        return ClassFacts.parse(
                classes.inForce(id, clock.instant()).orElseThrow().factsJson());
    }

    /** Chooses anew for an item that is there, whatever was changed of it before. */
    public Change change(AccountId account, ItemId id, String period, Actor actor) {
        return change(account, id, period, Expected.ANY, actor);
    }

    /**
     * Chooses anew for an item that is there, under the rules in force now; what it must be kept for does not get shorter by that. What else is kept of a recording's meeting follows it, unless
     * something else was chosen for it.
     */
    public Change change(AccountId account, ItemId id, String period, Expected expected, Actor actor) {
        return change(
                account,
                id,
                expected,
                actor,
                (item, anchor) -> choose(account, Subject.of(item), period, anchor, item.retentionClass()));
    }

    /**
     * Puts a label of the account's rules on an item, instead of the one it has; without one takes it away. Everything else that rules the item stays:
     * a label taken away shortens nothing but what was kept because of it. What else is kept of a recording's meeting follows it, unless something else
     * was chosen for it.
     *
     * @param name absent to take the label away
     */
    public Change label(AccountId account, ItemId id, @Nullable String name, Expected expected, Actor actor) {
        return change(account, id, expected, actor, (item, anchor) -> labelled(item, anchor, name, actor));
    }

    /** Makes the class while nobody revises the rules, as whoever chooses does. */
    private Change labelled(Item item, Instant anchor, @Nullable String name, Actor actor) {
        String former = item.retentionClass();
        if (former == null) {
            return new Refused("What rules the item is not known yet, so no label can be put on it.");
        }
        ruleSets.current(item.account());
        classes.keepInForce(item.account());
        Provisions provisions = ruleSets.current(item.account()).provisions();
        Optional<Label> label = name == null ? Optional.empty() : provisions.label(name);
        if (name != null && label.isEmpty()) {
            List<String> known = provisions.labels().stream().map(Label::name).toList();
            return new UnknownLabel("There is no label '" + name + "'; there are " + known + ".");
        }
        ClassFacts before = inForce(former);
        ClassFacts facts = before.each(one -> one.labelled(label.orElse(null)));
        if (facts.equals(before)) {
            return new Chosen(former, goAt(before, item, anchor));
        }
        classes.intern(new RetentionClasses.RetentionClass(facts.digest(), item.account(), facts.canonicalJson()));
        trail.append(
                item.account(),
                item.id(),
                actor,
                label.isPresent() ? "item.labelled" : "item.unlabelled",
                label.map(one -> Map.of("label", one.name(), "keep", one.keep().toString()))
                        .orElse(Map.of()));
        return new Chosen(facts.digest(), goAt(facts, item, anchor));
    }

    private static String goAt(ClassFacts facts, Item item, Instant anchor) {
        return facts.of(Subject.of(item)).decide(anchor, null, List.of()).goAt().toString();
    }

    private Change change(
            AccountId account, ItemId id, Expected expected, Actor actor, BiFunction<Item, Instant, Change> choosing) {
        return transaction.execute(status -> {
            // With what follows it, in order of id, as by whoever places a hold: not the recording before them.
            facts.lockMeetingOf(id);
            Item item = items.find(account, id).orElseThrow();
            if (!expected.allows(item.revision())) {
                return new Outdated(item.revision());
            }
            Instant anchor = item.anchor();
            if (anchor == null) {
                return new Refused("The end of the recording is not known, so no period can be counted from it.");
            }
            if (!ItemLifecycle.destructible().contains(item.state())) {
                return new Refused("The item is " + item.state() + "; its retention cannot be chosen any more.");
            }
            Change choice = choosing.apply(item, anchor);
            if (choice instanceof Chosen(String retentionClass, String goAt)) {
                if (item.kind() == ItemKind.RECORDING) {
                    meetings.ruledLike(item).forEach(companion -> items.classify(companion, retentionClass, actor));
                }
                items.classify(id, retentionClass, actor);
            }
            return choice;
        });
    }
}
