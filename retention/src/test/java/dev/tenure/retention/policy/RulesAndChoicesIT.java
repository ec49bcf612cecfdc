package dev.tenure.retention.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.Subject;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Tagging;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(RetentionWorld.Shared.class)
class RulesAndChoicesIT {

    private static final RuleSets.Wish SEVEN_YEARS = new RuleSets.Wish(
            RetentionWorld.BERLIN,
            RetentionWorld.range("P7Y", null),
            RuleSet.Range.OPEN,
            RetentionPeriod.parse("P7Y"),
            Grace.ofDays(30),
            Grace.ofDays(90));

    private final RetentionWorld world;
    private final RuleSets ruleSets;
    private final Choices choices;

    RulesAndChoicesIT(RetentionWorld world) {
        this.world = world;
        this.ruleSets = world.the(RuleSets.class);
        this.choices = world.the(Choices.class);
    }

    @Test
    void revisionsOfManyWritersAreConsecutiveAndAllKept() throws Exception {
        AccountId account = anUndecidedAccount();
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<List<RuleSet>> writer = () -> {
            together.await(30, TimeUnit.SECONDS);
            List<RuleSet> made = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                made.add(ruleSets.revise(account, SEVEN_YEARS, RetentionWorld.ACTOR));
            }
            return made;
        };
        List<RuleSet> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<RuleSet>> made : threads.invokeAll(List.of(writer, writer, writer, writer))) {
                all.addAll(made.get());
            }
        }
        assertThat(all)
                .extracting(RuleSet::revision)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 100).boxed().toList());
        assertThat(world.database()
                        .sql("SELECT id FROM rule_set WHERE account_id = :account ORDER BY revision")
                        .param("account", account.value())
                        .query(UUID.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(RuleSet::id).toList());
        assertThat(ruleSets.current(account).revision()).isEqualTo(100);
    }

    @Test
    void readingTheRulesForTheFirstTimeNeverOverrulesWhatTheAccountDecidesMeanwhile() throws Exception {
        for (int round = 0; round < 100; round++) {
            AccountId account = anUndecidedAccount();
            CyclicBarrier together = new CyclicBarrier(3);
            Callable<RuleSet> reader = () -> {
                together.await(30, TimeUnit.SECONDS);
                return ruleSets.current(account);
            };
            Callable<RuleSet> decider = () -> {
                together.await(30, TimeUnit.SECONDS);
                return ruleSets.revise(account, SEVEN_YEARS, RetentionWorld.ACTOR);
            };
            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                for (Future<RuleSet> done : threads.invokeAll(List.of(reader, decider, reader))) {
                    done.get();
                }
            }
            assertThat(ruleSets.current(account).accountRange()).isEqualTo(SEVEN_YEARS.accountRange());
            assertThat(ruleSets.current(account).revision()).isBetween(1, 2);
        }
    }

    @Test
    void writersOfOtherRowsOfAnAccountCanBothReadItsRulesForTheFirstTime() throws Exception {
        AccountId account = anUndecidedAccount();
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Integer> arrival = () -> world.the(TransactionTemplate.class).execute(status -> {
            world.the(Trail.class).append(account, null, RetentionWorld.ACTOR, "test.arrived", Map.of());
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new AssertionError(e);
            }
            return ruleSets.current(account).revision();
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Integer> revision : threads.invokeAll(List.of(arrival, arrival))) {
                assertThat(revision.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
    }

    @Test
    void aRevisionThatKeepsLongerBindsTheItemsThatAreThereAtOnceAndTouchesNone() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        RuleSet before = ruleSets.current(account);
        RuleSet after = ruleSets.revise(account, SEVEN_YEARS, RetentionWorld.ACTOR);
        assertThat(goAt(item)).isEqualTo("2033-03-28T22:00:00Z");
        assertThat(world.the(item.id())).isEqualTo(item);
        assertThat(world.the(ItemDecisions.class)
                        .factsOf(retentionClass(item), world.clock().instant())
                        .of(Subject.of(item))
                        .ruleSet())
                .isEqualTo(after.id());
        assertThat(after.revision()).isEqualTo(before.revision() + 1);
    }

    @Test
    void aRevisionThatKeepsShorterBindsNewItemsOnly() {
        AccountId account = world.anAccount(RetentionWorld.range("P1Y", null), RuleSet.Range.OPEN, Grace.ofDays(30));
        Item item = world.anItem(account, null);
        ruleSets.revise(account, keeping("P30D", "P60D", "P60D"), RetentionWorld.ACTOR);
        Item younger = world.anItem(account, null);
        assertThat(goAt(item)).isEqualTo("never");
        assertThat(floor(item)).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(goAt(younger)).isEqualTo("2026-05-26T22:00:00Z");
        assertThat(younger.retentionClass()).isNotEqualTo(item.retentionClass());
    }

    @Test
    void whatWasKeptLongerNeverTakesInNewItems() {
        AccountId account = world.anAccount();
        ruleSets.revise(account, keeping(null, null, "P60D"), RetentionWorld.ACTOR);
        Item first = world.anItem(account, null);
        ruleSets.revise(account, keeping("P1Y", null, "P1Y"), RetentionWorld.ACTOR);
        ruleSets.revise(account, keeping(null, null, "P60D"), RetentionWorld.ACTOR);
        Item last = world.anItem(account, null);
        assertThat(floor(first)).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(goAt(last)).isEqualTo("2026-05-27T22:00:00Z");
        assertThat(last.retentionClass()).isNotEqualTo(first.retentionClass());
    }

    @Test
    void whoChoosesAnewDoesNotGetRidOfAFloorThatWasKept() {
        AccountId account = world.anAccount(RetentionWorld.range("P1Y", null), RuleSet.Range.OPEN, Grace.ofDays(30));
        Item item = world.anItem(account, "P2Y");
        ruleSets.revise(account, keeping(null, null, null), RetentionWorld.ACTOR);
        assertThat(choices.change(account, item.id(), "P30D", RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Chosen.class);
        assertThat(goAt(world.the(item.id()))).isEqualTo("2027-03-28T22:00:00Z");
        assertThat(goAt(world.anItem(account, "P30D"))).isEqualTo("2026-04-27T22:00:00Z");
    }

    /** A class that is made of the older revision while a newer one is put in force would miss what that lengthens. */
    @Test
    void noClassIsMadeBesideARevision() throws Exception {
        for (int round = 0; round < 40; round++) {
            AccountId account = world.anAccount();
            CyclicBarrier together = new CyclicBarrier(2);
            Callable<String> arrival = () -> {
                together.await(30, TimeUnit.SECONDS);
                return ((Choices.Chosen) choices.choose(account, null, RetentionWorld.ENDED)).retentionClass();
            };
            Callable<String> revision = () -> {
                together.await(30, TimeUnit.SECONDS);
                return ruleSets.revise(account, SEVEN_YEARS, RetentionWorld.ACTOR)
                        .reference();
            };
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                List<Future<String>> done = threads.invokeAll(List.of(arrival, revision));
                assertThat(world.the(ItemDecisions.class)
                                .factsOf(done.getFirst().get(), world.clock().instant())
                                .of(new Subject(ItemKind.RECORDING, null))
                                .decide(RetentionWorld.ENDED, null, List.of())
                                .bounds()
                                .floor())
                        .hasToString("2033-03-28T22:00:00Z");
            }
        }
    }

    @Test
    void tagsFollowChangedRulesInTheBackground() {
        AccountId account = world.anAccount();
        List<Item> items = world.items(account, "P30D", 5).stream()
                .map(id -> world.the(id))
                .toList();
        List<ObjectKey> keys = items.stream().map(this::aVisibleObject).toList();
        RetentionClasses classes = world.the(RetentionClasses.class);
        while (classes.follow(world.clock().instant(), 1000) > 0) {}
        ruleSets.revise(account, SEVEN_YEARS, RetentionWorld.ACTOR);
        int told = 0;
        for (int page = 0; page < 4; page++) {
            told += classes.follow(world.clock().instant(), 2);
        }
        assertThat(told).isEqualTo(5);
        assertThat(classes.follow(world.clock().instant(), 2)).isZero();
        assertThat(world.the(Tagging.class).catchUp(100)).isEqualTo(5);
        assertThat(keys)
                .allSatisfy(key -> assertThat(world.store().tags(key).values())
                        .containsEntry("tenure-go-at", "2033-03-28T22:00:00Z"));
        assertThat(items).extracting(this::factsVersion).containsOnly(1);
    }

    private static RuleSets.Wish keeping(
            @Nullable String minimum, @Nullable String maximum, @Nullable String hostDefault) {
        return new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RetentionWorld.range(minimum, maximum),
                RuleSet.Range.OPEN,
                hostDefault == null ? null : RetentionPeriod.parse(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30));
    }

    private String floor(Item item) {
        return String.valueOf(world.the(ItemDecisions.class)
                .decide(item)
                .orElseThrow()
                .bounds()
                .floor());
    }

    @Test
    void contradictoryRulesAreRefusedAndNothingIsKept() {
        AccountId account = world.anAccount();
        RuleSet before = ruleSets.current(account);
        RuleSets.Wish wish = new RuleSets.Wish(
                RetentionWorld.BERLIN,
                RetentionWorld.range("P1Y", "P30D"),
                RuleSet.Range.OPEN,
                null,
                Grace.ofDays(30),
                Grace.ofDays(30));
        assertThatThrownBy(() -> ruleSets.revise(account, wish, RetentionWorld.ACTOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimum");
        assertThat(ruleSets.current(account)).isEqualTo(before);
    }

    @Test
    void aChoiceOutOfRangeIsRefusedWithWhatIsAllowed() {
        AccountId account = world.anAccount(RetentionWorld.range("P30D", "P1Y"), RuleSet.Range.OPEN, Grace.ofDays(30));
        for (String wrong : List.of("P29D", "P2Y")) {
            assertThat(choices.choose(account, wrong, RetentionWorld.ENDED))
                    .isInstanceOfSatisfying(
                            Choices.Refused.class,
                            refused -> assertThat(refused.explanation()).contains("P30D", "P1Y", wrong));
        }
        assertThat(choices.choose(account, "soon", RetentionWorld.ENDED)).isInstanceOf(Choices.Refused.class);
        assertThat(choices.choose(account, "P30D", RetentionWorld.ENDED)).isInstanceOf(Choices.Chosen.class);

        Item item = world.anItem(account, "P90D");
        assertThat(choices.change(account, item.id(), "P2Y", RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Refused.class);
        assertThat(world.the(item.id())).isEqualTo(item);
        assertThat(factsVersion(item)).isZero();
    }

    @Test
    void aChangedChoiceMovesTheDateAndTheTagsFollow() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        ObjectKey key = aVisibleObject(item);
        assertThat(choices.change(account, item.id(), "P60D", RetentionWorld.ACTOR))
                .isInstanceOfSatisfying(
                        Choices.Chosen.class,
                        chosen -> assertThat(chosen.goAt()).isEqualTo("2026-05-27T22:00:00Z"));
        assertThat(goAt(world.the(item.id()))).isEqualTo("2026-05-27T22:00:00Z");
        assertThat(factsVersion(item)).isEqualTo(1);
        assertThat(world.store().tags(key)).isEqualTo(ObjectTags.none());

        Tagging tagging = world.the(Tagging.class);
        assertThat(tagging.catchUp(10)).isEqualTo(1);
        assertThat(world.store().tags(key).values())
                .containsEntry("tenure-go-at", "2026-05-27T22:00:00Z")
                .containsEntry("tenure-hold", "false")
                .containsEntry("tenure-retention", retentionClass(world.the(item.id())));
        assertThat(tagging.catchUp(10)).isZero();
    }

    @Test
    void aHoldShowsInTheTagsUntilItIsReleased() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        ObjectKey key = aVisibleObject(item);
        Tagging tagging = world.the(Tagging.class);
        Holds holds = world.the(Holds.class);
        var placed =
                holds.place(account, new Matter("Case", "Court", "evidence"), List.of(item.id()), RetentionWorld.ACTOR);
        tagging.catchUp(10);
        assertThat(world.store().tags(key).values()).containsEntry("tenure-hold", "true");
        holds.release(account, placed.hold(), "settled", RetentionWorld.ACTOR);
        tagging.catchUp(10);
        assertThat(world.store().tags(key).values()).containsEntry("tenure-hold", "false");
    }

    @Test
    void whatIsGoneFromTheBucketDoesNotKeepOtherTagsBehind() {
        AccountId account = world.anAccount();
        Item first = world.anItem(account, "P30D");
        Item second = world.anItem(account, "P30D");
        world.store().hide(aVisibleObject(first));
        ObjectKey key = aVisibleObject(second);
        choices.change(account, first.id(), "P60D", RetentionWorld.ACTOR);
        choices.change(account, second.id(), "P60D", RetentionWorld.ACTOR);
        assertThat(world.the(Tagging.class).catchUp(10)).isEqualTo(2);
        assertThat(world.store().tags(key).values()).containsKey("tenure-go-at");
    }

    @Test
    void nobodyChoosesForItemsThatGoOrAreForeign() {
        AccountId account = world.anAccount();
        Item item = world.anItem(account, "P30D");
        assertThatThrownBy(() -> choices.change(world.anAccount(), item.id(), "P60D", RetentionWorld.ACTOR))
                .isInstanceOf(NoSuchElementException.class);
        world.force(item.id(), ItemState.DESTROYING);
        assertThat(choices.change(account, item.id(), "P60D", RetentionWorld.ACTOR))
                .isInstanceOf(Choices.Refused.class);
        assertThat(factsVersion(item)).isZero();
    }

    private AccountId anUndecidedAccount() {
        return world.the(Accounts.class)
                .register("u-" + UUID.randomUUID(), "Undecided")
                .id();
    }

    private ObjectKey aVisibleObject(Item item) {
        StoredObjects objects = world.the(StoredObjects.class);
        StoredObject object = objects.announce(
                        item.id(), Set.of(ItemState.READY), ObjectRole.SOURCE, "1", "talk.webm", 1024, "video/webm")
                .orElseThrow();
        var version = world.store().put(object.key(), new byte[1], "video/webm", ObjectTags.none());
        var hash = new ContentHash("0".repeat(64));
        objects.complete(object.id(), new StoredObject.Facts(1, hash, version.versionId()));
        objects.publish(List.of(object.id()));
        return object.key();
    }

    private int factsVersion(Item item) {
        return world.database()
                .sql("SELECT facts_version FROM item WHERE id = :id")
                .param("id", item.id().value())
                .query(Integer.class)
                .single();
    }

    private String goAt(Item item) {
        return world.the(ItemDecisions.class).decide(item).orElseThrow().goAt().toString();
    }

    private static String retentionClass(Item item) {
        return Objects.requireNonNull(item.retentionClass());
    }
}
