package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.retention.Decision;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Destruction;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.policy.Choices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

/** What a hold asks for is kept: what there is, what comes, and what only a look at the last moment shows. */
@ExtendWith(RetentionWorld.Shared.class)
class HoldScopeIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");
    private static final Instant ENDED = RetentionWorld.ENDED;

    private final RetentionWorld world;
    private final Holds holds;
    private final AccountId account;

    HoldScopeIT(RetentionWorld world) {
        this.world = world;
        this.holds = world.the(Holds.class);
        this.account = world.anAccount();
    }

    @Test
    void allThatIsAskedForMustFit() {
        ItemId hers = recording("m1", "Judge@Example.org", "ada@example.org", ENDED);
        ItemId others = recording("m2", "other@example.org", "ada@example.org", ENDED);
        ItemId early = recording("m3", "judge@example.org", "bob@example.org", ENDED.minusSeconds(86_400));

        assertThat(matched(query("judge@EXAMPLE.org", null, null, null, null))).containsExactlyInAnyOrder(hers, early);
        assertThat(matched(query(null, "ADA@example.org", null, null, null))).containsExactlyInAnyOrder(hers, others);
        // Whoever held the meeting took part in it.
        assertThat(matched(query(null, "other@example.org", null, null, null))).containsExactly(others);
        assertThat(matched(query(null, null, "m2", null, null))).containsExactly(others);
        assertThat(matched(query(null, null, "M2", null, null))).isEmpty();
        assertThat(matched(query("judge@example.org", null, null, ENDED, null))).containsExactly(hers);
        assertThat(matched(query("judge@example.org", null, null, null, ENDED))).containsExactly(early);
        assertThat(matched(query("judge@example.org", "bob@example.org", "m1", null, null)))
                .isEmpty();
        assertThat(matched(HoldQuery.ofWholeAccount())).containsExactlyInAnyOrder(hers, others, early);
    }

    @Test
    void aPersonIsAskedForByAnyOfTheirNames() {
        UUID person = UUID.randomUUID();
        world.database()
                .sql(
                        "INSERT INTO person (id, account_id, email, name, roles) VALUES (:id, :account, 'ada@example.org', 'Ada', '{}')")
                .param("id", person)
                .param("account", account.value())
                .update();
        ItemId item = recording("m1", "zoom-user-7", "bob@example.org", ENDED);
        assertThat(matched(query("ada@example.org", null, null, null, null))).isEmpty();
        HoldId hold = place(List.of(), query("ada@example.org", null, null, null, null))
                .hold();

        world.database()
                .sql("INSERT INTO person_alias (account_id, alias, person_id) VALUES (:account, 'zoom-user-7', :id)")
                .param("id", person)
                .param("account", account.value())
                .update();
        catchUp();

        assertThat(covered(hold)).containsExactly(item);
        assertThat(matched(query("Zoom-User-7", null, null, null, null))).containsExactly(item);
    }

    @Test
    void aQueryAndAListAddUpAndEachItemCountsOnce() {
        ItemId asked = recording("m1", "judge@example.org", "a@example.org", ENDED);
        ItemId companion = companion(asked);
        ItemId listed = recording("m2", "other@example.org", "a@example.org", ENDED);
        Placement placed = place(List.of(listed, asked), query("judge@example.org", null, null, null, null));
        assertThat(placed.preserved().first()).containsExactlyInAnyOrder(asked, companion, listed);
        assertThat(placed.preserved().count()).isEqualTo(3);
        assertThat(List.of(asked, companion, listed))
                .allMatch(item -> world.the(item).holdCount() == 1);
    }

    @Test
    void whatComesLaterIsUnderTheHoldWhenItIsAnnounced() {
        HoldId hold = place(List.of(), query("judge@example.org", null, null, null, null))
                .hold();
        ItemId late = recording("m1", "judge@example.org", "a@example.org", ENDED);
        ItemId companion = companion(late);
        ItemId foreign = recording("m2", "other@example.org", "a@example.org", ENDED);

        assertThat(covered(hold)).containsExactlyInAnyOrder(late, companion);
        assertThat(world.the(late).holdCount()).isEqualTo(1);
        assertThat(world.the(companion).holdCount()).isEqualTo(1);
        assertThat(world.the(foreign).holdCount()).isZero();
    }

    @Test
    void aRecordingInTimeTakesWhatElseIsKeptOfItsMeetingAlong() {
        MeetingId meeting = meeting("m1", "host@example.org", "a@example.org");
        ItemId early = announce(meeting, ItemKind.CHAT, ENDED.minusSeconds(90_000));
        HoldId hold = place(List.of(), query(null, null, null, ENDED, null)).hold();
        assertThat(covered(hold)).isEmpty();
        ItemId recording = announce(meeting, ItemKind.RECORDING, ENDED);
        assertThat(covered(hold)).containsExactlyInAnyOrder(early, recording);
    }

    @Test
    void whatIsCorrectedIsBoundWithTheNextLook() {
        ItemId item = recording("m1", "wrong@example.org", "a@example.org", ENDED);
        HoldId byHost = place(List.of(), query("judge@example.org", null, null, null, null))
                .hold();
        HoldId byGuest = place(List.of(), query(null, "late@example.org", null, null, null))
                .hold();
        HoldId byEnd = place(List.of(), query(null, null, null, ENDED.plusSeconds(1), null))
                .hold();
        assertThat(world.the(item).holdCount()).isZero();

        host(item, "judge@example.org");
        world.database()
                .sql(
                        "INSERT INTO participant (meeting_id, ordinal, display_name, email) VALUES (:meeting, 9, 'Late', 'late@example.org')")
                .param("meeting", world.the(item).meeting().value())
                .update();
        world.the(ItemFacts.class).anchor(item, ENDED.plusSeconds(60), "it went on", RetentionWorld.ACTOR);
        catchUp();

        assertThat(List.of(byHost, byGuest, byEnd))
                .allSatisfy(hold -> assertThat(covered(hold)).containsExactly(item));
        assertThat(world.the(item).holdCount()).isEqualTo(3);
    }

    @Test
    void theDestructionItselfAsksTheQuery() {
        ItemId item = recording("m1", "wrong@example.org", "a@example.org", ENDED);
        HoldId hold = place(List.of(), query("judge@example.org", null, null, null, null))
                .hold();
        host(item, "judge@example.org");

        // Nobody has bound it yet: explained by the query, and kept by it.
        assertThat(world.the(item).holdCount()).isZero();
        assertThat(world.the(ItemDecisions.class)
                        .explain(world.the(item))
                        .orElseThrow()
                        .standing())
                .isEqualTo(Decision.Standing.HELD);
        assertThat(world.the(Destruction.class).begin(item)).isInstanceOf(Destruction.Kept.class);
        assertThat(world.hasKey(item)).isTrue();
        assertThat(covered(hold)).containsExactly(item);
        assertThat(world.the(item).holdCount()).isEqualTo(1);
    }

    @Test
    void theTrashIsNoWayAroundAHold() {
        ItemId item = recording("m1", "judge@example.org", "a@example.org", ENDED);
        world.trashed(item, ENDED);
        place(List.of(), query("judge@example.org", null, null, null, null));
        assertThat(world.the(Sweep.class).run().destroyed()).doesNotContain(item);
        assertThat(world.the(item).state()).isEqualTo(ItemState.TRASHED);
        assertThat(world.hasKey(item)).isTrue();
    }

    @Test
    void whatWasPutOffIsDoneAfterTheCoolOff() {
        ItemId expired = recording("m1", "judge@example.org", "a@example.org", ENDED);
        ItemId trashed = recording("m2", "judge@example.org", "a@example.org", ENDED);
        world.trashed(trashed, ENDED);
        HoldId hold = place(List.of(), query("judge@example.org", null, null, null, null))
                .hold();
        ItemId unbound = recording("m3", "wrong@example.org", "a@example.org", ENDED);
        host(unbound, "judge@example.org");
        Sweep sweep = world.the(Sweep.class);
        assertThat(sweep.run().destroyed()).doesNotContain(expired, trashed, unbound);

        assertThat(holds.release(account, hold, "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        ItemId late = recording("m4", "judge@example.org", "a@example.org", ENDED);
        assertThat(world.the(late).holdCount()).isZero();
        assertThat(sweep.run().destroyed()).doesNotContain(expired, trashed, unbound, late);
        world.clock().advance(Duration.ofDays(30));
        assertThat(sweep.run().destroyed()).doesNotContain(expired, trashed, unbound, late);
        world.clock().advance(RetentionWorld.SKEW.plusMillis(1));
        // Nobody asked for it again: what was due all along goes by itself.
        assertThat(sweep.run().destroyed()).contains(expired, trashed, unbound, late);
        assertThat(holds.find(account, hold)).isPresent();
        assertThat(covered(hold)).contains(expired, trashed, unbound, late);
    }

    @Test
    void whatWasGoneBeforeIsToldOfAndCounted() {
        ItemId gone = recording("m1", "judge@example.org", "a@example.org", ENDED);
        ItemId going = recording("m2", "judge@example.org", "a@example.org", ENDED);
        ItemId there = recording("m3", "judge@example.org", "a@example.org", ENDED);
        assertThat(world.the(Destruction.class).begin(gone)).isInstanceOf(Destruction.Begun.class);
        assertThat(world.the(Destruction.class).begin(going)).isInstanceOf(Destruction.Begun.class);
        world.force(gone, ItemState.PURGED);

        HoldQuery query = query("judge@example.org", null, null, null, null);
        var preview = holds.preview(account, List.of(), query, 9);
        Placement placed = place(List.of(), query);

        assertThat(placed.destroyed().first()).containsExactly(gone);
        assertThat(placed.inDestruction().first()).containsExactly(going);
        assertThat(placed.preserved().first()).containsExactly(there);
        assertThat(preview)
                .containsEntry(Outcome.DESTROYED, placed.destroyed())
                .containsEntry(Outcome.IN_DESTRUCTION, placed.inDestruction())
                .containsEntry(Outcome.PRESERVED, placed.preserved());
        assertThat(holds.items(account, placed.hold(), Outcome.DESTROYED, null, 9))
                .containsExactly(gone);
        assertThat(holds.items(account, placed.hold(), Outcome.IN_DESTRUCTION, null, 9))
                .containsExactly(going);
    }

    @Test
    void aPreviewPlacesNothing() {
        ItemId item = recording("m1", "judge@example.org", "a@example.org", ENDED);
        assertThat(holds.preview(account, List.of(item), HoldQuery.ofWholeAccount(), 0))
                .containsEntry(Outcome.PRESERVED, new Placement.Items(1, List.of()));
        assertThat(holds.page(account, null, 9)).isEmpty();
        assertThat(world.the(item).holdCount()).isZero();
    }

    @Test
    void thousandsOfItemsAreCoveredAtOnce() {
        ItemId one = recording("m1", "judge@example.org", "a@example.org", ENDED);
        world.database().sql("""
                        INSERT INTO item (id, account_id, meeting_id, kind, state, anchor, retention_class, file_name)
                        SELECT gen_random_uuid(), account_id, meeting_id, kind, state, anchor, retention_class, file_name
                          FROM item, generate_series(1, 5999) WHERE id = :one
                        """).param("one", one.value()).update();
        Placement placed = place(List.of(), query("judge@example.org", null, null, null, null));
        assertThat(placed.preserved().count()).isEqualTo(6_000);
        assertThat(placed.preserved().first()).hasSize(Placement.MAX_NAMED);
        assertThat(counting("hold_count = 1")).isEqualTo(6_000);
        assertThat(counting("EXISTS (SELECT FROM trail_entry WHERE item_id = item.id AND action = 'item.held')"))
                .isEqualTo(6_000);
        assertThat(holds.release(account, placed.hold(), "settled", RetentionWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        assertThat(counting("hold_count = 0 AND cool_off_until IS NOT NULL")).isEqualTo(6_000);
    }

    private long counting(String condition) {
        return world.database()
                .sql("SELECT count(*) FROM item WHERE account_id = :account AND " + condition)
                .param("account", account.value())
                .query(Long.class)
                .single();
    }

    @Test
    void otherAccountsAreOutOfReach() {
        ItemId mine = recording("m1", "judge@example.org", "a@example.org", ENDED);
        Placement placed = holds.place(
                world.anAccount(),
                MATTER,
                List.of(),
                query("judge@example.org", null, null, null, null),
                RetentionWorld.ACTOR);
        assertThat(placed.preserved().count()).isZero();
        assertThat(world.the(mine).holdCount()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holds.place(world.anAccount(), MATTER, List.of(mine), RetentionWorld.ACTOR));
    }

    private void host(ItemId item, String host) {
        world.database()
                .sql("UPDATE meeting SET host = :host WHERE id = :id")
                .param("host", host)
                .param("id", world.the(item).meeting().value())
                .update();
    }

    private void catchUp() {
        Covering covering = world.the(Covering.class);
        while (covering.catchUp(100) > 0) {
            // More of other tests may be waiting.
        }
    }

    private List<ItemId> matched(HoldQuery query) {
        Placement.@Nullable Items found =
                holds.preview(account, List.of(), query, 9).get(Outcome.PRESERVED);
        return found == null ? List.of() : found.first();
    }

    private List<ItemId> covered(HoldId hold) {
        return holds.items(account, hold, null, 99);
    }

    private Placement place(List<ItemId> listed, @Nullable HoldQuery query) {
        return holds.place(account, MATTER, listed, query, RetentionWorld.ACTOR);
    }

    private static HoldQuery query(
            @Nullable String host,
            @Nullable String participant,
            @Nullable String meeting,
            @Nullable Instant from,
            @Nullable Instant before) {
        return new HoldQuery(false, host, participant, meeting, from, before);
    }

    private MeetingId meeting(String externalId, String host, String participant) {
        return world.the(Meetings.class)
                .register(
                        account,
                        new NewMeeting(
                                externalId,
                                "Weekly",
                                ENDED.minusSeconds(100_000),
                                ENDED,
                                RetentionWorld.BERLIN,
                                host,
                                List.of(new Meeting.Participant("Guest", participant))))
                .id();
    }

    private ItemId recording(String externalId, String host, String participant, Instant ended) {
        return announce(meeting(externalId, host, participant), ItemKind.RECORDING, ended);
    }

    private ItemId companion(ItemId recording) {
        Item of = world.the(recording);
        return announce(of.meeting(), ItemKind.CHAT, ENDED);
    }

    private ItemId announce(MeetingId meeting, ItemKind kind, Instant ended) {
        if (!(world.the(Choices.class).choose(account, "P30D", ended) instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused");
        }
        var key = world.the(Items.class).freshKey(account);
        NewItem wish = new NewItem(account, meeting, kind, ended, chosen.retentionClass(), null, null, "talk.webm");
        ItemId id = world.the(TransactionTemplate.class)
                .execute(status -> world.the(Items.class).announce(wish, key, RetentionWorld.ACTOR))
                .id();
        world.force(id, ItemState.READY);
        return id;
    }
}
