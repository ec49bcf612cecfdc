package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.RetentionWorld;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionOperations;

/** Items with bytes, and holds on them; what tests of the mirror begin with. */
final class HeldItems {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");

    private final RetentionWorld world;
    private final AccountId account;

    HeldItems(RetentionWorld world) {
        this.world = world;
        this.account = world.anAccount();
        world.store().adapt(world.store().features().withLocks(true));
        world.database().sql("UPDATE item SET hold_count = 0").update();
        world.database().sql("DELETE FROM hold_mirror").update();
        world.database().sql("DELETE FROM hold_mirror_due").update();
        world.database()
                .sql("UPDATE hold_audit SET began_at = NULL, under_way = false, after_item = NULL")
                .update();
    }

    AccountId account() {
        return account;
    }

    InMemoryObjectStore store() {
        return world.store();
    }

    ObjectLocks locks() {
        return world.store().locks().orElseThrow();
    }

    /** The mirror as a new process would have it. */
    HoldMirror mirror(ObjectStore store) {
        return mirror(store, world.the(TransactionOperations.class));
    }

    HoldMirror mirror(ObjectStore store, TransactionOperations transactions) {
        JdbcHoldMirror known = new JdbcHoldMirror(world.database());
        ItemMirror each = new ItemMirror(
                known,
                world.the(Items.class),
                world.the(StoredObjects.class),
                store,
                world.the(Trail.class),
                new MirrorLocks(world.the(DataSource.class)),
                world.the(InstantSource.class),
                transactions,
                RetentionWorld.VERIFY_DELAY);
        return new HoldMirror(known, each, store, world.the(InstantSource.class));
    }

    Item anItem() {
        return world.anItem(account, "P30D");
    }

    /** An item with two objects, one of which has a version that a newer one hides. */
    Item aRecording() {
        Item item = anItem();
        ObjectVersion source = write(item);
        store().put(source.key(), new byte[2], "video/mp4", ObjectTags.none());
        write(item);
        return item;
    }

    /** An object as the product writes it: announced, stored, complete. */
    ObjectVersion write(Item item) {
        StoredObjects objects = world.the(StoredObjects.class);
        StoredObject object = objects.announce(
                        item.id(),
                        EnumSet.allOf(ItemState.class),
                        ObjectRole.RENDITION,
                        UUID.randomUUID().toString(),
                        "video.mp4",
                        8 << 20,
                        "video/mp4")
                .orElseThrow();
        ObjectVersion version = store().put(object.key(), new byte[3], "video/mp4", ObjectTags.none());
        objects.complete(object.id(), new StoredObject.Facts(3, ContentHash.of(new byte[32]), version.versionId()));
        return version;
    }

    /** A version that comes into the bucket past the catalog. */
    ObjectVersion smuggle(Item item) {
        return store().put(world.key(item, "rendition/9/" + UUID.randomUUID()), new byte[1], "a/b", ObjectTags.none());
    }

    HoldId hold(Item... items) {
        List<ItemId> wanted = List.of(items).stream().map(Item::id).toList();
        Placement placed = world.the(Holds.class).place(account, MATTER, wanted, RetentionWorld.ACTOR);
        if (!placed.preserved().first().containsAll(wanted)) {
            throw new AssertionError("not all preserved: " + placed);
        }
        return placed.hold();
    }

    void release(HoldId hold) {
        if (world.the(Holds.class).release(account, hold, "settled", RetentionWorld.ACTOR) != Holds.Release.RELEASED) {
            throw new AssertionError("was released before: " + hold);
        }
    }

    List<ObjectVersion> versions(Item item) {
        return store().listVersions(StoredObject.prefixOf(item.account(), item.id())).stream()
                .filter(version -> !version.deleteMarker())
                .toList();
    }

    List<ObjectVersion> locked(Item item) {
        return versions(item).stream().filter(locks()::held).toList();
    }

    /** What the trail says the mirror found at the item, oldest first: action, finding, versions. */
    List<String> told(Item item) {
        return world.the(Trail.class).of(account, item.id()).stream()
                .filter(entry -> ItemMirror.ACTOR.equals(entry.actor()))
                .map(entry -> entry.action() + " " + detail(entry.detail(), "found") + " "
                        + detail(entry.detail(), "versions"))
                .toList();
    }

    private static String detail(Map<String, String> detail, String name) {
        return String.valueOf(detail.get(name));
    }

    long marks(Item item) {
        return world.count("hold_mirror_version", item.id());
    }
}
