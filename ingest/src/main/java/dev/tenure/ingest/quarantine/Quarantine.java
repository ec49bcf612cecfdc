package dev.tenure.ingest.quarantine;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Trail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps items from going on until a person has settled what speaks against it. Every act of a person is told to the trail with their reason. */
public final class Quarantine {

    private final JdbcQuarantine reasons;
    private final Items items;
    private final ItemFacts facts;
    private final Meetings meetings;
    private final Trail trail;
    private final InstantSource clock;
    private final AnchorSettings settings;
    private final TransactionOperations transaction;

    Quarantine(
            JdbcQuarantine reasons,
            Items items,
            ItemFacts facts,
            Meetings meetings,
            Trail trail,
            InstantSource clock,
            AnchorSettings settings,
            TransactionOperations transaction) {
        this.reasons = reasons;
        this.items = items;
        this.facts = facts;
        this.meetings = meetings;
        this.trail = trail;
        this.clock = clock;
        this.settings = settings;
        this.transaction = transaction;
    }

    /** Notes a reason, in the caller's transaction; the item itself is moved by the caller, now or when it is complete. */
    public void note(Item item, Meeting meeting, QuarantineReason reason) {
        reasons.add(item.id(), item.account(), meeting.externalId(), reason);
    }

    /** What still speaks against the item, the first reason first. */
    public List<QuarantineReason> reasons(ItemId item) {
        return reasons.of(item);
    }

    /** All that speaks against the item in one text; absent when nothing does. */
    public @Nullable String problem(ItemId item) {
        List<QuarantineReason> left = reasons.of(item);
        return left.isEmpty() ? null : QuarantineReason.text(left);
    }

    /** What became of an attempt to let an item go. */
    public sealed interface Outcome {

        /** Settled. The item went on if nothing is left. */
        record Settled(List<QuarantineReason> left) implements Outcome {}

        /** Nothing was changed. */
        record Impossible(String explanation) implements Outcome {}

        /** The item is another revision than those expected; nothing was changed. */
        record Outdated() implements Outcome {}
    }

    /**
     * A person takes these reasons as they are.
     *
     * @param why stays in the trail
     */
    public Outcome waive(
            AccountId account, ItemId id, Set<QuarantineCause> causes, String why, Expected expected, Actor person) {
        for (QuarantineCause cause : causes) {
            if (!cause.waivable()) {
                return new Outcome.Impossible(
                        cause == QuarantineCause.PARTS_UNREADABLE
                                ? "There is nothing yet that could go on: a part of it cannot be read."
                                : "The end of a recording must be corrected: nothing can be counted from one that is not known.");
            }
        }
        return settled(transaction.execute(status -> {
            Item item = locked(account, id);
            if (!expected.allows(item.revision())) {
                return new Outcome.Outdated();
            }
            if (item.state() != ItemState.QUARANTINED) {
                return new Outcome.Impossible("The item is " + item.state() + ", not quarantined.");
            }
            for (QuarantineCause cause : causes) {
                if (!reasons.remove(id, cause)) {
                    status.setRollbackOnly();
                    return new Outcome.Impossible("The item is not quarantined because of " + cause + ".");
                }
                trail.append(
                        account, id, person, "item.quarantine-waived", Map.of("cause", cause.name(), "reason", why));
            }
            return goOn(item, person);
        }));
    }

    /**
     * A person says when the recording ended (rule: the end is fixed once, at ingest; only a missing or impossible one is put right, or one that is
     * too early).
     *
     * @param why stays in the trail, beside the time before
     */
    public Outcome correctAnchor(
            AccountId account, ItemId id, Instant recordedUntil, String why, Expected expected, Actor person) {
        return settled(transaction.execute(status -> {
            facts.lockMeetingOf(id);
            Item item = items.find(account, id, null).orElseThrow(() -> absent(id));
            if (!expected.allows(item.revision())) {
                return new Outcome.Outdated();
            }
            Meeting meeting = meetings.find(account, item.meeting()).orElseThrow();
            Optional<QuarantineReason> doubt = Anchors.doubtOfPerson(
                    recordedUntil, meeting.startsAt(), clock.instant(), settings.clockTolerance());
            if (doubt.isPresent()) {
                return new Outcome.Impossible(doubt.get().explanation() + ".");
            }
            if (!facts.anchor(id, recordedUntil, why, person)) {
                return new Outcome.Impossible(
                        item.anchor() == null
                                ? "The item is " + item.state() + "; nothing of it can be corrected."
                                : "The end that is known, " + item.anchor()
                                        + ", is not earlier: a correction never makes an item go sooner.");
            }
            reasons.remove(id, QuarantineCause.ANCHOR_MISSING);
            reasons.remove(id, QuarantineCause.ANCHOR_IMPLAUSIBLE);
            return goOn(item, person);
        }));
    }

    /** Evidence of a notice arrived for this meeting: whatever waited for it alone goes on. In the caller's transaction. */
    public void noticed(AccountId account, String meeting, Actor actor) {
        for (ItemId id : reasons.waiting(account, meeting, QuarantineCause.NO_NOTICE)) {
            Item item = items.lock(id).orElseThrow();
            if (reasons.remove(id, QuarantineCause.NO_NOTICE)) {
                goOn(item, actor);
            }
        }
    }

    /** What was a reason is none any more: the item, whose row the caller has locked, goes on if nothing is left. In the caller's transaction. */
    public void settle(Item item, QuarantineCause cause, Actor actor) {
        reasons.remove(item.id(), cause);
        goOn(item, actor);
    }

    private Item locked(AccountId account, ItemId id) {
        return items.lock(id).filter(item -> item.account().equals(account)).orElseThrow(() -> absent(id));
    }

    private static IllegalArgumentException absent(ItemId id) {
        return new IllegalArgumentException("there is no item " + id);
    }

    private Outcome goOn(Item item, Actor actor) {
        List<QuarantineReason> left = reasons.of(item.id());
        if (left.isEmpty() && item.state() == ItemState.QUARANTINED) {
            items.move(item.id(), ItemState.QUARANTINED, ItemState.STORED, actor, null);
        } else if (!left.isEmpty()) {
            facts.keptBecause(item.id(), QuarantineReason.text(left));
        }
        return new Outcome.Settled(left);
    }

    private static Outcome settled(@Nullable Outcome outcome) {
        if (outcome == null) {
            throw new IllegalStateException("the transaction had no outcome");
        }
        return outcome;
    }
}
