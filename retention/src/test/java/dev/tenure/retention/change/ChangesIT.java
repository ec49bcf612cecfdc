package dev.tenure.retention.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Outlook;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataIntegrityViolationException;

@ExtendWith(RetentionWorld.Shared.class)
class ChangesIT {

    private static final Instant DECIDED = Instant.parse("2026-06-01T09:00:00Z");
    private static final Instant EFFECTIVE = Instant.parse("2026-06-08T09:00:00Z");
    private static final Duration SKEW = RetentionWorld.SKEW;
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId OLGA = new PersonId(new UUID(0, 2));
    private static final RuleSets.Wish A_YEAR = wish(null, null, "P365D");
    private static final RuleSets.Wish THIRTY_DAYS = wish(null, null, "P30D");

    private final RetentionWorld world;
    private final Changes changes;
    private final Simulator simulator;
    private final RuleSets ruleSets;
    private final Sweep sweep;

    ChangesIT(RetentionWorld world) {
        this.world = world;
        this.changes = world.the(Changes.class);
        this.simulator = world.the(Simulator.class);
        this.ruleSets = world.the(RuleSets.class);
        this.sweep = world.the(Sweep.class);
        world.clock().set(DECIDED);
    }

    /** 365 days become 30 for what is there, with a delay of seven days: what is overdue by that becomes due on 8 June at nine, and is taken then. */
    @Test
    void whatAShorteningMakesOverdueGoesWhenItTakesEffectAndNotBefore() {
        AccountId account = anAccount(A_YEAR);
        Item item = world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        assertThat(goAt(item)).isEqualTo("2027-03-28T22:00:00Z");

        Change change = approved(account, THIRTY_DAYS);
        assertThat(approval(change).takesEffectAt()).isEqualTo(EFFECTIVE);
        world.clock().set(EFFECTIVE.minusNanos(1000));
        assertThat(goAt(item)).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(sweep.run().destroyed()).isEmpty();
        world.clock().set(EFFECTIVE);
        assertThat(goAt(item)).isEqualTo("2026-06-08T09:00:00Z");
        assertThat(sweep.plan()).doesNotContainKey(item.id());
        world.clock().set(EFFECTIVE.plus(SKEW));
        assertThat(sweep.run().destroyed()).containsExactly(item.id());
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.DESTROYING);
        assertThat(changes.find(account, change.id()).orElseThrow().standingAt(EFFECTIVE))
                .isEqualTo(Change.Standing.IN_FORCE);
        assertThat(trail(account)).contains("rules.revised", "rules.change-proposed", "rules.change-approved");
    }

    @Test
    void whatIsRevokedNeverTakesEffect() {
        AccountId account = anAccount(A_YEAR);
        Item item = world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        Change change = approved(account, THIRTY_DAYS);
        world.clock().set(EFFECTIVE.minusSeconds(1));
        Change revoked = done(changes.revoke(account, change.id(), seen(change), "not now", Actor.person(OLGA)));
        assertThat(revoked.standingAt(EFFECTIVE)).isEqualTo(Change.Standing.REVOKED);
        world.clock().set(EFFECTIVE.plus(SKEW));
        assertThat(goAt(item)).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(sweep.run().destroyed()).isEmpty();
        assertThat(changes.revoke(account, change.id(), Expected.ANY, "again", Actor.person(OLGA)))
                .isInstanceOf(Changes.Impossible.class);
        assertThat(trail(account)).contains("rules.change-revoked");
    }

    @Test
    void whatIsInForceIsNotRevoked() {
        AccountId account = anAccount(A_YEAR);
        world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        Change change = approved(account, THIRTY_DAYS);
        world.clock().set(EFFECTIVE);
        assertThat(changes.revoke(account, change.id(), Expected.ANY, "too late", Actor.person(OLGA)))
                .isInstanceOf(Changes.Impossible.class);
    }

    @Test
    void rulesThatKeepLongerWinOverAChangeThatWaits() {
        AccountId account = anAccount(A_YEAR);
        Item item = world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        approved(account, THIRTY_DAYS);
        world.clock().set(DECIDED.plusSeconds(3600));
        ruleSets.revise(account, wish("P2Y", null, "P2Y"), RetentionWorld.ACTOR);
        assertThat(goAt(item)).isEqualTo("2028-03-28T22:00:00Z");
        world.clock().set(EFFECTIVE.plus(SKEW));
        assertThat(goAt(item)).isEqualTo("2028-03-28T22:00:00Z");
        assertThat(sweep.run().destroyed()).isEmpty();
    }

    @Test
    void whatIsSetBackBeforeItTakesEffectStaysAsItWas() {
        AccountId account = anAccount(A_YEAR);
        Item item = world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        approved(account, THIRTY_DAYS);
        ruleSets.revise(account, A_YEAR, RetentionWorld.ACTOR);
        world.clock().set(EFFECTIVE.plus(SKEW));
        assertThat(goAt(item)).isEqualTo("2027-03-28T22:00:00Z");
    }

    @Test
    void anExtensionCancelsWhatWasDueAndNotYetTaken() {
        AccountId account = anAccount(THIRTY_DAYS);
        Item item = world.anItem(account, null);
        assertThat(sweep.plan()).containsKey(item.id());
        ruleSets.revise(account, A_YEAR, RetentionWorld.ACTOR);
        assertThat(sweep.run().destroyed()).doesNotContain(item.id());
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void aRuleThatGoesAltogetherStaysThirtyDaysForWhatItRuled() {
        AccountId account = anAccount(wish("P365D", null, "P365D"));
        Item item = world.anItem(account, "P365D");
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        Change change = approved(account, THIRTY_DAYS);
        assertThat(approval(change).takesEffectAt()).isEqualTo(DECIDED.plus(Duration.ofDays(30)));
        world.clock().set(DECIDED.plus(Duration.ofDays(30)).minusNanos(1000));
        assertThat(world.the(ItemDecisions.class)
                        .decide(item)
                        .orElseThrow()
                        .bounds()
                        .floor())
                .hasToString("2027-03-28T22:00:00Z");
    }

    @Test
    void oneWhoProposesDoesNotApproveAndTheTableRefusesItToo() {
        AccountId account = anAccount(A_YEAR);
        world.anItem(account, null);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        Change change = proposed(account, THIRTY_DAYS);
        assertThat(changes.approve(account, change.id(), seen(change), ADA)).isInstanceOf(Changes.SamePerson.class);
        assertThatThrownBy(() -> world.database()
                        .sql("UPDATE rule_change SET approved_by = proposed_by, approved_at = proposed_at,"
                                + " takes_effect_at = proposed_at + interval '8 days' WHERE id = :id")
                        .param("id", change.id().value())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> world.database()
                        .sql("UPDATE rule_change SET approved_by = gen_random_uuid(), approved_at = proposed_at,"
                                + " takes_effect_at = proposed_at + interval '6 days' WHERE id = :id")
                        .param("id", change.id().value())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(changes.approve(account, change.id(), new Expected(Set.of(7L)), OLGA))
                .isInstanceOf(Changes.Outdated.class);
        assertThat(changes.propose(account, Expected.ANY, preview(account, THIRTY_DAYS), "twice", ADA))
                .isInstanceOf(Changes.Impossible.class);
        ruleSets.revise(account, wish(null, null, "P20D"), RetentionWorld.ACTOR);
        assertThat(changes.approve(account, change.id(), seen(change), OLGA)).isInstanceOf(Changes.Impossible.class);
    }

    /** Revised while the clock was an hour ahead, and again once it was right: the second revision counts, although it bears an earlier time. */
    @Test
    void aRevisionCountsAfterOneThatAWrongClockDatedLater() {
        AccountId account = anAccount(THIRTY_DAYS);
        Item item = world.anItem(account, null);
        world.clock().set(DECIDED.plus(Duration.ofHours(1)));
        ruleSets.revise(account, wish(null, null, "P60D"), RetentionWorld.ACTOR);
        world.clock().set(DECIDED);
        ruleSets.revise(account, wish(null, null, "P90D"), RetentionWorld.ACTOR);
        assertThat(goAt(item)).as("at once").isEqualTo("2026-06-26T22:00:00Z");

        world.clock().set(DECIDED.plus(Duration.ofHours(2)));

        assertThat(goAt(item)).isEqualTo("2026-06-26T22:00:00Z");
    }

    @Test
    void whatWasPreviewedIsWhatIsProposedAndApproved() {
        AccountId account = anAccount(A_YEAR);
        world.items(account, null, 3);
        Preview seen = preview(account, THIRTY_DAYS);
        assertThat(changes.propose(account, Expected.ANY, seen, "other rules", ADA))
                .isInstanceOf(Changes.PreviewAgain.class);
        // Their own rules are a year still: what came before the revision would go sooner, and so may more than was
        // seen.
        world.items(account, null, 1);
        ruleSets.revise(account, THIRTY_DAYS, RetentionWorld.ACTOR);
        assertThat(changes.propose(account, Expected.ANY, seen, "one more", ADA))
                .isInstanceOf(Changes.PreviewAgain.class);
        Preview again = preview(account, THIRTY_DAYS);
        Preview altered = new Preview(again.askedAt(), 9, again.bytes(), again.itemsAtOnce(), again.digest());
        assertThat(changes.propose(account, Expected.ANY, altered, "altered", ADA))
                .isInstanceOf(Changes.PreviewAgain.class);
        assertThat(changes.propose(account, new Expected(Set.of(1L)), again, "of others", ADA))
                .isInstanceOf(Changes.Outdated.class);
        world.clock().set(DECIDED.plus(Duration.ofHours(25)));
        assertThat(changes.propose(account, Expected.ANY, again, "too old", ADA))
                .isInstanceOf(Changes.PreviewAgain.class);
    }

    @Test
    void anExplanationShowsWhatComesAndWhatWas() {
        AccountId account = anAccount(wish("P10D", null, "P365D"));
        Item item = world.anItem(account, null);
        ruleSets.revise(account, wish("P10D", null, "P30D"), RetentionWorld.ACTOR);
        approved(account, wish("P10D", null, "P30D"));
        ItemDecisions decisions = world.the(ItemDecisions.class);
        Outlook now = decisions.outlook(item, DECIDED).orElseThrow();
        assertThat(now.explanation().decision().goAt()).hasToString("2027-03-28T22:00:00Z");
        assertThat(now.coming()).singleElement().satisfies(coming -> {
            assertThat(coming.from()).isEqualTo(EFFECTIVE);
            assertThat(coming.decision().destroyAt()).hasToString("2026-06-08T09:00:00Z");
        });
        assertThat(now.explanation().sentences().get(1)).contains("8 June 2026 11:00", "unless that is revoked");
        assertThat(now.ifReleased()).extracting(Outlook.Released::what).containsExactly("ACCOUNT_MIN");
        Outlook then = decisions.outlook(item, EFFECTIVE.plusSeconds(60)).orElseThrow();
        assertThat(then.explanation().standing()).isEqualTo(Standing.DUE);
        assertThat(then.coming()).isEmpty();
        world.clock().set(EFFECTIVE.plusSeconds(60));
        assertThat(decisions
                        .outlook(item, DECIDED.minusNanos(1000))
                        .orElseThrow()
                        .coming())
                .isEmpty();
        assertThat(decisions.outlook(item, DECIDED).orElseThrow().explanation().decision())
                .isEqualTo(now.explanation().decision());
    }

    /** What an item was ruled by is noted when that changes, by the database's own clock. */
    @Test
    void anExplanationOfThePastIsByTheClassAndTheHoldsOfThen() {
        AccountId account = anAccount(A_YEAR);
        Item item = world.anItem(account, "P30D");
        Instant before = databaseNow();
        world.clock().set(before);
        world.the(Choices.class).change(account, item.id(), "P60D", RetentionWorld.ACTOR);
        Instant between = databaseNow();
        world.clock().set(between.plusSeconds(5));
        world.the(Holds.class)
                .place(account, new Matter("Case", "Court", "r"), List.of(item.id()), RetentionWorld.ACTOR);
        ItemDecisions decisions = world.the(ItemDecisions.class);
        Item changed = world.the(item.id());
        assertThat(decisions
                        .outlook(changed, before)
                        .orElseThrow()
                        .explanation()
                        .decision()
                        .goAt())
                .hasToString("2026-04-27T22:00:00Z");
        Outlook then = decisions.outlook(changed, between).orElseThrow();
        assertThat(then.explanation().decision().goAt()).hasToString("2026-05-27T22:00:00Z");
        assertThat(then.explanation().decision().heldUntil()).isNull();
        Outlook now = decisions.outlook(changed, between.plusSeconds(6)).orElseThrow();
        assertThat(now.explanation().standing()).isEqualTo(Standing.HELD);
        assertThat(now.ifReleased()).extracting(Outlook.Released::what).containsExactly("HOLDS");
    }

    private Instant databaseNow() {
        return world.database()
                .sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private AccountId anAccount(RuleSets.Wish wish) {
        AccountId account = world.anAccount();
        ruleSets.revise(account, wish, RetentionWorld.ACTOR);
        return account;
    }

    private static RuleSets.Wish wish(
            @Nullable String minimum, @Nullable String maximum, @Nullable String hostDefault) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RetentionWorld.range(minimum, maximum),
                RuleSet.Range.OPEN,
                hostDefault == null ? null : RetentionPeriod.parse(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30));
    }

    private Preview preview(AccountId account, RuleSets.Wish wish) {
        return simulator.simulate(account, wish).preview();
    }

    private Change proposed(AccountId account, RuleSets.Wish wish) {
        return done(changes.propose(account, Expected.ANY, preview(account, wish), "less to keep", ADA));
    }

    private Change approved(AccountId account, RuleSets.Wish wish) {
        Change change = proposed(account, wish);
        return done(changes.approve(account, change.id(), seen(change), OLGA));
    }

    private static Expected seen(Change change) {
        return new Expected(Set.of(change.revision()));
    }

    private static Change.Approval approval(Change change) {
        return Objects.requireNonNull(change.approval());
    }

    private static Change done(Changes.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Changes.Done.class);
        return ((Changes.Done) outcome).change();
    }

    private String goAt(Item item) {
        return world.the(ItemDecisions.class).decide(item).orElseThrow().goAt().toString();
    }

    private List<String> trail(AccountId account) {
        return world.the(Trail.class).page(account, null, 100).stream()
                .map(Trail.Entry::action)
                .toList();
    }
}
