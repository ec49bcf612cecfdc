package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rule set says beside what it says of all items.
 *
 * @param scoped rules for some of them; one for each kind, host, or kind of a host
 * @param events by which some are kept; ordered by name
 * @param schedules the laws that the account is under, as they were when it said so; ordered by name
 * @param labels that may be put on items; ordered by name
 * @param minimumLocked the account's minimum only ever becomes longer, whoever asks
 */
public record Provisions(
        List<ScopedRule> scoped,
        List<EventRule> events,
        List<StatutorySchedule> schedules,
        List<Label> labels,
        boolean minimumLocked) {

    public static final Provisions NONE = new Provisions(List.of(), List.of(), List.of(), List.of(), false);

    public Provisions {
        scoped = List.copyOf(scoped);
        if (scoped.size() > ScopedRule.MAX) {
            throw new IllegalArgumentException(
                    "a rule set has at most " + ScopedRule.MAX + " scoped rules, not " + scoped.size());
        }
        Set<Selector> spokenOf = new HashSet<>();
        for (ScopedRule one : scoped) {
            if (!spokenOf.add(one.of())) {
                throw new IllegalArgumentException(
                        "there are two rules for " + one.of().words());
            }
        }
        events = events.stream().sorted(Comparator.comparing(EventRule::name)).toList();
        if (events.size() > EventRule.MAX) {
            throw new IllegalArgumentException(
                    "a rule set has at most " + EventRule.MAX + " events, not " + events.size());
        }
        if (events.stream().map(EventRule::name).distinct().count() < events.size()) {
            throw new IllegalArgumentException("there are two events of one name");
        }
        long said = said(scoped, events);
        if (said > EventRule.MOST_SAID) {
            throw new IllegalArgumentException("events are said of each host that a rule names: these would be said "
                    + said + " times, and at most " + EventRule.MOST_SAID + " are possible");
        }
        schedules = schedules.stream()
                .sorted(Comparator.comparing(StatutorySchedule::name))
                .toList();
        if (schedules.stream().map(StatutorySchedule::name).distinct().count() < schedules.size()) {
            throw new IllegalArgumentException("a statutory schedule is named twice");
        }
        labels = labels.stream().sorted(Comparator.comparing(Label::name)).toList();
        if (labels.size() > Label.MAX) {
            throw new IllegalArgumentException("a rule set has at most " + Label.MAX + " labels, not " + labels.size());
        }
        if (labels.stream().map(Label::name).distinct().count() < labels.size()) {
            throw new IllegalArgumentException("there are two labels of one name");
        }
    }

    /** Rules for some items, and no law. */
    public Provisions(List<ScopedRule> scoped) {
        this(scoped, List.of(), List.of(), List.of(), false);
    }

    /** The label of that name. */
    public Optional<Label> label(String name) {
        return labels.stream().filter(label -> label.name().equals(name)).findFirst();
    }

    /** Whether something can never be undone. */
    public boolean locksAnything() {
        return minimumLocked || scoped.stream().anyMatch(ScopedRule::locked);
    }

    private static long said(List<ScopedRule> scoped, List<EventRule> events) {
        int hosts = hosts(scoped, events).size();
        return events.stream()
                .mapToLong(event -> event.of().host() == null ? hosts + 1 : 1)
                .sum();
    }

    /** The hosts that a rule names, in small letters. */
    public Set<String> hosts() {
        return hosts(scoped, events);
    }

    private static Set<String> hosts(List<ScopedRule> scoped, List<EventRule> events) {
        return Stream.concat(
                        scoped.stream().map(ScopedRule::of), events.stream().map(EventRule::of))
                .map(Selector::host)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The account's range, narrowed by every rule that fits such items. */
    RuleSet.Range range(RuleSet.Range account, Subject subject) {
        RuleSet.Range range = account;
        for (ScopedRule one : scoped) {
            if (one.of().fits(subject)) {
                range = range.narrowedBy(one.range());
            }
        }
        return range;
    }

    /**
     * Whether the rules for some items fit those for all.
     *
     * @throws IllegalArgumentException when they contradict each other; the message says how
     */
    void requireConsistent(RuleSet.Range account) {
        if (minimumLocked && account.minimum() == null) {
            throw new IllegalArgumentException("there is no minimum of the account that could be locked");
        }
        for (ScopedRule one : scoped) {
            for (ItemKind kind : ItemKind.values()) {
                Subject subject = new Subject(kind, one.of().host());
                if (one.of().fits(subject)) {
                    requireConsistent(one, range(account, subject));
                }
            }
        }
    }

    private static void requireConsistent(ScopedRule one, RuleSet.Range range) {
        if (!range.isConsistent()) {
            throw new IllegalArgumentException("what " + one.of().words() + " must be kept for, " + range.minimum()
                    + ", is longer than what they may be kept for, " + range.maximum());
        }
        if (one.hostDefault() != null && !range.contains(one.hostDefault())) {
            throw new IllegalArgumentException("the default of " + one.hostDefault() + " for "
                    + one.of().words() + " lies outside what hosts may choose for them, " + range.words());
        }
    }
}
