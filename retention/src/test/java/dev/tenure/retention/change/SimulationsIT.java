package dev.tenure.retention.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.policy.StatutorySchedules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What rules would do to what is there. The clock is where {@link ChangesIT} has it. */
@ExtendWith(RetentionWorld.Shared.class)
class SimulationsIT {

    private static final Instant DECIDED = Instant.parse("2026-06-01T09:00:00Z");
    private static final Instant EFFECTIVE = Instant.parse("2026-06-08T09:00:00Z");
    private static final RuleSets.Wish A_YEAR = wish(null, null, "P365D", Grace.ofDays(30));

    private final RetentionWorld world;
    private final Simulator simulator;
    private final RuleSets ruleSets;

    SimulationsIT(RetentionWorld world) {
        this.world = world;
        this.simulator = world.the(Simulator.class);
        this.ruleSets = world.the(RuleSets.class);
        world.clock().set(DECIDED);
    }

    @Test
    void aShorterGraceIsPreviewedByWhatIsInTheTrash() {
        AccountId account = anAccount(A_YEAR);
        world.items(account, null, 2);
        Item trashed = world.trashed(
                world.anItem(account, null).id(), world.clock().instant().minus(Duration.ofDays(1)));
        assertThat(world.the(ItemDecisions.class).decide(trashed).orElseThrow().goAt())
                .hasToString("2027-03-28T22:00:00Z");

        Simulation simulation = simulator.simulate(account, wish(null, null, "P365D", Grace.NONE));

        assertThat(simulation.items()).isEqualTo(3);
        assertThat(simulation.preview().items()).isOne();
        assertThat(simulation.preview().itemsAtOnce()).isOne();
        assertThat(simulation.earliestLoss()).isEqualTo(simulation.earliestEffect());
        assertThat(simulation.samples())
                .singleElement()
                .satisfies(sample ->
                        assertThat(sample.item()).isEqualTo(trashed.id().toString()));
    }

    @Test
    void aSimulationCountsWhatEachItemWouldMeet() {
        AccountId account = anAccount(A_YEAR);
        List<ItemId> year = world.items(account, null, 4);
        List<ItemId> chosen = world.items(account, "P10Y", 2);
        world.items(account, "P20D", 3);
        world.the(Holds.class)
                .place(account, new Matter("Case", "Court", "r"), List.of(year.getFirst()), RetentionWorld.ACTOR);
        world.force(world.anItem(account, null).id(), ItemState.QUARANTINED);
        world.items(world.anAccount(), null, 5);

        Simulation simulation = simulator.simulate(account, wish("P25D", "P1Y", "P30D", Grace.ofDays(30)));
        assertThat(simulation.items()).isEqualTo(9);
        // The ten years end with the maximum of one; the twenty days are lengthened to the minimum.
        assertThat(simulation.preview().items()).isEqualTo(6);
        assertThat(simulation.itemsLater()).isEqualTo(3);
        assertThat(simulation.preview().itemsAtOnce()).isEqualTo(4);
        assertThat(simulation.earliestEffect()).isEqualTo(EFFECTIVE);
        assertThat(simulation.earliestLoss()).isEqualTo(EFFECTIVE);
        assertThat(simulation.kept()).isEqualTo(new Simulation.Kept(0, 1, 0, 0, 1));
        assertThat(simulation.hosts()).containsExactly(new Simulation.HostShare("host@example.org", 6));
        assertThat(simulation.samples())
                .anySatisfy(sample -> {
                    assertThat(sample.item())
                            .isIn(year.stream().map(ItemId::toString).toList());
                    assertThat(sample.goesNow()).isEqualTo("2027-03-28T22:00:00Z");
                    assertThat(sample.goesThen()).isEqualTo("2026-06-08T09:00:00Z");
                })
                .anySatisfy(sample -> {
                    assertThat(sample.item())
                            .isIn(chosen.stream().map(ItemId::toString).toList());
                    assertThat(sample.goesThen()).isEqualTo("2027-03-27T23:00:00Z");
                });
        assertThat(ruleSets.current(account).hostDefault()).isEqualTo(RetentionPeriod.parse("P365D"));
    }

    /** Another law of the same kind does not stand in for it. */
    @Test
    void aLawThatIsDroppedStaysThirtyDaysForWhatItRuled() {
        AccountId account = anAccount(under("GB/sysc-10a", "US/finra-3170"));
        world.anItem(account, null);

        assertThat(simulator
                        .simulate(account, under("US/finra-3170", "GB/sysc-10a"))
                        .earliestEffect())
                .isEqualTo(EFFECTIVE);
        assertThat(simulator.simulate(account, under("US/finra-3170")).earliestEffect())
                .isEqualTo(DECIDED.plus(ChangeSettings.AFTER_REMOVAL));
    }

    private RuleSets.Wish under(String... laws) {
        return new RuleSets.Wish(
                A_YEAR.zone(),
                A_YEAR.accountRange(),
                A_YEAR.statutoryRange(),
                A_YEAR.hostDefault(),
                A_YEAR.trashGrace(),
                A_YEAR.holdCoolOff(),
                new Provisions(
                        List.of(),
                        List.of(),
                        world.the(StatutorySchedules.class).named(List.of(laws)),
                        List.of(),
                        false));
    }

    private AccountId anAccount(RuleSets.Wish wish) {
        AccountId account = world.anAccount();
        ruleSets.revise(account, wish, RetentionWorld.ACTOR);
        return account;
    }

    private static RuleSets.Wish wish(
            @Nullable String minimum, @Nullable String maximum, String hostDefault, Grace trashGrace) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RetentionWorld.range(minimum, maximum),
                RuleSet.Range.OPEN,
                RetentionPeriod.parse(hostDefault),
                trashGrace,
                Grace.ofDays(30));
    }
}
