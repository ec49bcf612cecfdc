package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CatalogWorld.Shared.class)
class RemovalsIT {

    private final CatalogWorld world;
    private final Items items;
    private final StoredObjects objects;
    private final Removals removals;
    private final AccountId account;
    private final ItemId item;

    RemovalsIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.objects = world.the(StoredObjects.class);
        this.removals = world.the(Removals.class);
        this.account = world.anAccount();
        this.item = world.anItemIn(account, ItemState.STORED).id();
    }

    @Test
    void aPermitGivesTheObjectsUpAndStandsInTheTrailOnce() {
        List<ObjectId> chunks = List.of(announced("1"), announced("2"));

        assertThat(removals.permit(item, chunks, ACTOR)).isTrue();
        assertThat(removals.permit(item, chunks, ACTOR)).isTrue();

        assertThat(objects.all(item)).allMatch(object -> object.status() == StoredObject.Status.DROPPED);
        assertThat(removed())
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail())
                        .containsEntry("role", "chunk")
                        .containsEntry("objects", "2"));
    }

    @Test
    void aHoldAndItsCoolOffForbidIt() {
        List<ObjectId> chunks = List.of(announced("1"));
        items.raiseHold(item);
        assertThat(removals.permit(item, chunks, ACTOR)).isFalse();

        items.lowerHold(item, world.the(InstantSource.class).instant().plusSeconds(3600));
        assertThat(removals.permit(item, chunks, ACTOR)).isFalse();

        assertThat(objects.all(item)).allMatch(object -> object.status() == StoredObject.Status.ANNOUNCED);
        assertThat(removed()).isEmpty();
    }

    @Test
    void aHoldThatComesAfterAFailedDeletionKeepsWhatIsLeft() {
        List<ObjectId> chunks = List.of(announced("1"));
        assertThat(removals.permit(item, chunks, ACTOR)).isTrue();
        items.raiseHold(item);
        assertThat(removals.permit(item, chunks, ACTOR)).isFalse();
    }

    @Test
    void whatReadersSeeIsNeverGivenUp() {
        ObjectId seen = announced("1");
        objects.complete(seen, new StoredObject.Facts(42, new ContentHash("ab".repeat(32)), "version-1"));
        world.inTransaction(() -> {
            objects.publish(List.of(seen));
            return true;
        });
        assertThat(removals.permit(item, List.of(seen), ACTOR)).isTrue();
        assertThat(objects.visible(item)).extracting(StoredObject::id).containsExactly(seen);
        assertThat(removed()).isEmpty();
    }

    @Test
    void waitsForAHoldThatIsBeingPlacedAndThenRefuses() throws Exception {
        List<ObjectId> chunks = List.of(announced("1"));
        try (ExecutorService another = Executors.newSingleThreadExecutor()) {
            Future<Boolean> permitted = world.inTransaction(() -> {
                items.raiseHold(item);
                Future<Boolean> asked = another.submit(() -> removals.permit(item, chunks, ACTOR));
                world.awaitBlockedSession();
                return asked;
            });
            assertThat(permitted.get(30, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(removed()).isEmpty();
    }

    private ObjectId announced(String attempt) {
        return objects.announce(
                        item,
                        EnumSet.of(ItemState.STORED),
                        ObjectRole.CHUNK,
                        attempt,
                        "chunk-00001.mp4",
                        8 << 20,
                        "video/mp4")
                .orElseThrow()
                .id();
    }

    private List<Trail.Entry> removed() {
        return world.the(Trail.class).of(account, item).stream()
                .filter(entry -> entry.action().equals("item.objects-removed"))
                .toList();
    }
}
