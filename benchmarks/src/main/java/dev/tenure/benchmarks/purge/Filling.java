package dev.tenure.benchmarks.purge;

import dev.tenure.app.server.Server;
import dev.tenure.benchmarks.store.Noise;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.policy.Choices;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills a bucket with plain objects, and a catalog with items that are due, their objects in the bucket. */
final class Filling {

    private static final int THREADS = 8;
    private static final byte[] CONTENT = Noise.bytes(1024);
    private static final Actor ACTOR = Actor.system("bench");
    private static final Instant LONG_AGO = Instant.parse("2020-02-03T10:00:00Z");
    private static final int TOGETHER = 500;

    private final Server server;
    private final ObjectStore store;
    private final Ids ids;
    private final JdbcClient owner;
    private final TransactionTemplate transaction;

    Filling(Server server) {
        this.server = server;
        this.store = server.bean(ObjectStore.class);
        this.ids = server.bean(Ids.class);
        this.owner =
                JdbcClient.create(server.bean(Flyway.class).getConfiguration().getDataSource());
        this.transaction = server.bean(TransactionTemplate.class);
    }

    ObjectStore store() {
        return store;
    }

    /** Objects whose keys are as long as ours, in folders as small as those of small items. */
    KeyPrefix raw(int objects) throws Exception {
        KeyPrefix prefix = new KeyPrefix(ids.next() + "/");
        UUID folder = ids.next();
        List<ObjectKey> keys = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            folder = i % 2 == 0 ? ids.next() : folder;
            keys.add(prefix.key(folder + "/segment/1/s" + i));
        }
        put(keys);
        return prefix;
    }

    /** Items of a new account, due since long ago. */
    AccountId items(int count, int objectsEach) throws Exception {
        String slug = "bench-" + ids.next();
        AccountId account = server.bean(Accounts.class).register(slug, "Bench").id();
        if (!(server.bean(Choices.class).choose(account, "P1D", LONG_AGO) instanceof Choices.Chosen chosen)) {
            throw new IllegalStateException("a day is refused");
        }
        for (int from = 0; from < count; from += TOGETHER) {
            int some = Math.min(TOGETHER, count - from);
            List<ItemId> items = new ArrayList<>();
            transaction.executeWithoutResult(status -> {
                for (int i = 0; i < some; i++) {
                    items.add(item(account, chosen.retentionClass()));
                }
            });
            objects(account, items, objectsEach);
        }
        return account;
    }

    private ItemId item(AccountId account, String retentionClass) {
        MeetingId meeting = server.bean(Meetings.class)
                .register(
                        account,
                        new NewMeeting(
                                ids.next().toString(),
                                "Weekly round",
                                LONG_AGO.minus(Duration.ofHours(1)),
                                LONG_AGO,
                                ZoneId.of("Europe/Berlin"),
                                "host@example.org",
                                List.of()))
                .id();
        Items items = server.bean(Items.class);
        FreshKey key = items.freshKey(account);
        return items.announce(
                        new NewItem(
                                account,
                                meeting,
                                ItemKind.RECORDING,
                                LONG_AGO,
                                retentionClass,
                                null,
                                null,
                                "talk.webm"),
                        key,
                        ACTOR)
                .id();
    }

    /** Their bytes, and rows as they are once an item is ready. */
    private void objects(AccountId account, List<ItemId> items, int each) throws Exception {
        List<UUID> of = new ArrayList<>();
        List<ObjectKey> keys = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ItemId item : items) {
            for (int i = 0; i < each; i++) {
                of.add(item.value());
                names.add("s" + i);
                keys.add(StoredObject.prefixOf(account, item).key("segment/1/s" + i));
            }
        }
        List<ObjectVersion> versions = put(keys);
        ContentHash hash = new ContentHash("ab".repeat(32));
        owner.sql("""
                        INSERT INTO stored_object (id, item_id, role, name, bucket, key, status, sealed, part_size, media_type, size, sha256,
                                                   version_id)
                        SELECT one.id, item, 'SEGMENT', one.name, :bucket, one.key, 'VISIBLE', true, 1048576, 'video/mp4', 1024,
                               decode(:hash, 'hex'), version
                          FROM unnest(:ids, :items, :names, :keys, :versions) AS one (id, item, name, key, version)
                        """)
                .param("bucket", store.bucket())
                .param("hash", hash.hex())
                .param("ids", of.stream().map(item -> ids.next()).toArray(UUID[]::new))
                .param("items", of.toArray(UUID[]::new))
                .param("names", names.toArray(String[]::new))
                .param("keys", keys.stream().map(ObjectKey::value).toArray(String[]::new))
                .param(
                        "versions",
                        versions.stream().map(ObjectVersion::versionId).toArray(String[]::new))
                .update();
        owner.sql("UPDATE item SET state = 'READY' WHERE id = ANY (:items)")
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .update();
    }

    private List<ObjectVersion> put(List<ObjectKey> keys) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<ObjectVersion>> all = new ArrayList<>();
            for (ObjectKey key : keys) {
                all.add(threads.submit(() -> store.put(key, CONTENT, "application/octet-stream", ObjectTags.none())));
            }
            List<ObjectVersion> done = new ArrayList<>();
            for (Future<ObjectVersion> one : all) {
                done.add(one.get());
            }
            return done;
        }
    }

    void requireCertificates(AccountId account, int items) {
        long certified = owner.sql("SELECT count(*) FROM certificate WHERE account_id = :account")
                .param("account", account.value())
                .query(Long.class)
                .single();
        if (certified != items) {
            throw new IllegalStateException(certified + " certificates instead of " + items);
        }
    }
}
