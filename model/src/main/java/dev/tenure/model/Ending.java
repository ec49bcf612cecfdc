package dev.tenure.model;

import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.catalog.trail.TrailSequencer;
import dev.tenure.catalog.trail.TrailVerdict;
import dev.tenure.catalog.trail.TrailVerifier;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.destruction.Certificates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets everything come to its end when nothing fails any more, and then looks at all of it. */
final class Ending {

    /** So often a destruction is gone on with at most, with time between. */
    private static final int ROUNDS = 8;

    private final Ground ground;
    private final Subject subject;
    private final Expectation expectation;
    private final Watch watch;
    private final Answers answers;
    private final List<Violation> wrong = new ArrayList<>();

    Ending(Ground ground, Subject subject, Watch watch, Answers answers) {
        this.ground = ground;
        this.subject = subject;
        this.expectation = subject.expectation();
        this.watch = watch;
        this.answers = answers;
    }

    /** What is wrong in the end. */
    List<Violation> judge(@Nullable SignedHead earlier) {
        whatIsDueGoes();
        whatWasBegunEnds();
        if (wrong.isEmpty()) {
            certificatesTellEverything();
            catalogAndBucketAgree();
            strayBytesGo();
            thePastIsAnsweredAsItWas();
            theTrailIsWhole(earlier);
        }
        return wrong;
    }

    private void does(Command command) {
        wrong.addAll(subject.carryOut(command));
        wrong.addAll(watch.after(command));
    }

    private void whatIsDueGoes() {
        ground.life().begin();
        does(new Command.StoreRecovers());
        does(new Command.ClockIsSetRight());
        // A clock that moved is doubted by the next sweep, and what was doubted is released afterwards.
        does(new Command.Sweep());
        does(new Command.PersonReleasesSweeps());
        Instant now = ground.trueTime();
        List<Kept> due =
                expectation.items().stream().filter(item -> isDue(item, now)).toList();
        does(new Command.Sweep());
        due.stream()
                .filter(item -> !item.gone())
                .forEach(item -> wrong.add(new Violation(
                        "I8 what is due goes",
                        item + " stays " + item.state + " with " + Expectation.terms(item, now))));
    }

    private boolean isDue(Kept item, Instant now) {
        if (item.anchor == null || !ItemLifecycle.destructible().contains(item.state)) {
            return false;
        }
        Terms terms = Expectation.terms(item, now);
        Instant reached = now.minus(Ground.SKEW).minusSeconds(1);
        return terms.exact()
                && !terms.conflicted()
                && !terms.destructionAtLatest(item.trashedAt).isAfter(reached)
                && expectation.protecting(item, reached).isEmpty();
    }

    private void whatWasBegunEnds() {
        for (int round = 0; round < ROUNDS; round++) {
            if (expectation.items().stream().noneMatch(item -> item.state == ItemState.DESTROYING)) {
                return;
            }
            does(new Command.MirrorHolds());
            does(new Command.Destroy());
            does(new Command.Tick(Duration.ofHours(6)));
            does(new Command.Destroy());
        }
        expectation.items().stream()
                .filter(item -> item.state == ItemState.DESTROYING)
                .forEach(item ->
                        wrong.add(new Violation("I8 what was begun comes to its end", item + " is not proven gone")));
    }

    private KeyPrefix folder(Kept item) {
        return StoredObject.prefixOf(expectation.account, item.id);
    }

    /** I7 and I2. */
    private void certificatesTellEverything() {
        for (Kept item : expectation.items()) {
            Optional<String> text = ground.the(Certificates.class).find(expectation.account, item.id);
            if (text.isPresent() != (item.state == ItemState.PURGED)) {
                wrong.add(new Violation(
                        "I7 a certificate for what is purged, and for nothing else", item + " is " + item.state));
            }
            if (ground.the(Items.class).key(item.id).isPresent() == item.gone()) {
                wrong.add(new Violation("I1 what is kept has its key, and nothing else", item + " is " + item.state));
            }
            text.ifPresent(found -> certified(item, found));
        }
    }

    private void certified(Kept item, String text) {
        CertificateVerdict verdict = CertificateVerifier.ofKey(
                        ground.the(CertificateSigner.class).keyId())
                .verify(text.getBytes(StandardCharsets.UTF_8));
        if (!(verdict instanceof CertificateVerdict.Valid(DestructionCertificate certificate, var _))) {
            wrong.add(new Violation("I7 a certificate can be verified", item + ": " + verdict));
            return;
        }
        Set<String> told = certificate.objects().stream()
                .flatMap(object -> object.versions().stream())
                .collect(Collectors.toSet());
        item.destroyedVersions.stream()
                .filter(version -> !told.contains(version) && !item.takenByOthers.contains(version))
                .forEach(version -> wrong.add(new Violation(
                        "I7 a certificate names all that was written", item + ": version " + version + " is missing")));
        leftovers(item, item.putByOthers);
    }

    private void leftovers(Kept item, Set<String> allowed) {
        List<String> left = ground.bucket().versions(folder(item)).stream()
                .map(ObjectVersion::versionId)
                .filter(version -> !allowed.contains(version))
                .toList();
        int uploads = ground.bucket().uploads(folder(item)).size();
        if (!left.isEmpty() || uploads > 0) {
            wrong.add(new Violation(
                    "I2 nothing of what has a certificate is left",
                    "%s: versions %s and %d uploads".formatted(item, left, uploads)));
        }
    }

    /** I18. */
    private void catalogAndBucketAgree() {
        does(new Command.Tick(Ground.COMPARED_EVERY.multipliedBy(2)));
        does(new Command.Reconcile());
        does(new Command.Tick(Ground.COMPARED_EVERY.multipliedBy(2)));
        does(new Command.Reconcile());
        for (Kept item : expectation.items()) {
            if (item.gone()) {
                continue;
            }
            List<ObjectVersion> there = ground.bucket().versions(folder(item));
            Set<String> versions = there.stream().map(ObjectVersion::versionId).collect(Collectors.toSet());
            Set<ObjectKey> ours = new HashSet<>();
            for (StoredObject object : ground.the(StoredObjects.class).all(item.id)) {
                ours.add(object.key());
                if (object.facts() != null) {
                    owned(item, object, versions);
                }
            }
            there.stream()
                    .filter(version -> !ours.contains(version.key()) && !item.putByOthers.contains(version.versionId()))
                    .forEach(version ->
                            wrong.add(new Violation("I18 what is in the bucket is somebody's", item + ": " + version)));
        }
    }

    private void owned(Kept item, StoredObject object, Set<String> there) {
        String version = object.complete().versionId();
        if (there.contains(version)) {
            return;
        }
        if (!item.takenByOthers.contains(version)) {
            wrong.add(new Violation("I1 no byte of an item that is kept is lost", item + ": " + object.key()));
        } else if (item.state != ItemState.RECEIVING
                && object.status() == StoredObject.Status.VISIBLE
                && !told(item, "object.missing")) {
            wrong.add(new Violation("I18 a loss is told of", item + ": " + object.key()));
        }
    }

    private boolean told(Kept item, String action) {
        return ground.the(Trail.class).of(expectation.account, item.id).stream()
                .map(Trail.Entry::action)
                .anyMatch(action::equals);
    }

    /** I2, also for what somebody wrote behind the certificate. */
    private void strayBytesGo() {
        does(new Command.Tick(Ground.ORPHANS_KEPT.plusHours(2)));
        does(new Command.Reconcile());
        // What was first seen by a clock that was ahead is kept for so long.
        for (Kept item : ground.clockWasRight() ? expectation.items() : List.<Kept>of()) {
            if (item.state == ItemState.PURGED) {
                leftovers(item, Set.of());
            }
        }
    }

    private void thePastIsAnsweredAsItWas() {
        expectation.items().forEach(item -> wrong.addAll(answers.again(item)));
    }

    /** I13: the tree of an earlier head is the beginning of this one. */
    private void theTrailIsWhole(@Nullable SignedHead earlier) {
        ground.the(TrailSequencer.class).run();
        TrailProofs proofs = ground.the(TrailProofs.class);
        if (earlier == null) {
            return;
        }
        String proof = proofs.consistency(
                        earlier.head().size(),
                        proofs.head().orElseThrow().head().size())
                .orElseThrow();
        TrailVerdict verdict = TrailVerifier.ofAnyKey().verify(proof.getBytes(StandardCharsets.UTF_8));
        if (!(verdict instanceof TrailVerdict.Consistent)) {
            wrong.add(new Violation("I13 the trail only grows", verdict.toString()));
        }
    }
}
