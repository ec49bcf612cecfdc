package dev.tenure.retention.policy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** The rules of accounts. A revision binds the items that come after it; items that are there keep the revision they came under until their
 * host chooses anew. */
public final class RuleSets {

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final JdbcRuleSets revisions;
    private final Trail trail;
    private final Ids ids;
    private final TransactionOperations transaction;

    RuleSets(JdbcRuleSets revisions, Trail trail, Ids ids, TransactionOperations transaction) {
        this.revisions = revisions;
        this.trail = trail;
        this.ids = ids;
        this.transaction = transaction;
    }

    /**
     * What an account wants to rule.
     *
     * @param hostDefault where nobody chose; absent means such items are kept until somebody does
     */
    public record Wish(
            ZoneId zone,
            RuleSet.Range accountRange,
            RuleSet.Range statutoryRange,
            @Nullable RetentionPeriod hostDefault,
            Grace trashGrace,
            Grace holdCoolOff) {

        /** No limits, no default, and the usual graces: what holds until an account decides. */
        static final Wish UNDECIDED = new Wish(
                UTC,
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                null,
                RuleSet.DEFAULT_TRASH_GRACE,
                RuleSet.DEFAULT_HOLD_COOL_OFF);
    }

    /** The revision in force; an account that never decided gets its first one here. */
    public RuleSet current(AccountId account) {
        return revisions.latest(account).orElseGet(() -> first(account));
    }

    /** Looks again under the lock: an account that decides at this moment must not be overruled by what holds until it does. */
    private RuleSet first(AccountId account) {
        return transaction.execute(status -> {
            revisions.lock(account);
            return revisions
                    .latest(account)
                    .orElseGet(() -> revise(account, Wish.UNDECIDED, Actor.system("retention")));
        });
    }

    /**
     * Puts a new revision in force if the one in force is one that the caller expected; else nothing changes and the answer is empty.
     *
     * @throws IllegalArgumentException when the rules contradict themselves; the message says how
     */
    public Optional<RuleSet> revise(AccountId account, Wish wish, Expected expected, Actor actor) {
        return transaction.execute(status -> {
            revisions.lock(account);
            return expected.allows(current(account).revision())
                    ? Optional.of(revise(account, wish, actor))
                    : Optional.empty();
        });
    }

    /**
     * Puts a new revision in force.
     *
     * @throws IllegalArgumentException when the rules contradict themselves; the message says how
     */
    public RuleSet revise(AccountId account, Wish wish, Actor actor) {
        return transaction.execute(status -> {
            revisions.lock(account);
            int next = revisions.latest(account).map(RuleSet::revision).orElse(0) + 1;
            RuleSet revision = new RuleSet(
                    ids.next(),
                    account.value(),
                    next,
                    wish.zone(),
                    wish.accountRange(),
                    wish.statutoryRange(),
                    wish.hostDefault(),
                    wish.trashGrace(),
                    wish.holdCoolOff());
            revisions.insert(revision, actor);
            trail.append(account, null, actor, "rules.revised", Map.of("revision", Integer.toString(next)));
            return revision;
        });
    }
}
