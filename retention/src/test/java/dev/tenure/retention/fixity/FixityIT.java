package dev.tenure.retention.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.fixity.Damage;
import dev.tenure.catalog.fixity.FixityStanding;
import dev.tenure.catalog.fixity.Verifications;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.retention.RetentionWorld;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(RetentionWorld.Shared.class)
class FixityIT {

    private final RetentionWorld world;
    private final Kept kept;

    FixityIT(RetentionWorld world) {
        this.world = world;
        this.kept = new Kept(world);
    }

    @Test
    void whatIsAsItWasWrittenIsReadBackOnceInTwoThirdsOfTheWindow() {
        kept.anObject("video.mp4");
        assertThat(kept.fixity().run()).isEqualTo(Kept.NOTHING);

        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 0, 0, false));
        assertThat(kept.fixity().run()).isEqualTo(Kept.NOTHING);
        world.clock().advance(Duration.ofDays(59));
        assertThat(kept.fixity().run()).isEqualTo(Kept.NOTHING);
        world.clock().advance(Duration.ofDays(2));
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 0, 0, false));
        assertThat(kept.told()).isEmpty();
    }

    @Test
    void anObjectOfManyPartsAndAnEmptyOneAreReadToTheirEnds() {
        byte[] bytes = new byte[2 * SealedLayout.DEFAULT_PART_SIZE + 1];
        RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
        StoredObject large = world.anObject(kept.item(), ObjectRole.RENDITION, "video.mp4", bytes);
        world.anObject(kept.item(), ObjectRole.PLAYLIST, "index.m3u8", new byte[0]);
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(2, 0, 0, false));

        byte[] sealed = world.store().bytes(large.key());
        sealed[sealed.length - 1] ^= 1;
        kept.version(large, kept.put(large, sealed));
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 1, 0, false));
    }

    @Test
    void aBitThatFlippedIsToldOfOnceAndOnceMoreWhenItIsRight() {
        StoredObject object = kept.anObject("video.mp4");
        String whole = object.complete().versionId();
        kept.rot(object);
        world.clock().advance(Kept.WINDOW);

        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.told()).containsExactly("object.fixity-failed");
        assertThat(kept.events()).containsExactly("DAMAGED video.mp4");
        assertThat(kept.fixity().run()).as("nothing on the same day").isEqualTo(Kept.NOTHING);
        world.clock().advance(Duration.ofHours(25));
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.told()).hasSize(1);

        kept.version(object, whole);
        world.clock().advance(Duration.ofHours(25));
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 0, 0, false));
        assertThat(kept.told()).containsExactly("object.fixity-failed", "object.sound-again");
        assertThat(kept.events()).hasSize(1);
    }

    @Test
    void bytesThatOpenAndAreOthersThanThoseRecordedAreDamage() {
        StoredObject object = kept.anObject("video.mp4");
        world.database()
                .sql("UPDATE stored_object SET sha256 = sha256('other') WHERE id = :id")
                .param("id", object.id().value())
                .update();
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.told()).containsExactly("object.fixity-failed");
    }

    @Test
    void anObjectThatIsCutShortIsDamaged() {
        StoredObject object = kept.anObject("video.mp4");
        byte[] bytes = world.store().bytes(object.key());
        kept.version(object, kept.put(object, Arrays.copyOf(bytes, bytes.length / 2)));
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.events()).containsExactly("DAMAGED video.mp4");
    }

    @Test
    void anObjectThatTheStoreLacksIsMissingAlsoBehindANewerVersion() {
        StoredObject object = kept.anObject("video.mp4");
        kept.put(object, world.store().bytes(object.key()));
        world.store().deleteVersions(List.of(object.version()));
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.told()).containsExactly("object.missing");
        assertThat(kept.events()).containsExactly("MISSING video.mp4");
    }

    @Test
    void aDeleteMarkerHidesNothingFromIt() {
        StoredObject object = kept.anObject("video.mp4");
        world.store().hide(object.key());
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 0, 0, false));
    }

    @Test
    void aKeyThatIsLostIsDamageOfWhatItSealed() {
        kept.anObject("video.mp4");
        world.database()
                .sql("DELETE FROM item_key WHERE item_id = :item")
                .param("item", kept.item().id().value())
                .update();
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(0, 1, 0, false));
        assertThat(kept.told()).containsExactly("object.fixity-failed");
    }

    @ParameterizedTest
    @EnumSource(names = {"RECEIVING", "DESTROYING", "PURGED", "REJECTED"})
    void nobodyHasToBeAbleToReadWhatIsOnItsWayInOrOut(ItemState state) {
        StoredObject object = kept.anObject("video.mp4");
        world.store().deleteVersions(List.of(object.version()));
        world.force(kept.item().id(), state);
        world.clock().advance(Kept.WINDOW);
        assertThat(kept.fixity().run()).isEqualTo(Kept.NOTHING);
        assertThat(kept.alarms().raise(object, Damage.MISSING, "late", Actor.system("fixity"), kept.now()))
                .as("found just before")
                .isFalse();
        assertThat(kept.told()).isEmpty();
        assertThat(kept.events()).isEmpty();
    }

    @Test
    void whatWasReplacedMeanwhileIsNotMissing() {
        StoredObject object = kept.anObject("video.mp4");
        world.the(StoredObjects.class).drop(List.of(object.id()));
        assertThat(kept.alarms().raise(object, Damage.MISSING, "late", Actor.system("fixity"), kept.now()))
                .isFalse();
        assertThat(kept.told()).isEmpty();
    }

    @Test
    void theShareCountsWhatIsHereForLongerThanTheWindow() {
        StoredObject first = kept.anObject("first.mp4");
        StoredObject rotten = kept.anObject("rotten.mp4");
        kept.rot(rotten);
        world.clock().advance(Kept.WINDOW.plusDays(1));
        assertThat(kept.fixity().run()).isEqualTo(new FixityReport(1, 1, 0, false));
        FixityStanding standing = world.the(Verifications.class).standing().orElseThrow();
        assertThat(standing.countedAt()).isEqualTo(kept.now());
        assertThat(standing.bytes()).isEqualTo(2L * Kept.SIZE);
        assertThat(standing.share()).isEqualTo(0.5);
        assertThat(standing.damaged()).isEqualTo(1);
        assertThat(standing.missing()).isZero();
        assertThat(standing.oldestAt()).isBefore(kept.now().minus(Kept.WINDOW));
        assertThat(first.complete().size()).isEqualTo(Kept.SIZE);
    }

    @Test
    void whereNothingIsOldEnoughTheShareIsWhole() {
        kept.anObject("video.mp4");
        world.the(Verifications.class).count(kept.now(), Kept.WINDOW, Duration.ZERO);
        assertThat(world.the(Verifications.class).standing().orElseThrow().share())
                .isEqualTo(1);
    }
}
