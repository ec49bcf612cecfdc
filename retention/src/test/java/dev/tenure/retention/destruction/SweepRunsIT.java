package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RunReport;
import dev.tenure.retention.RunReportVerifier;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.destruction.SweepRun.Outcome;
import dev.tenure.retention.destruction.SweepRun.RunItem;
import dev.tenure.retention.destruction.SweepRun.State;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class SweepRunsIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    private final RetentionWorld world;
    private final Sweep sweep;
    private final SweepRuns runs;
    private final AccountId account;

    SweepRunsIT(RetentionWorld world) {
        this.world = world;
        this.sweep = world.the(Sweep.class);
        this.runs = world.the(SweepRuns.class);
        this.account = world.anAccount();
    }

    @Test
    void aRunIsPlannedDestroysIsProvenAndReported() {
        Item item = world.anItem(account, "P30D");
        world.anObject(item, ObjectRole.SOURCE, "source", new byte[321]);

        sweep.run();

        SweepRun run = theRun();
        assertThat(run.state()).isEqualTo(State.RUNNING);
        assertThat(run.sweptAt()).isNotNull();
        assertThat(run.plan().items()).isEqualTo(1);
        assertThat(run.plan().bytes()).isEqualTo(321);
        assertThat(run.plan().classes())
                .singleElement()
                .satisfies(one -> assertThat(one.items()).isEqualTo(1));
        assertThat(runs.report(account, run.id())).isEmpty();
        assertThat(items(run)).extracting(RunItem::outcome).containsExactly(Outcome.DESTROYED);

        prove();

        SweepRun ended = theRun();
        assertThat(ended.state()).isEqualTo(State.COMPLETED);
        assertThat(ended.proven()).isEqualTo(1);
        assertThat(items(ended)).extracting(RunItem::outcome).containsExactly(Outcome.PROVEN);
        RunReport report = report(ended);
        assertThat(report.destroyed()).singleElement().satisfies(gone -> {
            assertThat(gone.item()).isEqualTo(item.id().value());
            assertThat(gone.certificateHash())
                    .isEqualTo(Sha256.hex(world.the(Certificates.class)
                            .find(account, item.id())
                            .orElseThrow()));
        });
        assertThat(report.deferred()).isEmpty();
        assertThat(actions()).containsSubsequence("sweep.run-started", "sweep.run-ended");
    }

    @Test
    void whatStaysIsNamedWithItsCause() {
        world.anItem(account, "P30D");
        Item held = world.anItem(account, "P30D");
        Item cooling = world.anItem(account, "P30D");
        Holds holds = world.the(Holds.class);
        holds.place(account, MATTER, List.of(held.id()), RetentionWorld.ACTOR);
        var released = holds.place(account, MATTER, List.of(cooling.id()), RetentionWorld.ACTOR);
        holds.release(account, released.hold(), "settled", RetentionWorld.ACTOR);

        sweep.run();
        prove();

        SweepRun run = theRun();
        assertThat(run.state()).isEqualTo(State.COMPLETED_WITH_DEFERRALS);
        assertThat(run.plan().kept()).isEqualTo(2);
        assertThat(run.deferred()).isEqualTo(2);
        assertThat(items(run))
                .filteredOn(item -> item.outcome() == Outcome.DEFERRED)
                .extracting(RunItem::item, RunItem::cause)
                .containsExactlyInAnyOrder(
                        tuple(held.id().value(), Cause.HELD), tuple(cooling.id().value(), Cause.COOL_OFF));
        assertThat(report(run).deferrals()).isEqualTo(2);
    }

    @Test
    void whatTheStoreDoesNotDeleteIsReportedAfterAWhile() {
        Item item = world.anItem(account, "P30D");
        world.anObject(item, ObjectRole.SOURCE, "source", new byte[3]);
        ObjectKey key = world.store().listVersions(StoredObject.prefixOf(account, item.id())).stream()
                .findFirst()
                .orElseThrow()
                .key();
        world.store().lock(key);

        sweep.run();
        prove();
        assertThat(theRun().state()).isEqualTo(State.RUNNING);
        world.clock().advance(Duration.ofHours(25));
        world.the(RunClosing.class).close();

        SweepRun run = theRun();
        assertThat(run.state()).isEqualTo(State.COMPLETED_WITH_DEFERRALS);
        assertThat(report(run).deferred()).singleElement().satisfies(left -> {
            assertThat(left.cause()).isEqualTo("STORE");
            assertThat(left.unreadable()).isTrue();
        });
    }

    @Test
    void aPreviewIsAPlanThatNeverRuns() {
        Item item = world.anItem(account, "P30D");

        SweepRun preview = sweep.preview(account);

        assertThat(preview.state()).isEqualTo(State.PLANNED);
        assertThat(preview.plan().items()).isEqualTo(1);
        assertThat(items(preview)).extracting(RunItem::outcome).containsExactly(Outcome.PLANNED);
        assertThat(world.hasKey(item.id())).isTrue();
        sweep.run();
        assertThat(runs.find(account, preview.id()).orElseThrow().state()).isEqualTo(State.PLANNED);
        assertThat(runs.page(account, null, 10)).hasSize(2);
    }

    @Test
    void aPlanThatABrakeObjectsToWaitsForAPersonAndThenRuns() {
        world.items(account, "P30D", RetentionWorld.FEWEST + 1);

        sweep.run();
        sweep.run();

        SweepRun waiting = theRun();
        assertThat(waiting.state()).isEqualTo(State.PLANNED);
        assertThat(waiting.plan().objection()).isNotNull();
        world.the(SweepBrake.class)
                .release(account, world.clock().instant(), RetentionWorld.FEWEST + 1, "looked", RetentionWorld.ACTOR);
        sweep.run();
        SweepRun run = theRun();
        assertThat(run.id()).isEqualTo(waiting.id());
        assertThat(run.state()).isEqualTo(State.RUNNING);
        assertThat(run.destroyed()).isEqualTo(RetentionWorld.FEWEST + 1);
    }

    @Test
    void aRunThatAMachineLeftIsGoneOnWith() {
        List<ItemId> items = world.items(account, "P30D", 5);
        sweep.run();
        UUID run = theRun().id();
        // As if the machine had died between two pages: some are destroyed, and it still has the run.
        ItemId late = world.items(account, "P30D", 1).getFirst();
        world.database()
                .sql(
                        "UPDATE sweep_run SET swept_at = NULL, taken_by = 'dead', taken_until = clock_timestamp() + interval '1 hour'"
                                + " WHERE id = :id")
                .param("id", run)
                .update();
        sweep.run();
        assertThat(world.hasKey(late)).as("another machine has it").isTrue();
        world.database()
                .sql("UPDATE sweep_run SET taken_until = clock_timestamp() - interval '1 second' WHERE id = :id")
                .param("id", run)
                .update();

        sweep.run();
        prove();

        SweepRun ended = theRun();
        assertThat(ended.id()).isEqualTo(run);
        assertThat(ended.state()).isEqualTo(State.COMPLETED);
        assertThat(ended.proven()).isEqualTo(items.size() + 1);
    }

    @Test
    void aPausedAccountEndsWhatAMachineLeft() {
        world.items(account, "P30D", 2);
        Item held = world.anItem(account, "P30D");
        world.the(Holds.class).place(account, MATTER, List.of(held.id()), RetentionWorld.ACTOR);
        sweep.run();
        world.database()
                .sql(
                        "UPDATE sweep_run SET swept_at = NULL, deferred = 0, taken_until = clock_timestamp() - interval '1 second'"
                                + " WHERE account_id = :account")
                .param("account", account.value())
                .update();
        world.the(SweepBrake.class).pause(account, world.clock().instant(), "wait", RetentionWorld.ACTOR);

        sweep.run();
        prove();

        SweepRun run = theRun();
        assertThat(run.state()).isEqualTo(State.ABORTED);
        assertThat(run.cause()).contains("paused");
        assertThat(report(run).destroyed()).hasSize(2);
        assertThat(report(run).proven()).isEqualTo(2);
        assertThat(report(run).deferred())
                .singleElement()
                .satisfies(kept -> assertThat(kept.item()).isEqualTo(held.id().value()));
        assertThat(report(run).deferrals()).isEqualTo(1);
    }

    @Test
    void oneItemThatCannotBeJudgedStopsNoOther() {
        List<ItemId> items = world.items(account, "P30D", 20);
        ItemId broken = items.get(7);
        world.database()
                .sql("DELETE FROM item_key WHERE item_id = :id")
                .param("id", broken.value())
                .update();

        sweep.run();
        prove();

        SweepRun run = theRun();
        assertThat(run.proven()).isEqualTo(19);
        assertThat(items(run))
                .filteredOn(item -> item.outcome() == Outcome.DEFERRED)
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.item()).isEqualTo(broken.value());
                    assertThat(item.cause()).isEqualTo(Cause.FAILED);
                });
        assertThat(world.the(broken).state()).isEqualTo(ItemState.READY);
    }

    @Test
    void aForeignRunIsNone() {
        world.anItem(account, "P30D");
        sweep.run();
        AccountId other = world.anAccount();

        assertThat(runs.find(other, theRun().id())).isEmpty();
        assertThat(runs.items(other, theRun().id(), null, 10)).isEmpty();
        assertThat(runs.page(other, null, 10)).isEmpty();
    }

    private SweepRun theRun() {
        return runs.page(account, null, 10).stream()
                .filter(run -> !run.preview())
                .findFirst()
                .orElseThrow();
    }

    private List<RunItem> items(SweepRun run) {
        List<RunItem> all = new ArrayList<>();
        List<RunItem> page;
        do {
            page = runs.items(
                    account, run.id(), all.isEmpty() ? null : all.getLast().item(), 3);
            all.addAll(page);
        } while (page.size() == 3);
        return all;
    }

    private void prove() {
        Destroyer destroyer = world.the(Destroyer.class);
        destroyer.carryOn(10);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(10);
        world.the(RunClosing.class).close();
    }

    private RunReport report(SweepRun run) {
        String signed = runs.report(account, run.id()).orElseThrow();
        return ((RunReportVerifier.Verdict.Valid)
                        RunReportVerifier.ofAnyKey().verify(signed.getBytes(StandardCharsets.UTF_8)))
                .report();
    }

    private List<String> actions() {
        return world.the(Trail.class).page(account, null, 100).stream()
                .map(Trail.Entry::action)
                .toList();
    }
}
