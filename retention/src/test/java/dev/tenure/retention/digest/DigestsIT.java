package dev.tenure.retention.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Role;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.change.Changes;
import dev.tenure.retention.change.Preview;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.digest.Digest.Line;
import dev.tenure.retention.expiry.ExpiryWarnings;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class DigestsIT {

    private static final Instant END = Instant.parse("2026-04-27T22:00:00Z");
    /** Seven in the morning of a day in Berlin, a week before the end. */
    private static final Instant MORNING = Instant.parse("2026-04-21T05:00:00Z");

    private final RetentionWorld world;
    private final Digests digests;
    private final KeptPost post = new KeptPost();
    private final AccountId account;
    private final Person host;

    DigestsIT(RetentionWorld world) {
        this.world = world;
        this.digests = world.the(Digests.class);
        this.account = world.anAccount();
        this.host = person(account, "host@example.org");
    }

    private Person person(AccountId of, String email) {
        PeopleChange added = world.the(People.class)
                .add(of, new NewPerson(email, "Ada Host", Set.of(Role.HOST), List.of()), RetentionWorld.ACTOR);
        return ((PeopleChange.Done) added).person();
    }

    @BeforeEach
    void whatOthersLeftIsTold() {
        world.clock().set(RetentionWorld.ENDED);
        world.database()
                .sql("UPDATE person SET left_at = now() WHERE id <> :host AND left_at IS NULL")
                .param("host", host.id().value())
                .update();
    }

    private int runAt(Instant now) {
        world.clock().set(now);
        world.the(ExpiryWarnings.class).run();
        return digests.run(post);
    }

    @Test
    void tellsAWeekAheadAndADayAheadInOneLetterADay() {
        world.anItem(account, "P30D");
        assertThat(runAt(MORNING.minus(Duration.ofDays(1))))
                .as("nothing is near")
                .isZero();
        assertThat(runAt(MORNING)).isOne();
        Digest first = post.last();
        assertThat(first.recipient().email()).isEqualTo("host@example.org");
        assertThat(first.zone()).isEqualTo(RetentionWorld.BERLIN);
        assertThat(first.day()).isEqualTo(LocalDate.parse("2026-04-21"));
        assertThat(first.trashed().lines()).isEmpty();
        assertThat(first.ending().lines()).singleElement().satisfies(line -> {
            assertThat(line.meeting()).isEqualTo("Weekly");
            assertThat(line.end()).isEqualTo(END);
            assertThat(line.recordedUntil()).isEqualTo(RetentionWorld.ENDED);
            assertThat(line.kinds()).containsExactly(ItemKind.RECORDING);
            assertThat(line.items()).isOne();
        });
        assertThat(runAt(MORNING.plus(Duration.ofHours(3)))).as("the same day").isZero();
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).as("no news").isZero();
        assertThat(runAt(MORNING.plus(Duration.ofDays(6)))).as("the last day").isOne();
        assertThat(runAt(END.minusSeconds(1))).isZero();
        assertThat(post.letters()).hasSize(2);
    }

    /** They were asked to keep it for a year; from the day on which that is shortened it goes after 30 days. */
    @Test
    void tellsOfAnEndByRulesThatAreApprovedAlready() {
        RuleSets rules = world.the(RuleSets.class);
        rules.revise(account, keeping("P365D"), RetentionWorld.ACTOR);
        world.anItem(account, null);
        rules.revise(account, keeping("P30D"), RetentionWorld.ACTOR);
        world.clock().set(MORNING.minus(Duration.ofDays(3)));
        Changes changes = world.the(Changes.class);
        Preview preview =
                world.the(Simulator.class).simulate(account, keeping("P30D")).preview();
        Changes.Outcome proposed =
                changes.propose(account, Expected.ANY, preview, "less to keep", new PersonId(new UUID(0, 1)));
        Changes.Outcome approved = changes.approve(
                account, ((Changes.Done) proposed).change().id(), Expected.ANY, new PersonId(new UUID(0, 2)));
        Instant effective = Objects.requireNonNull(
                        ((Changes.Done) approved).change().approval())
                .takesEffectAt();

        assertThat(runAt(MORNING)).isOne();

        assertThat(post.last().ending().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.end()).isBetween(effective, effective.plus(Duration.ofDays(7))));
    }

    private static RuleSets.Wish keeping(String period) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                RetentionPeriod.parse(period),
                RuleSet.DEFAULT_TRASH_GRACE,
                RuleSet.DEFAULT_HOLD_COOL_OFF);
    }

    @Test
    void waitsForTheMorningOfTheAccount() {
        world.anItem(account, "P30D");
        assertThat(runAt(MORNING.minusSeconds(1))).isZero();
        assertThat(runAt(MORNING)).isOne();
    }

    @Test
    void whatAppearsLaterOnADayIsToldOnTheNextOne() {
        world.anItem(account, "P30D");
        runAt(MORNING);
        world.anItem(account, "P31D");
        world.anItem(account, "P30D");
        assertThat(runAt(MORNING.plus(Duration.ofHours(1)))).isZero();
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).isOne();
        assertThat(post.last().ending().lines())
                .extracting(Line::end)
                .containsExactly(END, END.plus(Duration.ofDays(1)));
    }

    @Test
    void itemsOfAMeetingThatGoTogetherAreOneLine() {
        world.items(account, "P30D", 3);
        runAt(MORNING);
        assertThat(post.last().ending().lines())
                .singleElement()
                .extracting(Line::items)
                .isEqualTo(3);
        assertThat(post.last().ending().items()).isEqualTo(3);
    }

    @Test
    void linesEndSomewhereAndTheRestIsCounted() {
        for (int i = 0; i < News.LINES + 2; i++) {
            world.anItem(account, "P30D");
        }
        runAt(MORNING);
        assertThat(post.last().ending().lines()).hasSize(News.LINES);
        assertThat(post.last().ending().more()).isEqualTo(2);
    }

    @Test
    void whatWasDeletedIsToldOfWithTheDayUntilWhichItComesBack() {
        Item item = world.anItem(account, "P365D");
        world.trashed(item.id(), Instant.parse("2026-04-20T10:00:00Z"));
        assertThat(runAt(MORNING)).isOne();
        assertThat(post.last().ending().lines()).isEmpty();
        assertThat(post.last().trashed().lines())
                .singleElement()
                .extracting(Line::end)
                .isEqualTo(Instant.parse("2026-05-20T10:00:00Z"));
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).as("told once").isZero();
        assertThat(runAt(Instant.parse("2026-05-14T10:00:00Z")))
                .as("a week before it is gone")
                .isOne();
        assertThat(post.last().ending().lines()).isEmpty();
        assertThat(post.last().trashed().items()).isOne();
    }

    @Test
    void whatIsDeletedAgainIsToldOfAgain() {
        Item item = world.anItem(account, "P365D");
        Trash trash = world.the(Trash.class);
        world.clock().set(MORNING.minus(Duration.ofDays(3)));
        trash.put(item, RetentionWorld.ACTOR);
        assertThat(runAt(MORNING)).isOne();
        trash.restore(world.the(item.id()), RetentionWorld.ACTOR);
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).isZero();
        trash.put(world.the(item.id()), RetentionWorld.ACTOR);
        assertThat(runAt(MORNING.plus(Duration.ofDays(2)))).isOne();
    }

    @Test
    void saysNothingOfWhatWasExtendedOrIsHeldMeanwhile() {
        Item extended = world.anItem(account, "P30D");
        Item held = world.anItem(account, "P30D");
        world.clock().set(MORNING.minusSeconds(60));
        world.the(ExpiryWarnings.class).run();
        classify(extended.id(), "P60D");
        world.the(Holds.class)
                .place(account, new Matter("Case", "Court 1/26", "evidence"), List.of(held.id()), RetentionWorld.ACTOR);
        world.clock().set(MORNING);
        assertThat(digests.run(post)).isZero();
        assertThat(runAt(MORNING.plus(Duration.ofDays(31)))).as("its new end").isOne();
        assertThat(post.last().ending().lines())
                .singleElement()
                .extracting(Line::end)
                .isEqualTo(Instant.parse("2026-05-27T22:00:00Z"));
    }

    private void classify(ItemId item, String period) {
        if (!(world.the(Choices.class).choose(account, period, RetentionWorld.ENDED)
                instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused: " + period);
        }
        world.the(Items.class).classify(item, chosen.retentionClass(), RetentionWorld.ACTOR);
    }

    @Test
    void whatCouldNotBeSentIsToldLater() {
        world.anItem(account, "P30D");
        post.answers(new DigestPost.Unreachable("connection refused"));
        assertThat(runAt(MORNING)).isZero();
        post.answers(new DigestPost.Refused("550 no such mailbox"));
        assertThat(runAt(MORNING.plus(Duration.ofMinutes(15)))).isZero();
        assertThat(problem()).isEqualTo("550 no such mailbox");
        post.answers(new DigestPost.Taken());
        assertThat(runAt(MORNING.plus(Duration.ofMinutes(30))))
                .as("refused for today")
                .isZero();
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).isOne();
        assertThat(post.last().ending().items()).isOne();
        assertThat(problem()).isEqualTo("none");
    }

    private String problem() {
        return world.database()
                .sql("SELECT COALESCE(problem, 'none') FROM digest WHERE person_id = :host")
                .param("host", host.id().value())
                .query(String.class)
                .single();
    }

    @Test
    void anUnreachablePostIsAskedOnceAndARefusalKeepsNobodyElse() {
        for (int i = 0; i < 3; i++) {
            AccountId other = world.anAccount();
            person(other, "host@example.org");
            world.anItem(other, "P30D");
        }
        post.answers(new DigestPost.Unreachable("connection refused"));
        runAt(MORNING);
        assertThat(post.asked()).isOne();
        post.answers(new DigestPost.Refused("552 mailbox full"));
        runAt(MORNING);
        assertThat(post.asked()).isEqualTo(4);
        post.answers(new DigestPost.Taken());
        assertThat(runAt(MORNING.plus(Duration.ofDays(1)))).isEqualTo(3);
    }

    @Test
    void whereThereIsNoPostNothingCountsAsTold() {
        world.anItem(account, "P30D");
        post.works(false);
        assertThat(runAt(MORNING)).isZero();
        post.works(true);
        assertThat(runAt(MORNING.plus(Duration.ofHours(1)))).isOne();
    }

    @Test
    void theTrailSaysThatItWasSent() {
        world.anItem(account, "P30D");
        runAt(MORNING);
        assertThat(world.database()
                        .sql("SELECT count(*) FROM trail_entry WHERE account_id = :account AND action = 'digest.sent'")
                        .param("account", account.value())
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void ofItemsThatAreNobodysNobodyIsTold() {
        AccountId lonely = world.anAccount();
        world.anItem(lonely, "P30D");
        assertThat(runAt(MORNING)).isZero();
    }
}
