package dev.tenure.model;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.trail.TrailSequencer;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.change.Change;
import dev.tenure.retention.change.Changes;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.destruction.Destroyer;
import dev.tenure.retention.destruction.RunClosing;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.hold.Covering;
import dev.tenure.retention.hold.Hold;
import dev.tenure.retention.hold.HoldAudit;
import dev.tenure.retention.hold.HoldMirror;
import dev.tenure.retention.hold.HoldQuery;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.Placement;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.reconcile.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands with the real services, and tells the expectation what took effect. What a process did before it died is read from the catalog: it
 * happened wholly, or not at all.
 */
final class Subject {

    static final Actor ACTOR = Actor.token("model");
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId OLGA = new PersonId(new UUID(0, 2));
    private static final int MANY = 1_000;

    /** So far back a hold asks that asks for what ended lately. */
    private static final Duration LATELY = Duration.ofDays(20);

    private final Ground ground;
    private final Expectation expected;
    private final Arrivals arrivals;

    Subject(Ground ground) {
        this.ground = ground;
        AccountId account = ground.the(Accounts.class)
                .register("a-" + UUID.randomUUID(), "Account")
                .id();
        Rules first = Rules.ALL.getFirst();
        int revision =
                ground.the(RuleSets.class).revise(account, first.wish(), ACTOR).revision();
        expected = new Expectation(account, first, revision);
        arrivals = new Arrivals(ground, expected);
    }

    Expectation expectation() {
        return expected;
    }

    /**
     * Does it.
     *
     * @return what is wrong with how it was done, beside what can be seen afterwards
     */
    List<Violation> carryOut(Command command) {
        if (changesRules(command) && !ground.clocksAgree()) {
            return List.of();
        }
        Before before = before(command);
        try {
            List<Violation> wrong = act(command);
            settle(command, before);
            return wrong;
        } catch (Mortality.Death death) {
            ground.beginAgain();
            settle(command, before);
        } catch (ObjectStoreException trouble) {
            // Whoever asked is told, and may ask again.
            lived(command, before);
        } catch (RuntimeException failure) {
            if (!ground.life().isDead()) {
                throw failure;
            }
            // The death was taken for a failure on its way up.
            ground.beginAgain();
            settle(command, before);
        }
        return List.of();
    }

    /** Nobody does that by a clock that is wrong: from when on rules bind is told by instants, which would then lie in another order. */
    private static boolean changesRules(Command command) {
        return command instanceof Command.Revise
                || command instanceof Command.Choose
                || command instanceof Command.BindExisting
                || command instanceof Command.RevokeChange;
    }

    private void lived(Command command, Before before) {
        if (ground.life().isDead()) {
            ground.beginAgain();
        }
        settle(command, before);
    }

    /** What there was before a command, by which is told what it did. */
    private record Before(@Nullable Item item) {}

    private Before before(Command command) {
        Integer label = switch (command) {
            case Command.Trash trash -> Integer.valueOf(trash.item());
            case Command.Restore restore -> Integer.valueOf(restore.item());
            case Command.Choose choose -> Integer.valueOf(choose.item());
            default -> null;
        };
        Item item =
                label == null ? null : expected.item(label).flatMap(this::found).orElse(null);
        return new Before(item);
    }

    private Optional<Item> found(Kept item) {
        return ground.the(Items.class).find(item.id);
    }

    private List<Violation> act(Command command) {
        switch (command) {
            case Command.Ingest ingest -> arrivals.ingest(ingest);
            case Command.LateObject late -> expected.item(late.item()).ifPresent(arrivals::another);
            case Command.Trash trash ->
                item(trash.item(), item -> ground.the(Trash.class).put(item, ACTOR));
            case Command.Restore restore ->
                item(restore.item(), item -> ground.the(Trash.class).restore(item, ACTOR));
            case Command.Choose choose ->
                item(
                        choose.item(),
                        item -> ground.the(Choices.class).change(expected.account, item.id(), choose.period(), ACTOR));
            case Command.Revise revise ->
                ground.the(RuleSets.class)
                        .revise(expected.account, Rules.ALL.get(revise.rules()).wish(), ACTOR);
            case Command.BindExisting() -> bind();
            case Command.RevokeChange() -> revoke();
            case Command.Hold hold -> {
                return place(hold);
            }
            case Command.Release release ->
                expected.hold(release.hold())
                        .ifPresent(
                                hold -> ground.the(Holds.class).release(expected.account, hold.id, "settled", ACTOR));
            case Command.Tick(Duration by) -> ground.pass(by);
            case Command.TickTo tick -> expected.item(tick.item()).ifPresent(item -> tickTo(item, tick.edge()));
            case Command.ClockLeaps(Duration by) -> ground.moveClock(by);
            case Command.ClockIsSetRight() -> ground.setClockRight();
            case Command.PersonReleasesSweeps() -> releaseSweeps();
            case Command.Sweep() -> ground.the(Sweep.class).run();
            case Command.Destroy() -> ground.the(Destroyer.class).carryOn(10);
            case Command.CloseRuns() -> ground.the(RunClosing.class).close();
            case Command.GiveLeaves() -> ground.the(TrailSequencer.class).run();
            case Command.MirrorHolds() -> {
                ground.the(Covering.class).catchUp(MANY);
                ground.the(HoldMirror.class).catchUp(MANY);
            }
            case Command.AuditLocks() -> ground.the(HoldAudit.class).goOn(Duration.ofHours(1), Duration.ofSeconds(10));
            case Command.Reconcile() -> ground.the(Reconciliation.class).goOn();
            case Command.DieAt(int effect, Command.Side side) -> ground.life().dieAt(effect, side);
            case Command.StoreFails fails ->
                ground.bucket().real().faults().next(fails.times(), fails.operation(), fails.how());
            case Command.StoreRefuses refuses ->
                expected.item(refuses.item())
                        .flatMap(this::aVersion)
                        .ifPresent(version -> ground.bucket().real().faults().refuseDeletion(version, "AccessDenied"));
            case Command.StoreRecovers() -> ground.bucket().real().faults().clear();
            case Command.AdminDeletes deletes -> expected.item(deletes.item()).ifPresent(this::adminDeletes);
            case Command.StrangerWrites writes -> expected.item(writes.item()).ifPresent(this::strangerWrites);
        }
        return List.of();
    }

    private interface Deed {
        Object on(Item item);
    }

    private void item(int label, Deed deed) {
        expected.item(label).flatMap(this::found).ifPresent(deed::on);
    }

    private void bind() {
        Changes changes = ground.the(Changes.class);
        var seen = ground.the(Simulator.class)
                .simulate(expected.account, expected.rules.wish())
                .preview();
        if (changes.propose(expected.account, Expected.ANY, seen, "model", ADA)
                instanceof Changes.Done(Change change)) {
            changes.approve(expected.account, change.id(), Expected.ANY, OLGA);
        }
    }

    private void revoke() {
        ground.the(Changes.class).page(expected.account, null, 1).stream()
                .findFirst()
                .ifPresent(change -> ground.the(Changes.class)
                        .revoke(expected.account, change.id(), Expected.ANY, "model", Actor.person(OLGA)));
    }

    private Instant endedFrom() {
        return ground.trueTime().minus(LATELY);
    }

    private List<Violation> place(Command.Hold hold) {
        HoldQuery query = HeldCase.query(hold.asked(), hold.meeting(), endedFrom());
        Set<Integer> listed = listed(hold);
        if (expected.hold(hold.hold()).isPresent() || (listed.isEmpty() && query == null)) {
            return List.of();
        }
        Placement placement = ground.the(Holds.class)
                .place(
                        expected.account,
                        new Matter("Case", "Court", "evidence"),
                        listed.stream()
                                .flatMap(label -> expected.item(label).stream())
                                .map(item -> item.id)
                                .toList(),
                        query,
                        ACTOR);
        return new Placements(expected).judge(hold, listed, endedFrom(), placement);
    }

    private Set<Integer> listed(Command.Hold hold) {
        return hold.items().stream()
                .filter(label -> expected.item(label).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void tickTo(Kept item, Command.Edge edge) {
        if (item.anchor == null || item.gone() || !ground.clocksAgree()) {
            return;
        }
        Instant goes = Expectation.terms(item, ground.trueTime()).destruction(item.trashedAt);
        Instant until = switch (edge) {
            case JUST_BEFORE -> goes.equals(Rules.NEVER) ? goes : goes.minusSeconds(1);
            case WITHIN_THE_SKEW -> goes.equals(Rules.NEVER) ? goes : goes.plusSeconds(20);
            case JUST_AFTER -> goes.equals(Rules.NEVER) ? goes : goes.plusSeconds(31);
        };
        Duration wait = until.equals(Rules.NEVER) ? Duration.ZERO : Duration.between(ground.trueTime(), until);
        if (wait.isPositive() && wait.toDays() < 400) {
            ground.pass(wait);
        }
    }

    /** Nobody looks at the clock and releases what is due by a wrong one. */
    private void releaseSweeps() {
        if (ground.clocksAgree()) {
            ground.the(SweepBrake.class)
                    .release(expected.account, ground.the(InstantSource.class).instant(), MANY, "model", ACTOR);
        }
    }

    private Optional<ObjectVersion> aVersion(Kept item) {
        return versions(item).stream().findFirst();
    }

    private List<ObjectVersion> versions(Kept item) {
        return ground.bucket().versions(StoredObject.prefixOf(expected.account, item.id));
    }

    private void adminDeletes(Kept item) {
        aVersion(item).ifPresent(version -> {
            if (ground.bucket().deletePastUs(version)) {
                item.takenByOthers.add(version.versionId());
            }
        });
    }

    private void strangerWrites(Kept item) {
        KeyPrefix prefix = StoredObject.prefixOf(expected.account, item.id);
        item.putByOthers.add(
                ground.bucket().putPastUs(prefix.key("source/9/stray-" + item.putByOthers.size()), ObjectTags.none()));
    }

    /** Tells the expectation what took effect. */
    private void settle(Command command, Before before) {
        switch (command) {
            case Command.Ingest ingest -> arrivals.arrived(ingest);
            case Command.Choose choose -> expected.item(choose.item()).ifPresent(item -> chosen(item, choose, before));
            case Command.Revise revise -> revised(revise);
            case Command.BindExisting() -> bound();
            case Command.RevokeChange() -> revoked();
            case Command.Hold hold -> placed(hold);
            case Command.Release release -> expected.hold(release.hold()).ifPresent(this::released);
            default -> {
                // Seen by whoever looks at the items.
            }
        }
    }

    private void chosen(Kept item, Command.Choose choose, Before before) {
        Item was = before.item();
        if (was == null) {
            return;
        }
        Item now = found(item).orElseThrow();
        // Choosing what was chosen already changes no class, and no date.
        if (now.revision() != was.revision()) {
            item.events.add(new Terms.Chosen(expected.rules, choose.period()));
        }
    }

    private void revised(Command.Revise revise) {
        int revision = ground.the(RuleSets.class).current(expected.account).revision();
        if (revision != expected.revision) {
            expected.revision = revision;
            expected.rules = Rules.ALL.get(revise.rules());
            expected.tellAll(new Terms.Revised(expected.rules));
        }
    }

    private @Nullable UUID known;

    private void bound() {
        ground.the(Changes.class).page(expected.account, null, 1).stream()
                .filter(change ->
                        change.approval() != null && !change.id().value().equals(known))
                .findFirst()
                .ifPresent(change -> {
                    known = change.id().value();
                    Terms.Change approved = new Terms.Change();
                    expected.change = approved;
                    expected.tellAll(new Terms.Bound(
                            expected.rules,
                            Objects.requireNonNull(change.approval()).takesEffectAt(),
                            approved));
                });
    }

    private void revoked() {
        ground.the(Changes.class).page(expected.account, null, 1).stream()
                .filter(change ->
                        change.revocation() != null && change.id().value().equals(known))
                .findFirst()
                .ifPresent(change -> Objects.requireNonNull(expected.change).revoke());
    }

    private void placed(Command.Hold command) {
        Set<UUID> old = expected.holds().stream().map(hold -> hold.id.value()).collect(Collectors.toSet());
        if (expected.hold(command.hold()).isPresent()) {
            return;
        }
        ground.the(Holds.class).page(expected.account, null, 1).stream()
                .filter(hold -> !old.contains(hold.id().value()))
                .findFirst()
                .ifPresent(hold -> expected.add(new HeldCase(
                        command,
                        hold.id(),
                        hold.placedAt(),
                        Duration.ofDays(expected.rules.coolOffDays()),
                        listed(command),
                        endedFrom())));
    }

    private void released(HeldCase hold) {
        Hold.Release release = ground.the(Holds.class)
                .find(expected.account, hold.id)
                .orElseThrow()
                .release();
        hold.releasedAt = release == null ? null : release.at();
    }
}
