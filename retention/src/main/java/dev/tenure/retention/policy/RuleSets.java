package dev.tenure.retention.policy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RulesLocked;
import dev.tenure.retention.rules.Locks;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The rules of accounts. A revision binds the items that come after it, and of those that are there whatever keeps them longer, at once. What it
 * shortens binds them only where people decide so.
 */
public final class RuleSets {

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final JdbcRuleSets revisions;
    private final ClassEditions editions;
    private final InstantSource clock;
    private final Trail trail;
    private final Ids ids;
    private final TransactionOperations transaction;

    RuleSets(
            JdbcRuleSets revisions,
            ClassEditions editions,
            InstantSource clock,
            Trail trail,
            Ids ids,
            TransactionOperations transaction) {
        this.revisions = revisions;
        this.editions = editions;
        this.clock = clock;
        this.trail = trail;
        this.ids = ids;
        this.transaction = transaction;
    }

    /**
     * What an account wants to rule.
     *
     * @param hostDefault where nobody chose; absent means such items are kept until somebody does
     * @param provisions what is said of some items
     */
    public record Wish(
            ZoneId zone,
            RuleSet.Range accountRange,
            RuleSet.Range statutoryRange,
            @Nullable RetentionPeriod hostDefault,
            Grace trashGrace,
            Grace holdCoolOff,
            Provisions provisions) {

        /** The same of all items. */
        public Wish(
                ZoneId zone,
                RuleSet.Range accountRange,
                RuleSet.Range statutoryRange,
                @Nullable RetentionPeriod hostDefault,
                Grace trashGrace,
                Grace holdCoolOff) {
            this(zone, accountRange, statutoryRange, hostDefault, trashGrace, holdCoolOff, Provisions.NONE);
        }

        /** No limits, no default, and the usual graces: what holds until an account decides. */
        static final Wish UNDECIDED = new Wish(
                UTC,
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                null,
                RuleSet.DEFAULT_TRASH_GRACE,
                RuleSet.DEFAULT_HOLD_COOL_OFF);

        /**
         * The wish as a revision.
         *
         * @throws IllegalArgumentException when the rules contradict themselves; the message says how
         */
        public RuleSet as(UUID id, AccountId account, int revision) {
            return new RuleSet(
                    id,
                    account.value(),
                    revision,
                    zone,
                    accountRange,
                    statutoryRange,
                    hostDefault,
                    trashGrace,
                    holdCoolOff,
                    provisions);
        }
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

    /** Keeps others from revising the account's rules until the transaction ends. Needs a transaction. */
    public void exclusively(AccountId account) {
        revisions.lock(account);
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

    /** Whether these rules lock what those in force do not. */
    public boolean locksMore(AccountId account, Wish wish) {
        RuleSet inForce = current(account);
        return Locks.undoneBy(inForce, wish.as(new UUID(0, 0), account, inForce.revision() + 1))
                .isPresent();
    }

    /**
     * What is locked stays, whoever asks.
     *
     * @throws RulesLocked when the wished rules would undo some of it
     */
    public static void requireKept(RuleSet inForce, RuleSet wished) {
        Locks.undoneBy(wished, inForce).ifPresent(undone -> {
            throw new RulesLocked(undone);
        });
    }

    /**
     * Puts a new revision in force. Items that are there are kept longer where it says so from now on; none of them goes earlier by it.
     *
     * @throws IllegalArgumentException when the rules contradict themselves, or undo what is locked; the message says how
     */
    public RuleSet revise(AccountId account, Wish wish, Actor actor) {
        return transaction.execute(status -> {
            revisions.lock(account);
            int next = revisions.latest(account).map(RuleSet::revision).orElse(0) + 1;
            RuleSet revision = wish.as(ids.next(), account, next);
            revisions.latest(account).ifPresent(inForce -> requireKept(inForce, revision));
            revisions.insert(revision, actor);
            int lengthened = editions.lengthen(account, revision, clock);
            trail.append(
                    account,
                    null,
                    actor,
                    "rules.revised",
                    Map.of("revision", Integer.toString(next), "classesLengthened", Integer.toString(lengthened)));
            return revision;
        });
    }
}
