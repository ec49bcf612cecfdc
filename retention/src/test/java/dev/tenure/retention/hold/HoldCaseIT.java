package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.PersonId;
import dev.tenure.retention.Decision.Standing;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.decision.ItemDecisions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people decide about a hold as a case. */
@ExtendWith(RetentionWorld.Shared.class)
class HoldCaseIT {

    private final RetentionWorld world;
    private final Holds holds;
    private final AccountId account;

    HoldCaseIT(RetentionWorld world) {
        this.world = world;
        this.holds = world.the(Holds.class);
        this.account = world.anAccount();
    }

    @Test
    void aSensitiveHoldIsReleasedByAnotherPerson() {
        Actor placer = Actor.person(new PersonId(UUID.randomUUID()));
        Matter sensitive = new Matter("t", "a", "r", "Az. 7", null, null, null, true);
        HoldId hold = holds.place(account, sensitive, List.of(), placer).hold();
        assertThat(holds.release(account, hold, "settled", placer)).isEqualTo(Holds.Release.NEEDS_ANOTHER_PERSON);
        assertThat(holds.release(account, hold, "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.NEEDS_ANOTHER_PERSON);
        assertThat(holds.find(account, hold).orElseThrow().release()).isNull();
        assertThat(holds.release(account, hold, "settled", Actor.person(new PersonId(UUID.randomUUID()))))
                .isEqualTo(Holds.Release.RELEASED);
    }

    @Test
    void aHoldThatIsReleasedByAClockThatWentBackEndsWhenItBegan() {
        Item item = world.anItem(account, "P30D");
        HoldId hold = holds.place(account, new Matter("t", "a", "r"), List.of(item.id()), RetentionWorld.ACTOR)
                .hold();
        Instant placed = world.clock().instant();
        world.clock().advance(Duration.ofDays(-3));
        assertThat(holds.release(account, hold, "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        assertThat(holds.find(account, hold).orElseThrow().release())
                .isNotNull()
                .extracting(Hold.Release::at)
                .isEqualTo(placed);
        assertThat(world.the(ItemDecisions.class)
                        .explain(world.the(item.id()))
                        .orElseThrow()
                        .standing())
                .isEqualTo(Standing.HELD);
    }

    @Test
    void aReviewIsToldOfOnceWhenItsDayBegins() {
        LocalDate day = LocalDate.of(2027, 3, 1);
        Matter reviewed = new Matter("t", "a", "r", null, null, null, day, false);
        HoldId hold =
                holds.place(account, reviewed, List.of(), RetentionWorld.ACTOR).hold();
        HoldId over =
                holds.place(account, reviewed, List.of(), RetentionWorld.ACTOR).hold();
        holds.release(account, over, "settled", RetentionWorld.ACTOR);
        HoldReviews reviews = world.the(HoldReviews.class);

        world.clock().set(Instant.parse("2027-02-28T22:59:59Z"));
        reviews.tell(100);
        assertThat(told()).isEmpty();
        world.clock().set(Instant.parse("2027-02-28T23:00:00Z"));
        reviews.tell(100);
        reviews.tell(100);
        assertThat(told()).containsExactly(hold.toString());
        assertThat(holds.find(account, hold).orElseThrow().matter().reviewOn()).isEqualTo(day);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holds.place(account, reviewed, List.of(), RetentionWorld.ACTOR));
    }

    private List<String> told() {
        return world.database()
                .sql(
                        "SELECT data ->> 'hold' AS hold FROM outbox_event WHERE account_id = :account AND type = 'hold.review_due'")
                .param("account", account.value())
                .query((row, number) -> row.getString("hold"))
                .list();
    }
}
