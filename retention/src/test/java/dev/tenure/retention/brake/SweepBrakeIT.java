package dev.tenure.retention.brake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.destruction.SweepReport;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class SweepBrakeIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    private final RetentionWorld world;
    private final Sweep sweep;
    private final SweepBrake brake;

    SweepBrakeIT(RetentionWorld world) {
        this.world = world;
        this.sweep = world.the(Sweep.class);
        this.brake = world.the(SweepBrake.class);
    }

    @AfterEach
    void believeTheClockAgain() {
        world.database().sql("DELETE FROM sweep_clock").update();
    }

    @Test
    void asksBeforeItTakesMostOfAnAccountAtOnceAndTakesOthersMeanwhile() {
        AccountId large = world.anAccount();
        AccountId small = world.anAccount();
        List<ItemId> many = items(large, RetentionWorld.FEWEST + 1);
        List<ItemId> few = items(small, RetentionWorld.FEWEST);

        SweepReport report = sweep.run();

        assertThat(report.destroyed()).containsExactlyInAnyOrderElementsOf(few);
        assertThat(report.stopped())
                .containsExactly(new SweepReport.Stopped(large, "501 of 501 items in a day, more than 50 %"));
        assertThat(brake.standing(large).stop()).satisfies(stop -> {
            assertThat(stop).isNotNull();
            assertThat(stop.due()).isEqualTo(many.size());
        });
        assertThat(sweep.due(large)).isEqualTo(many.size());
        sweep.run();
        assertThat(actions(large)).containsOnlyOnce("sweep.stopped");
    }

    @Test
    void takesWhatAPersonReleasedAndNoMore() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, RetentionWorld.FEWEST + 5);
        release(account, items.size() - 1);
        assertThat(sweep.run().destroyed()).isEmpty();

        release(account, items.size());
        assertThat(sweep.run().destroyed()).containsExactlyInAnyOrderElementsOf(items);
        assertThat(brake.standing(account).stop()).isNull();
        assertThat(actions(account)).contains("sweep.stopped", "sweep.released");
    }

    @Test
    void aReleaseEnds() {
        AccountId account = world.anAccount();
        items(account, RetentionWorld.FEWEST + 1);
        release(account, 1000);
        world.clock().advance(Duration.ofHours(24));
        assertThat(sweep.run().destroyed()).isEmpty();
    }

    /** What a sweep does not take does not make it ask. */
    @Test
    void countsWhatIsHeldByNobody() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, RetentionWorld.FEWEST + 1);
        world.the(Holds.class).place(account, MATTER, List.of(items.getFirst()), RetentionWorld.ACTOR);
        assertThat(sweep.run().destroyed()).hasSize(RetentionWorld.FEWEST);
    }

    @Test
    void nothingGoesWhileSweepsArePaused() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, 2);
        assertThat(brake.pause(account, world.clock().instant(), "moving house", RetentionWorld.ACTOR))
                .isTrue();
        assertThat(brake.pause(account, world.clock().instant(), "again", RetentionWorld.ACTOR))
                .isFalse();

        assertThat(sweep.run().stopped())
                .containsExactly(new SweepReport.Stopped(account, "sweeps of the account are paused"));
        assertThat(brake.resume(account, RetentionWorld.ACTOR)).isTrue();
        assertThat(sweep.run().destroyed()).containsExactlyInAnyOrderElementsOf(items);
        assertThat(actions(account)).containsSubsequence("sweep.paused", "sweep.resumed");
    }

    /** What a person allowed before the clock leapt was not meant for what the leap made due. */
    @Test
    void anEarlierReleaseIsNotForAClockThatLeaptSince() {
        AccountId account = world.anAccount();
        items(account, 2);
        release(account, 1000);
        world.clock().advance(Duration.ofHours(1));
        doubtTheClock();
        assertThat(sweep.run().destroyed()).isEmpty();

        release(account, 1);
        assertThat(sweep.run().stopped()).containsExactly(new SweepReport.Stopped(account, "it leapt"));
        release(account, 2);
        assertThat(sweep.run().destroyed()).hasSize(2);
    }

    @Test
    void asksEveryAccountWhenTheClockLeapt() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, 1);
        doubtTheClock();
        assertThat(sweep.run().stopped()).containsExactly(new SweepReport.Stopped(account, "it leapt"));

        release(account, 1);
        assertThat(sweep.run().destroyed()).containsExactlyElementsOf(items);

        // The doubt is settled for this account, also when the release is over; what comes later is judged as usual.
        world.clock().advance(Duration.ofDays(2));
        List<ItemId> later = items(account, 2);
        assertThat(sweep.run().destroyed()).containsExactlyInAnyOrderElementsOf(later);
    }

    @Test
    void aClockThatLeaptAndWasSetRightWaitsForAPersonAndNotUntilThen() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, 1);
        Instant right = world.clock().instant();
        world.clock().advance(Duration.ofDays(300));
        doubtTheClock();
        world.clock().set(right);
        assertThat(sweep.run().stopped()).containsExactly(new SweepReport.Stopped(account, "it leapt"));

        release(account, 1);
        assertThat(sweep.run().destroyed()).containsExactlyElementsOf(items);
    }

    @Test
    void whatWasReleasedWhileTheClockWasAheadIsNotReleased() {
        AccountId account = world.anAccount();
        List<ItemId> items = items(account, RetentionWorld.FEWEST + 1);
        Instant right = world.clock().instant();
        world.clock().advance(Duration.ofDays(300));
        release(account, 1000);
        world.clock().set(right);
        assertThat(sweep.run().destroyed()).isEmpty();

        release(account, 1000);
        assertThat(sweep.run().destroyed()).hasSameSizeAs(items);
    }

    private void doubtTheClock() {
        world.database()
                .sql("INSERT INTO sweep_clock (swept_at, doubted_at, doubt) VALUES (:now, :now, 'it leapt')")
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void release(AccountId account, long upTo) {
        brake.release(account, world.clock().instant(), upTo, "looked at", RetentionWorld.ACTOR);
    }

    private List<ItemId> items(AccountId account, int count) {
        return world.items(account, "P30D", count);
    }

    private List<String> actions(AccountId account) {
        return world.the(Trail.class).page(account, null, 1000).stream()
                .map(Trail.Entry::action)
                .toList();
    }
}
