package dev.tenure.catalog;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcStoredObjects implements StoredObjects {

    private static final String SELECT = """
            SELECT o.id, i.account_id, o.item_id, o.role, o.name, o.bucket, o.key, o.status, o.part_size, o.media_type,
                   o.size, o.sha256, o.version_id
              FROM stored_object o JOIN item i ON i.id = o.item_id
            """;

    private final JdbcClient database;
    private final Ids ids;
    private final ObjectStore store;

    JdbcStoredObjects(JdbcClient database, Ids ids, ObjectStore store) {
        this.database = database;
        this.ids = ids;
        this.store = store;
    }

    @Override
    @Transactional
    public Optional<StoredObject> announce(
            ItemId item,
            Set<ItemState> allowed,
            ObjectRole role,
            String attempt,
            String name,
            int partSize,
            String mediaType) {
        // The share lock makes a destruction wait for this commit, or this for the destruction: never both.
        Optional<UUID> account = database.sql(
                        "SELECT account_id FROM item WHERE id = :item AND state = ANY (:allowed) FOR SHARE")
                .param("item", item.value())
                .param("allowed", allowed.stream().map(Enum::name).toArray(String[]::new))
                .query(UUID.class)
                .optional();
        if (account.isEmpty()) {
            return Optional.empty();
        }
        UUID id = ids.next();
        KeyPrefix prefix = StoredObject.prefixOf(new AccountId(account.get()), item);
        ObjectKey key = prefix.key(role.word() + "/" + attempt + "/" + name);
        database.sql("""
                        INSERT INTO stored_object (id, item_id, role, name, bucket, key, status, sealed, part_size, media_type)
                        VALUES (:id, :item, :role, :name, :bucket, :key, 'ANNOUNCED', true, :partSize, :mediaType)
                        """)
                .param("id", id)
                .param("item", item.value())
                .param("role", role.name())
                .param("name", name)
                .param("bucket", store.bucket())
                .param("key", key.value())
                .param("partSize", partSize)
                .param("mediaType", mediaType)
                .update();
        return Optional.of(new StoredObject(
                new ObjectId(id),
                new AccountId(account.get()),
                item,
                role,
                name,
                store.bucket(),
                key,
                StoredObject.Status.ANNOUNCED,
                partSize,
                mediaType,
                null));
    }

    @Override
    public Optional<StoredObject> find(ObjectId id) {
        return database.sql(SELECT + " WHERE o.id = :id")
                .param("id", id.value())
                .query(JdbcStoredObjects::storedObject)
                .optional();
    }

    @Override
    @Transactional
    public void complete(ObjectId id, StoredObject.Facts facts) {
        int updated = database.sql("""
                        UPDATE stored_object SET size = :size, sha256 = :sha256, version_id = :version
                         WHERE id = :id AND status = 'ANNOUNCED'
                        """)
                .param("id", id.value())
                .param("size", facts.size())
                .param("sha256", facts.sha256().bytes())
                .param("version", facts.versionId())
                .update();
        if (updated == 0) {
            StoredObject now = find(id).orElseThrow();
            if (!facts.equals(now.facts())) {
                throw new IllegalStateException(now.key() + " is complete already, with other bytes");
            }
        }
    }

    @Override
    @Transactional
    public void publish(List<ObjectId> ids) {
        int published = database.sql(
                        "UPDATE stored_object SET status = 'VISIBLE' WHERE id = ANY (:ids) AND status IN ('ANNOUNCED', 'VISIBLE')")
                .param("ids", values(ids))
                .update();
        if (published != ids.size()) {
            throw new IllegalStateException("only " + published + " of " + ids.size() + " objects could be published");
        }
    }

    @Override
    @Transactional
    public void publish(ObjectId id, StoredObject.Facts facts, String mediaType) {
        int published = database.sql("""
                        UPDATE stored_object
                           SET size = :size, sha256 = :sha256, version_id = :version, media_type = :mediaType, status = 'VISIBLE'
                         WHERE id = :id AND status = 'ANNOUNCED' AND version_id IS NULL
                        """)
                .param("id", id.value())
                .param("size", facts.size())
                .param("sha256", facts.sha256().bytes())
                .param("version", facts.versionId())
                .param("mediaType", mediaType)
                .update();
        if (published == 0) {
            throw new IllegalStateException("object " + id + " is complete already, or given up");
        }
    }

    @Override
    public void drop(List<ObjectId> ids) {
        if (ids.isEmpty()) {
            return;
        }
        database.sql(
                        "UPDATE stored_object SET status = 'DROPPED', dropped_at = clock_timestamp() WHERE id = ANY (:ids) AND status IN ('ANNOUNCED', 'VISIBLE')")
                .param("ids", values(ids))
                .update();
    }

    @Override
    public List<StoredObject> visible(ItemId item) {
        return database.sql(
                        SELECT
                                + " WHERE o.item_id = :item AND o.status = 'VISIBLE' AND o.role NOT IN ('MANIFEST', 'RECOVERY') ORDER BY o.id")
                .param("item", item.value())
                .query(JdbcStoredObjects::storedObject)
                .list();
    }

    @Override
    public Optional<StoredObject> visible(ItemId item, String name) {
        return database.sql(
                        SELECT
                                + " WHERE o.item_id = :item AND o.name = :name AND o.status = 'VISIBLE' AND o.role NOT IN ('MANIFEST', 'RECOVERY')")
                .param("item", item.value())
                .param("name", name)
                .query(JdbcStoredObjects::storedObject)
                .optional();
    }

    @Override
    public Optional<StoredObject> manifest(ItemId item) {
        return database.sql(SELECT + " WHERE o.item_id = :item AND o.role = 'MANIFEST' AND o.status = 'VISIBLE'")
                .param("item", item.value())
                .query(JdbcStoredObjects::storedObject)
                .optional();
    }

    @Override
    public List<StoredObject> all(ItemId item) {
        return database.sql(SELECT + " WHERE o.item_id = :item ORDER BY o.id")
                .param("item", item.value())
                .query(JdbcStoredObjects::storedObject)
                .list();
    }

    @Override
    public Map<ItemId, List<StoredObject>> all(Collection<ItemId> items) {
        return database
                .sql(SELECT + " WHERE o.item_id = ANY (:items) ORDER BY o.id")
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .query(JdbcStoredObjects::storedObject)
                .list()
                .stream()
                .collect(Collectors.groupingBy(StoredObject::item));
    }

    @Override
    public long bytes(Collection<ItemId> items) {
        return database.sql(
                        "SELECT coalesce(sum(size), 0) FROM stored_object WHERE item_id = ANY (:items) AND status <> 'GONE'")
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .query(Long.class)
                .single();
    }

    private record Count(ItemId item, int objects) {}

    @Override
    public Map<ItemId, Integer> count(Collection<ItemId> items) {
        return database
                .sql(
                        "SELECT item_id, count(*) AS objects FROM stored_object WHERE item_id = ANY (:items) GROUP BY item_id")
                .param("items", items.stream().map(ItemId::value).toArray(UUID[]::new))
                .query((row, number) -> new Count(new ItemId(Rows.uuid(row, "item_id")), row.getInt("objects")))
                .list()
                .stream()
                .collect(Collectors.toMap(Count::item, Count::objects));
    }

    @Override
    public void gone(ItemId item) {
        database.sql("UPDATE stored_object SET status = 'GONE' WHERE item_id = :item")
                .param("item", item.value())
                .update();
    }

    @Override
    public void gone(ObjectId id) {
        database.sql("UPDATE stored_object SET status = 'GONE' WHERE id = :id AND status = 'DROPPED'")
                .param("id", id.value())
                .update();
    }

    @Override
    public void gone(List<ObjectId> ids) {
        database.sql("UPDATE stored_object SET status = 'GONE' WHERE id = ANY (:ids) AND status <> 'VISIBLE'")
                .param("ids", values(ids))
                .update();
    }

    @Override
    public List<ItemId> withSpareChunks(int limit) {
        return database.sql("""
                        SELECT DISTINCT o.item_id
                          FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE o.role = 'CHUNK' AND o.status IN ('ANNOUNCED', 'DROPPED')
                           AND i.hold_count = 0 AND (i.cool_off_until IS NULL OR i.cool_off_until < clock_timestamp())
                           AND (i.state IN ('READY', 'TRASHED') OR (i.state = 'STORED' AND i.problem IS NOT NULL))
                           AND (i.lease_until IS NULL OR i.lease_until < clock_timestamp())
                         ORDER BY o.item_id
                         LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> new ItemId(Rows.uuid(row, "item_id")))
                .list();
    }

    @Override
    public List<StoredObject> dropped(Set<ObjectRole> roles, Duration age, int limit) {
        return database.sql(SELECT + """
                         WHERE o.status = 'DROPPED' AND o.role = ANY (:roles) AND i.kind = 'RECORDING'
                           AND o.dropped_at <= clock_timestamp() - make_interval(secs => :age)
                           AND i.state IN ('STORED', 'READY', 'TRASHED')
                           AND i.hold_count = 0 AND (i.cool_off_until IS NULL OR i.cool_off_until < clock_timestamp())
                         ORDER BY o.dropped_at LIMIT :limit
                        """)
                .param("roles", roles.stream().map(Enum::name).toArray(String[]::new))
                .param("age", age.toMillis() / 1000.0)
                .param("limit", limit)
                .query(JdbcStoredObjects::storedObject)
                .list();
    }

    private static UUID[] values(List<ObjectId> ids) {
        return ids.stream().map(ObjectId::value).toArray(UUID[]::new);
    }

    private static StoredObject storedObject(ResultSet row, int number) throws SQLException {
        return new StoredObject(
                new ObjectId(Rows.uuid(row, "id")),
                new AccountId(Rows.uuid(row, "account_id")),
                new ItemId(Rows.uuid(row, "item_id")),
                ObjectRole.valueOf(row.getString("role")),
                row.getString("name"),
                row.getString("bucket"),
                new ObjectKey(row.getString("key")),
                StoredObject.Status.valueOf(row.getString("status")),
                row.getInt("part_size"),
                row.getString("media_type"),
                facts(row));
    }

    private static StoredObject.@Nullable Facts facts(ResultSet row) throws SQLException {
        String version = row.getString("version_id");
        return version == null
                ? null
                : new StoredObject.Facts(row.getLong("size"), ContentHash.of(row.getBytes("sha256")), version);
    }
}
