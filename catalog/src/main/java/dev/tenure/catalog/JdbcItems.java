package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcItems implements Items {

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;
    private final Outbox outbox;
    private final KeyVault vault;
    private final HoldLock holdLock;
    private final JdbcKinship kinship;
    private final JdbcHoldCounts holdCounts;
    private final JdbcLeases leases;
    private final JdbcClassItems classes;

    JdbcItems(
            JdbcClient database,
            Ids ids,
            Trail trail,
            Outbox outbox,
            KeyVault vault,
            HoldLock holdLock,
            JdbcKinship kinship) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
        this.outbox = outbox;
        this.vault = vault;
        this.holdLock = holdLock;
        this.kinship = kinship;
        this.holdCounts = new JdbcHoldCounts(database, outbox);
        this.leases = new JdbcLeases(database);
        this.classes = new JdbcClassItems(database);
    }

    @Override
    public FreshKey freshKey(AccountId account) {
        ItemId id = new ItemId(ids.next());
        return new FreshKey(account, id, vault.wrap(DataKey.random(), StoredObject.keyBinding(account, id)));
    }

    @Override
    @Transactional
    public Item announce(NewItem wanted, FreshKey key, Actor actor) {
        if (!key.account().equals(wanted.account())) {
            throw new IllegalArgumentException("the key of another account's item");
        }
        ItemId id = key.item();
        JdbcKinship.Kin kin = kinship.kin(wanted);
        NewItem item = kin.item();
        database.sql("""
                        INSERT INTO item (id, account_id, meeting_id, kind, state, anchor, retention_class, notice_id,
                                          notice_shown_at, file_name, owner_id)
                        VALUES (:id, :account, :meeting, :kind, 'RECEIVING', :anchor, :class, :notice, :shown, :fileName,
                                (SELECT COALESCE(host.successor_id, host.id)
                                   FROM meeting
                                   JOIN person host ON host.account_id = meeting.account_id
                                   LEFT JOIN person_alias also ON also.person_id = host.id AND also.alias = lower(meeting.host)
                                  WHERE meeting.id = :meeting AND (host.email = lower(meeting.host) OR also.alias IS NOT NULL)
                                    AND (host.left_at IS NULL OR host.successor_id IS NOT NULL)
                                  ORDER BY host.email = lower(meeting.host) DESC LIMIT 1))
                        """)
                .param("id", id.value())
                .param("account", item.account().value())
                .param("meeting", item.meeting().value())
                .param("kind", item.kind().name())
                .param("anchor", Rows.at(item.anchor()))
                .param("class", item.retentionClass())
                .param("notice", item.notice() == null ? null : item.notice().value())
                .param("shown", Rows.at(item.noticeShownAt()))
                .param("fileName", item.fileName())
                .update();
        keep(key);
        trail.append(
                item.account(),
                id,
                actor,
                "item.receiving",
                Map.of("kind", item.kind().name()));
        kinship.inheritHolds(id, kin, actor);
        Item announced = kinship.lead(find(id).orElseThrow(), actor);
        return kinship.bind(announced, actor) ? find(id).orElseThrow() : announced;
    }

    /** A key that was wrapped just before its wrapping key was retired would be lost with that. */
    private void keep(FreshKey key) {
        int kept = database.sql("""
                        INSERT INTO item_key (item_id, key_id, vault_key_id, wrapped)
                        SELECT :item, :key, :vaultKey, :wrapped
                         WHERE NOT EXISTS (SELECT FROM retired_vault_key WHERE vault_key_id = :vaultKey)
                        """)
                .param("item", key.item().value())
                .param("key", ids.next())
                .param("vaultKey", key.wrapped().vaultKeyId())
                .param("wrapped", key.wrapped().base64())
                .update();
        if (kept == 0) {
            throw new KeyUnavailable(
                    KeyUnavailable.Reason.KEY_RETIRED,
                    "the key " + key.wrapped().vaultKeyId() + " was retired while a new item's key was wrapped by it");
        }
    }

    @Override
    public Optional<Item> find(AccountId account, ItemId id, @Nullable PersonId onlyOf) {
        return database.sql(ItemRow.SELECT + """
                                 WHERE id = :id AND account_id = :account
                                   AND (CAST(:onlyOf AS uuid) IS NULL OR owner_id = :onlyOf)
                                """)
                .param("id", id.value())
                .param("account", account.value())
                .param("onlyOf", onlyOf == null ? null : onlyOf.value())
                .query(ItemRow::read)
                .optional();
    }

    @Override
    public Optional<Item> find(ItemId id) {
        return database.sql(ItemRow.SELECT + " WHERE id = :id")
                .param("id", id.value())
                .query(ItemRow::read)
                .optional();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Item> lock(ItemId id) {
        return database.sql(ItemRow.SELECT + " WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(ItemRow::read)
                .optional();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Item> lockAll(Collection<ItemId> ids) {
        return database.sql(ItemRow.SELECT + " WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                .param("ids", Rows.uuids(ids))
                .query(ItemRow::read)
                .list();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Item> lockToDestroy(ItemId id) {
        Optional<UUID> account = database.sql("SELECT account_id FROM item WHERE id = :id")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
        if (account.isEmpty()) {
            return Optional.empty();
        }
        holdLock.together(new AccountId(account.get()));
        Item item = lock(id).orElseThrow();
        return kinship.cover(item) ? find(id) : Optional.of(item);
    }

    @Override
    public List<Item> page(AccountId account, @Nullable PersonId onlyOf, @Nullable ItemId before, int limit) {
        return database.sql(ItemRow.SELECT + """
                                 WHERE account_id = :account AND (CAST(:before AS uuid) IS NULL OR id < :before)
                                   AND (CAST(:onlyOf AS uuid) IS NULL OR owner_id = :onlyOf)
                                 ORDER BY id DESC LIMIT :limit
                                """)
                .param("account", account.value())
                .param("onlyOf", onlyOf == null ? null : onlyOf.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query(ItemRow::read)
                .list();
    }

    @Override
    public List<Item> inState(ItemState state, @Nullable ItemId after, int limit) {
        return database.sql(ItemRow.SELECT + """
                                 WHERE state = :state AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .param("state", state.name())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(ItemRow::read)
                .list();
    }

    @Override
    @Transactional
    public boolean move(ItemId id, ItemState from, ItemState to, Actor actor, @Nullable String problem) {
        if (!ItemLifecycle.allows(from, to)) {
            throw new IllegalArgumentException("no item goes from " + from + " to " + to);
        }
        Optional<UUID> account = database.sql("""
                        UPDATE item
                           SET state = :to, state_since = clock_timestamp(), problem = :problem,
                               facts_version = facts_version + CASE WHEN :to IN ('READY', 'TRASHED') OR state = 'TRASHED' THEN 1 ELSE 0 END,
                               file_name = CASE WHEN :to = 'PURGED' THEN '' ELSE file_name END,
                               trashed_from = CASE WHEN :to = 'TRASHED' THEN state END,
                               trashed_with = NULL,
                               trashed_at = CASE WHEN :to = 'TRASHED' THEN clock_timestamp()
                                                 WHEN :to IN ('DESTROYING', 'PURGED') THEN trashed_at END
                         WHERE id = :id AND state = :from
                        RETURNING account_id
                        """)
                .param("id", id.value())
                .param("from", from.name())
                .param("to", to.name())
                .param("problem", problem)
                .query(UUID.class)
                .optional();
        account.ifPresent(owner -> {
            Map<String, String> detail = new HashMap<>(Map.of("from", from.name()));
            if (problem != null) {
                detail.put("problem", problem);
            }
            trail.append(new AccountId(owner), id, actor, "item." + to.name().toLowerCase(Locale.ROOT), detail);
            EventType told = EventType.ofMove(from, to);
            if (told != null) {
                outbox.append(told, id, problem == null ? Map.of() : Map.of("problem", problem));
            }
        });
        return account.isPresent();
    }

    @Override
    @Transactional
    public boolean trashWith(Item companion, ItemId recording, Actor actor) {
        return move(companion.id(), companion.state(), ItemState.TRASHED, actor, companion.problem())
                && database.sql("UPDATE item SET trashed_with = :recording WHERE id = :id")
                                .param("id", companion.id().value())
                                .param("recording", recording.value())
                                .update()
                        == 1;
    }

    @Override
    @Transactional
    public void problem(ItemId id, @Nullable String problem, Actor actor) {
        database.sql("UPDATE item SET problem = :problem WHERE id = :id RETURNING account_id")
                .param("id", id.value())
                .param("problem", problem)
                .query(UUID.class)
                .optional()
                .ifPresent(owner -> {
                    Map<String, String> detail = problem == null ? Map.of() : Map.of("problem", problem);
                    trail.append(new AccountId(owner), id, actor, "item.problem", detail);
                    if (problem != null) {
                        outbox.append(EventType.ITEM_PROCESSING_FAILED, id, detail);
                    }
                });
    }

    @Override
    @Transactional
    public void classify(ItemId id, String retentionClass, Actor actor) {
        UUID owner = database.sql(
                        "UPDATE item SET retention_class = :class, facts_version = facts_version + 1 WHERE id = :id RETURNING account_id")
                .param("id", id.value())
                .param("class", retentionClass)
                .query(UUID.class)
                .single();
        trail.append(new AccountId(owner), id, actor, "item.classified", Map.of("retentionClass", retentionClass));
    }

    @Override
    public Optional<ItemKey> key(ItemId id) {
        return database.sql("SELECT key_id, vault_key_id, wrapped FROM item_key WHERE item_id = :id")
                .param("id", id.value())
                .query(ItemRow::key)
                .optional();
    }

    @Override
    @Transactional
    public Optional<ItemKey> destroyKey(ItemId id) {
        if (held(id)) {
            throw new IllegalStateException("item " + id + " is under a legal hold: its key stays");
        }
        return database.sql("WITH noted AS (DELETE FROM processing WHERE item_id = :id)"
                        + " DELETE FROM item_key WHERE item_id = :id RETURNING key_id, vault_key_id, wrapped")
                .param("id", id.value())
                .query(ItemRow::key)
                .optional();
    }

    private boolean held(ItemId id) {
        return database.sql("SELECT EXISTS (SELECT FROM item WHERE id = :id AND hold_count > 0)")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    @Override
    @Transactional
    public Set<ItemId> raiseHolds(Collection<ItemId> ids) {
        return holdCounts.raise(ids);
    }

    @Override
    @Transactional
    public void lowerHolds(Collection<ItemId> ids, Instant coolOffUntil) {
        holdCounts.lower(ids, coolOffUntil);
    }

    @Override
    @Transactional
    public boolean lease(ItemId id, String owner, Duration lifetime) {
        return leases.take(id, owner, lifetime);
    }

    @Override
    public void release(ItemId id, String owner) {
        leases.release(id, owner);
    }

    @Override
    public void evictLease(ItemId id) {
        leases.evict(id);
    }

    @Override
    public void progress(ItemId id, String owner, String stage, double fraction) {
        leases.progress(id, owner, stage, fraction);
    }

    @Override
    public List<Item> anchoredUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit) {
        return classes.anchoredUpTo(part, cutoff, after, limit);
    }

    @Override
    public List<Item> trashedUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit) {
        return classes.trashedUpTo(part, cutoff, after, limit);
    }

    @Override
    public List<StaleTags> staleTags(int limit) {
        return database.sql("""
                        SELECT id, facts_version FROM item
                         WHERE facts_version <> tagged_version AND state IN ('STORED', 'READY', 'TRASHED', 'QUARANTINED')
                         ORDER BY id LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> new StaleTags(new ItemId(Rows.uuid(row, "id")), row.getInt("facts_version")))
                .list();
    }

    @Override
    public void tagged(StaleTags tags) {
        database.sql("UPDATE item SET tagged_version = :version WHERE id = :id AND tagged_version < :version")
                .param("id", tags.item().value())
                .param("version", tags.factsVersion())
                .update();
    }
}
