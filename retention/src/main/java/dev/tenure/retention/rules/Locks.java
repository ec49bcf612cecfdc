package dev.tenure.retention.rules;

import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass.Effect;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.ScopedRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is locked only becomes longer and wider, whoever asks. */
public final class Locks {

    private Locks() {}

    /** What of these rules would undo a lock of those in force, as a sentence; empty where nothing does. */
    public static Optional<String> undoneBy(RuleSet wished, RuleSet inForce) {
        if (!inForce.provisions().locksAnything()) {
            return Optional.empty();
        }
        if (!wished.zone().equals(inForce.zone())) {
            return Optional.of("Minima are locked, and their days are counted in " + inForce.zone()
                    + "; another zone would end some of them earlier.");
        }
        RetentionPeriod minimum = inForce.accountRange().minimum();
        if (inForce.provisions().minimumLocked() && minimum != null && !locksAll(wished, minimum)) {
            return Optional.of("The account's minimum of " + minimum
                    + " is locked; it can only be replaced by a locked one that is never shorter.");
        }
        return inForce.provisions().scoped().stream()
                .filter(one -> one.locked() && !kept(one, wished))
                .findFirst()
                .map(
                        one -> "The minimum of " + one.range().minimum() + " for "
                                + one.of().words()
                                + " is locked; it can only be replaced by a locked one for no fewer items that is never shorter.");
    }

    private static boolean kept(ScopedRule locked, RuleSet wished) {
        RetentionPeriod minimum = locked.range().minimum();
        return minimum == null
                || locksAll(wished, minimum)
                || wished.provisions().scoped().stream()
                        .anyMatch(one -> one.locked()
                                && one.of().isNoNarrower(locked.of())
                                && neverShorter(one.range().minimum(), minimum));
    }

    private static boolean locksAll(RuleSet wished, RetentionPeriod minimum) {
        return wished.provisions().minimumLocked()
                && neverShorter(wished.accountRange().minimum(), minimum);
    }

    private static boolean neverShorter(@Nullable RetentionPeriod one, RetentionPeriod other) {
        return one != null && Lengths.neverShorter(one, other, Effect.RETAIN);
    }
}
