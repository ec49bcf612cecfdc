package dev.tenure.retention.fixity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.fixity.Damage;
import dev.tenure.catalog.fixity.Verifications;
import dev.tenure.catalog.fixity.Verifications.Noted;
import dev.tenure.catalog.fixity.Verifications.Turn;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.retention.RetentionWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.util.unit.DataSize;

@ExtendWith(RetentionWorld.Shared.class)
class FixityRunsIT {

    private final RetentionWorld world;
    private final Kept kept;

    FixityRunsIT(RetentionWorld world) {
        this.world = world;
        this.kept = new Kept(world);
    }

    /** The process dies here. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aPausedOneReadsNothing() {
        kept.anObject("video.mp4");
        world.clock().advance(Kept.WINDOW);
        world.store().takeRequests();
        assertThat(kept.fixity(new FixitySettings(Kept.WINDOW, DataSize.ofMegabytes(1), Kept.A_RUN, true))
                        .run())
                .isEqualTo(Kept.NOTHING);
        assertThat(world.store().takeRequests()).isZero();
    }

    @Test
    void aStoreThatIsAwaySaysNothingOfAnyObject() {
        for (int i = 0; i < 5; i++) {
            kept.anObject("poster" + i + ".jpg");
        }
        world.clock().advance(Kept.WINDOW);
        world.store().faults().next(3, Operation.GET_OBJECT, Failing.LOST_BEFORE);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 0, 3, true));
        assertThat(kept.told()).isEmpty();
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(5, 0, 0, false));
    }

    @Test
    void aBusyStoreIsLeftAloneAtOnce() {
        kept.anObject("one.jpg");
        kept.anObject("two.jpg");
        world.clock().advance(Kept.WINDOW);
        world.store().faults().next(1, Operation.GET_OBJECT, Failing.SLOW_DOWN);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 0, 1, true));
    }

    @Test
    void anObjectThatTheStoreCannotReadDoesNotKeepTheOthers() {
        StoredObject bad = kept.anObject("bad.jpg");
        kept.anObject("good.jpg");
        kept.anObject("fine.jpg");
        kept.longestAgo(bad);
        world.clock().advance(Kept.WINDOW);
        world.store().faults().next(1, Operation.GET_OBJECT, Failing.LOST_BEFORE);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(2, 0, 1, false));
    }

    @Test
    void aRunGoesOnWhereTheTimeOfTheLastOneWasOver() {
        for (int i = 0; i < 7; i++) {
            kept.anObject("poster" + i + ".jpg");
        }
        world.clock().advance(Kept.WINDOW);
        int runs = 0;
        int read = 0;
        for (FixityReport report = kept.slow().run();
                report.sound() > 0;
                report = kept.slow().run()) {
            runs++;
            read += report.sound();
        }
        assertThat(read).isEqualTo(7);
        assertThat(runs).isGreaterThan(2);
    }

    @Test
    void aWorkerThatDiedInTheMiddleLeavesTheRestToTheNext() {
        for (int i = 0; i < 4; i++) {
            kept.anObject("poster" + i + ".jpg");
        }
        world.clock().advance(Kept.WINDOW);
        AtomicLong chunks = new AtomicLong();
        Fixity mortal = kept.fixity(Kept.settings(Kept.A_RUN), nanos -> {
            if (chunks.incrementAndGet() > 2 * (Kept.SIZE >> 16)) {
                throw new Death();
            }
            return false;
        });
        assertThatThrownBy(mortal::run).isInstanceOf(Death.class);
        int left = world.the(Verifications.class).turns(kept.now(), null, 10).size();
        assertThat(left).isBetween(1, 3);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(left, 0, 0, false));
        assertThat(kept.fixity().run()).isEqualTo(Kept.NOTHING);
    }

    @Test
    void aServerThatEndsBreaksOffAtTheNextByte() {
        kept.anObject("video.mp4");
        world.clock().advance(Kept.WINDOW);
        CountDownLatch ended = new CountDownLatch(1);
        Fixity ending = kept.fixity(Kept.settings(Kept.A_RUN), ended, nanos -> {
            ended.countDown();
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        });
        assertThat(ending.run()).isEqualTo(Kept.NOTHING);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 0, 0, false));
    }

    @Test
    void aWorkerThatWasOvertakenNotesNothing() {
        StoredObject object = kept.anObject("video.mp4");
        world.clock().advance(Kept.WINDOW);
        Verifications verifications = world.the(Verifications.class);
        Turn old = verifications.turns(kept.now(), null, 10).getFirst();
        world.clock().advance(Duration.ofHours(1));
        assertThat(kept.alarms().raise(object, Damage.DAMAGED, "it rots", Actor.system("fixity"), kept.now()))
                .isTrue();
        assertThat(verifications.sound(old, kept.now())).isEqualTo(Noted.OVERTAKEN);
        assertThat(verifications.damaged(kept.now().plusSeconds(1), 10)).hasSize(1);
    }

    @Test
    void twoWhoFindTheSameAtOnceTellOfItOnce() throws Exception {
        StoredObject object = kept.anObject("video.mp4");
        Thread other = Thread.ofVirtual()
                .start(() -> kept.alarms().raise(object, Damage.MISSING, "one", Actor.system("reconcile"), kept.now()));
        kept.alarms().raise(object, Damage.MISSING, "other", Actor.system("fixity"), kept.now());
        other.join();
        assertThat(kept.told()).containsExactly("object.missing");
    }

    @Test
    void aWholeBucketThatIsGoneIsToldOfByAndBy() {
        for (int i = 0; i < 25; i++) {
            StoredObject object = world.anObject(kept.item(), ObjectRole.POSTER, "poster" + i + ".jpg", new byte[10]);
            world.store().deleteVersions(List.of(object.version()));
        }
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 20, 0, true));
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 5, 0, false));
    }
}
