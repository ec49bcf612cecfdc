package dev.tenure.retention.change;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.policy.ClassEditions;
import dev.tenure.retention.policy.RuleSets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets the rules in force bind what is there already, also where they keep it shorter: one person proposes what they previewed, another one approves, and
 * days later it takes effect by itself. Until then it can be revoked. Rules that are revised meanwhile and keep longer win.
 */
public final class Changes {

    private static final int OPEN_ONES = 100;

    private final JdbcChanges rows;
    private final Simulator simulator;
    private final RuleSets ruleSets;
    private final ClassEditions editions;
    private final ChangeSettings settings;
    private final Trail trail;
    private final Outbox outbox;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Changes(
            JdbcChanges rows,
            Simulator simulator,
            RuleSets ruleSets,
            ClassEditions editions,
            ChangeSettings settings,
            Told told,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        this.rows = rows;
        this.simulator = simulator;
        this.ruleSets = ruleSets;
        this.editions = editions;
        this.settings = settings;
        this.trail = told.trail();
        this.outbox = told.outbox();
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Whom everything is told. */
    record Told(Trail trail, Outbox outbox) {}

    /** What became of somebody's wish. */
    public sealed interface Outcome {}

    /** It is so. */
    public record Done(Change change) implements Outcome {}

    /** Other rules, or another state of the change, than the caller looked at; nothing changed. */
    public record Outdated() implements Outcome {}

    /** What was previewed says too little of what would happen now, or is too old, or of other rules: preview it again. Nothing changed. */
    public record PreviewAgain(String cause) implements Outcome {}

    /** Another person has to do this; nothing changed. */
    public record SamePerson() implements Outcome {}

    /** It cannot be done any more, or not yet; nothing changed. */
    public record Impossible(String cause) implements Outcome {}

    /**
     * Proposes that the rules in force bind what is there. Nothing goes sooner by that.
     *
     * @param seen what the proposer saw of it
     */
    public Outcome propose(AccountId account, Expected rules, Preview seen, String reason, PersonId proposer) {
        RuleSet current = ruleSets.current(account);
        if (!rules.allows(current.revision())) {
            return new Outdated();
        }
        Optional<Outcome> refusal = doubt(account, seen, current);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return transaction.execute(status -> {
            ruleSets.exclusively(account);
            Instant now = now();
            if (ruleSets.current(account).revision() != current.revision()) {
                return new Outdated();
            }
            if (rows.page(account, null, OPEN_ONES).stream().anyMatch(change -> change.isOpenAt(now))) {
                return new Impossible("Another change waits already: let it take effect, or revoke it first.");
            }
            Change change = new Change(
                    new ChangeId(ids.next()),
                    current.id(),
                    current.revision(),
                    reason,
                    seen,
                    proposer,
                    now,
                    null,
                    null);
            rows.insert(account, change);
            Map<String, String> detail = detail(change);
            detail.put("reason", reason);
            detail.put("preview", seen.digest());
            tell(account, Actor.person(proposer), "rules.change-proposed", detail);
            return new Done(change);
        });
    }

    private Optional<Outcome> doubt(AccountId account, Preview seen, RuleSet current) {
        Instant now = now();
        if (!seen.isOf(current)) {
            return again("What was previewed are other rules than those in force.");
        }
        if (seen.askedAt().isAfter(now) || seen.askedAt().isBefore(now.minus(settings.previewLasts()))) {
            return again("The preview is of " + seen.askedAt() + ", which is too long ago.");
        }
        return increase(account, seen, current);
    }

    private Optional<Outcome> increase(AccountId account, Preview seen, RuleSet current) {
        Preview today = simulator.simulate(account, current, current.revision()).preview();
        return seen.saysTooLittleOf(today)
                ? again("Of " + seen.items() + " items was known, and by now " + today.items() + " would go sooner, "
                        + today.itemsAtOnce() + " of them at once.")
                : Optional.empty();
    }

    private static Optional<Outcome> again(String cause) {
        return Optional.of(new PreviewAgain(cause));
    }

    /** Approves a proposal as another person than its proposer. From here on the time runs until it takes effect. */
    public Outcome approve(AccountId account, ChangeId id, Expected expected, PersonId approver) {
        Optional<Change> looked = rows.find(account, id);
        if (looked.isEmpty()) {
            throw new IllegalArgumentException("no change " + id);
        }
        if (looked.get().proposedBy().equals(approver)) {
            return new SamePerson();
        }
        if (rows.cameAfter(approver, looked.get().proposedAt())) {
            return new Impossible(
                    "Whoever approves must have been one of the account's people when the change was proposed.");
        }
        RuleSet current = ruleSets.current(account);
        if (looked.get().ruleSet().equals(current.id())) {
            Optional<Outcome> increase = increase(account, looked.get().seen(), current);
            if (increase.isPresent()) {
                return increase.get();
            }
        }
        return transaction.execute(status -> {
            ruleSets.exclusively(account);
            Instant now = now();
            Change change = rows.find(account, id).orElseThrow();
            RuleSet rules = ruleSets.current(account);
            if (!expected.allows(change.revision())) {
                return new Outdated();
            }
            if (change.standingAt(now) != Change.Standing.PROPOSED) {
                return new Impossible("The change is " + change.standingAt(now) + ".");
            }
            if (!change.ruleSet().equals(rules.id())) {
                return new Impossible("Other rules are in force by now than the change was proposed for.");
            }
            Instant effective = now.plus(simulator.delay(account, rules, now));
            rows.approve(id, new Change.Approval(approver, now, effective));
            int classes = editions.schedule(account, rules, id.value(), now, effective);
            Map<String, String> detail = detail(change);
            detail.put("takesEffectAt", effective.toString());
            detail.put("classes", Integer.toString(classes));
            tell(account, Actor.person(approver), "rules.change-approved", detail);
            outbox.append(
                    EventType.RULES_CHANGE_SCHEDULED,
                    account,
                    Map.of(
                            "change",
                            id.toString(),
                            "items",
                            Long.toString(change.seen().items()),
                            "revision",
                            Integer.toString(change.rulesRevision()),
                            "takesEffectAt",
                            effective.toString()));
            return done(account, id);
        });
    }

    /** Takes a change back before it takes effect, approved or not. */
    public Outcome revoke(AccountId account, ChangeId id, Expected expected, String reason, Actor actor) {
        return transaction.execute(status -> {
            ruleSets.exclusively(account);
            Instant now = now();
            Change change = rows.find(account, id).orElseThrow();
            if (!expected.allows(change.revision())) {
                return new Outdated();
            }
            if (!rows.revoke(id, reason, now, actor)) {
                return new Impossible("The change is " + change.standingAt(now) + ".");
            }
            editions.revoke(account, id.value(), now);
            Map<String, String> detail = detail(change);
            detail.put("reason", reason);
            tell(account, actor, "rules.change-revoked", detail);
            if (change.approval() != null) {
                outbox.append(EventType.RULES_CHANGE_REVOKED, account, Map.of("change", id.toString()));
            }
            return done(account, id);
        });
    }

    /** The account's change; a foreign one is not found. */
    public Optional<Change> find(AccountId account, ChangeId id) {
        return rows.find(account, id);
    }

    /** Changes of an account, the newest first, older than that one where it is given. */
    public List<Change> page(AccountId account, @Nullable ChangeId before, int limit) {
        return rows.page(account, before, limit);
    }

    private Done done(AccountId account, ChangeId id) {
        return new Done(rows.find(account, id).orElseThrow());
    }

    /** As PostgreSQL keeps instants, so that what is said of one is what is done. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Map<String, String> detail(Change change) {
        return new HashMap<>(Map.of(
                "change",
                change.id().toString(),
                "revision",
                Integer.toString(change.rulesRevision()),
                "items",
                Long.toString(change.seen().items()),
                "itemsAtOnce",
                Long.toString(change.seen().itemsAtOnce())));
    }

    private void tell(AccountId account, Actor actor, String action, Map<String, String> detail) {
        trail.append(account, null, actor, action, detail);
    }
}
