package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * What an account says of some of its items, beside what it says of all.
 *
 * @param of which ones
 * @param range binds beside the account's: the longest minimum and the shortest maximum of all that fit an item count
 * @param hostDefault what applies where nobody chose, before what is said of more items; null leaves it to that
 * @param locked the minimum only ever becomes longer, and for more items, whoever asks
 */
public record ScopedRule(
        Selector of, RuleSet.Range range, @Nullable RetentionPeriod hostDefault, boolean locked) {

    /** The most of one rule set: enough for every department's head, few enough to weigh them all in each class. */
    public static final int MAX = 100;

    public ScopedRule {
        if (range.minimum() == null && range.maximum() == null && hostDefault == null) {
            throw new IllegalArgumentException("the rule for " + of.words() + " says nothing");
        }
        if (locked && range.minimum() == null) {
            throw new IllegalArgumentException("the rule for " + of.words() + " has no minimum that could be locked");
        }
    }

    /** A rule for one kind of one host, each of which may be missing. */
    public ScopedRule(
            @Nullable ItemKind kind,
            @Nullable String host,
            RuleSet.Range range,
            @Nullable RetentionPeriod hostDefault,
            boolean locked) {
        this(new Selector(kind, host), range, hostDefault, locked);
    }

    /** The same, and it can be changed again. */
    public ScopedRule(
            @Nullable ItemKind kind,
            @Nullable String host,
            RuleSet.Range range,
            @Nullable RetentionPeriod hostDefault) {
        this(kind, host, range, hostDefault, false);
    }
}
