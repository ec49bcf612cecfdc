package dev.tenure.retention.fixity;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.fixity.Verifications;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.RetentionWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.springframework.util.unit.DataSize;

/** An item whose objects are kept, and workers that read them back. */
final class Kept {

    static final Duration WINDOW = Duration.ofDays(90);
    static final Duration A_RUN = Duration.ofSeconds(20);
    static final int SIZE = 3 << 20;
    static final FixityReport NOTHING = new FixityReport(0, 0, 0, false);

    private final RetentionWorld world;
    private final AccountId account;
    private final Item item;
    private final AtomicLong nanos = new AtomicLong();

    Kept(RetentionWorld world) {
        this.world = world;
        this.account = world.anAccount();
        this.item = world.anItem(account, null);
    }

    Item item() {
        return item;
    }

    StoredObject anObject(String name) {
        byte[] bytes = new byte[SIZE];
        RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
        return world.anObject(item, ObjectRole.RENDITION, name, bytes);
    }

    /** The disk below the store loses a bit: what is recorded stays, and names other bytes. */
    void rot(StoredObject object) {
        byte[] bytes = world.store().bytes(object.key());
        bytes[bytes.length - 100] ^= 1;
        version(object, put(object, bytes));
    }

    String put(StoredObject object, byte[] bytes) {
        ObjectVersion version = world.store().put(object.key(), bytes, "application/octet-stream", ObjectTags.none());
        return version.versionId();
    }

    void version(StoredObject object, String version) {
        world.database()
                .sql("UPDATE stored_object SET version_id = :version WHERE id = :id")
                .param("version", version)
                .param("id", object.id().value())
                .update();
    }

    void longestAgo(StoredObject object) {
        world.database()
                .sql("UPDATE stored_object SET checked_at = checked_at - interval '1 day' WHERE id = :id")
                .param("id", object.id().value())
                .update();
    }

    Instant now() {
        return world.clock().instant();
    }

    List<String> told() {
        return world.the(Trail.class).of(account, item.id()).stream()
                .map(Trail.Entry::action)
                .filter(action -> action.startsWith("object."))
                .toList();
    }

    List<String> events() {
        return world.database()
                .sql("SELECT data ->> 'damage' || ' ' || (data ->> 'object') FROM outbox_event"
                        + " WHERE item_id = :item AND type = 'item.damaged' ORDER BY id")
                .param("item", item.id().value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    ObjectAlarms alarms() {
        return world.the(ObjectAlarms.class);
    }

    static FixitySettings settings(Duration run) {
        return new FixitySettings(WINDOW, DataSize.ofMegabytes(1), run, false);
    }

    Fixity fixity() {
        return fixity(settings(A_RUN));
    }

    Fixity fixity(FixitySettings settings) {
        return fixity(settings, nanos -> false);
    }

    /** Each object takes three seconds, and a run has five. */
    Fixity slow() {
        return fixity(settings(Duration.ofSeconds(5)), paused -> {
            nanos.addAndGet(paused);
            return false;
        });
    }

    Fixity fixity(FixitySettings settings, Pace.Pause pause) {
        return fixity(settings, new CountDownLatch(1), pause);
    }

    /** As a process of its own would have it. */
    Fixity fixity(FixitySettings settings, CountDownLatch ended, Pace.Pause pause) {
        return new Fixity(
                world.the(Verifications.class),
                world.the(StoredObjects.class),
                new Readback(
                        world.the(ItemBytes.class), new Pace(settings.rate().toBytes(), nanos::get, pause)),
                alarms(),
                settings,
                world.the(InstantSource.class),
                nanos::get,
                ended);
    }
}
