package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.Quarantine.Outcome;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(IngestWorld.Shared.class)
class QuarantineIT {

    private static final Actor OFFICER = Actor.person(new PersonId(UUID.randomUUID()));
    private static final int ROUNDS = 100;
    private static final byte[] CONTENT = IngestWorld.webm(1000);

    private final IngestWorld world;
    private final Machine machine;
    private final Quarantine quarantine;

    QuarantineIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
        this.quarantine = machine.the(Quarantine.class);
    }

    private Item upload(NewUpload wish, byte[] content) {
        Upload upload = machine.create(wish);
        machine.append(upload, 0, content);
        return machine.item(upload);
    }

    private Item upload(@Nullable Instant end) {
        NewUpload wish = world.aRecording(CONTENT.length);
        return upload(IngestWorld.with(wish, end, wish.notice(), null), CONTENT);
    }

    private Item now(Item item) {
        return machine.the(Items.class).find(item.id()).orElseThrow();
    }

    private Outcome correct(Item item, Instant end) {
        return quarantine.correctAnchor(item.account(), item.id(), end, "the host's calendar", Expected.ANY, OFFICER);
    }

    private Outcome waive(Item item, QuarantineCause... causes) {
        return quarantine.waive(item.account(), item.id(), Set.of(causes), "seen", Expected.ANY, OFFICER);
    }

    private List<QuarantineCause> causes(Item item) {
        return quarantine.reasons(item.id()).stream()
                .map(QuarantineReason::cause)
                .toList();
    }

    @Test
    void aNamedPersonPutsAMissingEndRight() {
        Instant end = IngestWorld.endOf(world.aRecording(1));
        Item item = upload((Instant) null);
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.anchor()).isNull();
        assertThat(causes(item)).containsExactly(QuarantineCause.ANCHOR_MISSING);

        assertThat(waive(item, QuarantineCause.ANCHOR_MISSING)).isInstanceOf(Outcome.Impossible.class);
        assertThat(correct(item, end.plus(Duration.ofDays(30)))).isInstanceOf(Outcome.Impossible.class);
        assertThat(correct(item, end.minus(Duration.ofDays(30)))).isInstanceOf(Outcome.Impossible.class);
        assertThat(now(item).state()).isEqualTo(ItemState.QUARANTINED);

        assertThat(correct(item, end)).isEqualTo(new Outcome.Settled(List.of()));
        assertThat(now(item).state()).isEqualTo(ItemState.STORED);
        assertThat(now(item).anchor()).isEqualTo(end);
        assertThat(now(item).problem()).isNull();
        assertThat(machine.the(Trail.class).of(item.account(), item.id()))
                .filteredOn(entry -> entry.action().equals("item.anchor-corrected"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo(OFFICER);
                    assertThat(entry.detail())
                            .containsEntry("anchor", end.toString())
                            .containsEntry("reason", "the host's calendar");
                });
    }

    @Test
    void neverMovesAnEndThatIsKnownToAnEarlierOne() {
        Item item = upload(world.aRecording(1).recordedUntil());
        assertThat(item.state()).isEqualTo(ItemState.STORED);
        Instant known = Objects.requireNonNull(now(item).anchor());
        assertThat(correct(item, known.minusSeconds(1))).isInstanceOf(Outcome.Impossible.class);
        assertThat(correct(item, known)).isInstanceOf(Outcome.Impossible.class);
        assertThat(now(item).anchor()).isEqualTo(known);
        assertThat(correct(item, known.plusSeconds(60))).isEqualTo(new Outcome.Settled(List.of()));
        assertThat(now(item).anchor()).isEqualTo(known.plusSeconds(60));
        assertThat(now(item).state()).isEqualTo(ItemState.STORED);
    }

    @Test
    void goesOnWhenTheLastReasonIsSettled() {
        NewUpload wish = world.aRecording(CONTENT.length);
        byte[] content = CONTENT.clone();
        content[500]++;
        Item item = upload(IngestWorld.with(wish, null, null, IngestWorld.hash(CONTENT)), content);
        assertThat(causes(item))
                .containsExactlyInAnyOrder(
                        QuarantineCause.ANCHOR_MISSING, QuarantineCause.NO_NOTICE, QuarantineCause.OTHER_BYTES);
        assertThat(item.problem()).contains("announced").contains("notice").contains("ended");

        assertThat(waive(item, QuarantineCause.OTHER_BYTES, QuarantineCause.UNEXPECTED_CONTENT))
                .isInstanceOf(Outcome.Impossible.class);
        assertThat(causes(item)).hasSize(3);
        assertThat(waive(item, QuarantineCause.OTHER_BYTES)).isInstanceOf(Outcome.Settled.class);
        assertThat(now(item).problem()).doesNotContain("announced").contains("notice");
        Instant end = IngestWorld.endOf(wish);
        assertThat(correct(item, end)).isInstanceOf(Outcome.Settled.class);
        assertThat(now(item).state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(waive(item, QuarantineCause.NO_NOTICE)).isEqualTo(new Outcome.Settled(List.of()));
        assertThat(now(item).state()).isEqualTo(ItemState.STORED);
        assertThat(waive(item, QuarantineCause.NO_NOTICE)).isInstanceOf(Outcome.Impossible.class);
    }

    @Test
    void changesOnlyWhatSomebodyLookedAt() {
        Item item = upload((Instant) null);
        Instant end = IngestWorld.endOf(world.aRecording(1));
        Expected other = new Expected(Set.of(item.revision() + 1));
        assertThat(quarantine.correctAnchor(item.account(), item.id(), end, "r", other, OFFICER))
                .isEqualTo(new Outcome.Outdated());
        assertThat(now(item).anchor()).isNull();
    }

    @Test
    void endsOfOneMeetingAreCorrectedAtOnce() throws Exception {
        NewUpload wish = world.aRecording(CONTENT.length);
        Item first = upload(wish, CONTENT);
        Item second = upload(wish, CONTENT);
        assertThat(second.meeting()).isEqualTo(first.meeting());
        Instant end = IngestWorld.endOf(wish);
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            for (int round = 1; round <= ROUNDS; round++) {
                Instant later = end.plusSeconds(round);
                Future<Outcome> one = workers.submit(() -> correct(first, later));
                Future<Outcome> other = workers.submit(() -> correct(second, later));
                assertThat(one.get()).isEqualTo(new Outcome.Settled(List.of()));
                assertThat(other.get()).isEqualTo(new Outcome.Settled(List.of()));
            }
        }
        assertThat(now(first).anchor())
                .isEqualTo(end.plusSeconds(ROUNDS))
                .isEqualTo(now(second).anchor());
    }

    @Test
    void keepsAForeignItemAsItIs() {
        Item item = upload((Instant) null);
        AccountId stranger = world.anAccount();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quarantine.waive(
                        stranger, item.id(), Set.of(QuarantineCause.NO_NOTICE), "r", Expected.ANY, OFFICER));
        assertThat(causes(item)).hasSize(1);
    }
}
