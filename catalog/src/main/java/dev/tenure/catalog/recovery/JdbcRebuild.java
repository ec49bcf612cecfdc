package dev.tenure.catalog.recovery;

import dev.tenure.catalog.Rows;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts rows back; all within one transaction of the tables' owner. */
final class JdbcRebuild {

    /** Others name their rows, or they say themselves what became of them. */
    private static final Set<String> KEPT_UP = Set.of("item", "meeting", "stored_object");

    private final JdbcClient database;

    private JdbcRebuild(JdbcClient database) {
        this.database = database;
    }

    static JdbcRebuild of(DataSource database) {
        return new JdbcRebuild(JdbcClient.create(database));
    }

    /** The tables that are kept, each behind those that it names. */
    List<TableColumns> inOrder() {
        return new JdbcTableColumns(database).inOrder(new JdbcKeptTables(database).all());
    }

    /** The last migration. */
    String version() {
        return new JdbcKeptTables(database).version();
    }

    /** How many others are connected to this database. */
    long others() {
        return database.sql(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                                + " AND backend_type = 'client backend'")
                .query(Long.class)
                .single();
    }

    void stage() {
        database.sql("""
                        CREATE TEMPORARY TABLE staged_table ON COMMIT DROP AS
                        SELECT name, coalesce(key_columns(quote_ident(name)::regclass), '{}') AS columns FROM kept_table WHERE way <> 'NOT'
                        """).update();
        database.sql(
                        "CREATE TEMPORARY TABLE staged (name text NOT NULL, key jsonb NOT NULL, content jsonb, at text NOT NULL,"
                                + " PRIMARY KEY (name, key)) ON COMMIT DROP")
                .update();
        database.sql(
                        "CREATE TEMPORARY TABLE staged_copy (item_id uuid PRIMARY KEY, vault_key_id text NOT NULL, wrapped text NOT NULL,"
                                + " object_id uuid NOT NULL, size bigint NOT NULL, sha256 bytea NOT NULL, version_id text NOT NULL) ON COMMIT DROP")
                .update();
    }

    /** What is said of an item of which only the trail tells. */
    private static final String LOST = "what was known of it went with the database";

    /** Takes rows of the ledger in, in its order: a later row of the same key replaces an earlier one, whatever the clock said. */
    void addLedger(KeptRows rows) {
        add(rows, "");
    }

    /** Takes rows of a copy in: of what several items have in common, those count that were read last. */
    void addCopy(KeptRows rows) {
        add(rows, rows.at());
    }

    private void add(KeptRows rows, String at) {
        database.sql("""
                        INSERT INTO staged (name, key, content, at)
                        SELECT DISTINCT ON (name, key) name, key, content, :at
                          FROM (SELECT t.name,
                                       CASE WHEN told.gone OR cardinality(t.columns) = 0 THEN CAST(told.text AS jsonb)
                                            ELSE (SELECT jsonb_object_agg(c, CAST(told.text AS jsonb) -> c) FROM unnest(t.columns) AS c) END AS key,
                                       CASE WHEN NOT told.gone THEN CAST(told.text AS jsonb) END AS content
                                  FROM unnest(CAST(:tables AS text[]), CAST(:texts AS text[]), CAST(:gone AS boolean[])) AS told (name, text, gone)
                                  JOIN staged_table t ON t.name = told.name) AS new
                        ON CONFLICT (name, key) DO UPDATE SET content = excluded.content, at = excluded.at WHERE staged.at <= excluded.at
                        """)
                .param("at", at)
                .param("tables", rows.rows().stream().map(KeptRow::table).toArray(String[]::new))
                .param("texts", rows.rows().stream().map(KeptRow::text).toArray(String[]::new))
                .param("gone", rows.rows().stream().map(KeptRow::gone).toArray(Boolean[]::new))
                .update();
    }

    /** Items that ended, as the ledger says; not those of which an earlier rebuild knew nothing more. */
    Set<UUID> ended() {
        return new HashSet<>(database.sql(
                        "SELECT CAST(key ->> 'id' AS uuid) AS id FROM staged WHERE name = 'item'"
                                + " AND content ->> 'state' IN ('DESTROYING', 'PURGED', 'REJECTED') AND content ->> 'problem' IS DISTINCT FROM :lost"
                                + " UNION SELECT id FROM item WHERE state IN ('DESTROYING', 'PURGED', 'REJECTED') AND problem IS DISTINCT FROM :lost")
                .param("lost", LOST)
                .query((row, number) -> Rows.uuid(row, "id"))
                .list());
    }

    /** How often the row of an item that is there changed; -1 for one that is not, or of which nothing more was known. */
    long revision(UUID item) {
        return database.sql("SELECT revision FROM item WHERE id = :id AND problem IS DISTINCT FROM :lost")
                .param("id", item)
                .param("lost", LOST)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    /** Of what the trail tells and nothing else is known, that it was there; of what ended, that it had a meeting. */
    int stubs() {
        int lost = database.sql("""
                        INSERT INTO staged (name, key, content, at)
                        SELECT DISTINCT ON (e.content ->> 'item_id') 'item', jsonb_build_object('id', e.content -> 'item_id'),
                               jsonb_build_object('id', e.content -> 'item_id', 'account_id', e.content -> 'account_id', 'meeting_id', e.content -> 'item_id',
                                   'kind', 'FILE', 'state', 'REJECTED', 'problem', CAST(:lost AS text), 'file_name', '',
                                   'created_at', e.content -> 'at', 'recorded_at', e.content -> 'at', 'host', ''), ''
                          FROM staged e
                         WHERE e.name = 'trail_entry' AND e.content ->> 'item_id' IS NOT NULL
                           AND NOT EXISTS (SELECT FROM item i WHERE i.id = CAST(e.content ->> 'item_id' AS uuid))
                        ON CONFLICT DO NOTHING
                        """).param("lost", LOST).update();
        database.sql("""
                        INSERT INTO staged (name, key, content, at)
                        SELECT DISTINCT ON (i.content ->> 'meeting_id') 'meeting', jsonb_build_object('id', i.content -> 'meeting_id'),
                               jsonb_build_object('id', i.content -> 'meeting_id', 'account_id', i.content -> 'account_id',
                                   'external_id', i.content ->> 'meeting_id', 'title', '', 'starts_at', i.content -> 'recorded_at',
                                   'ends_at', i.content -> 'recorded_at', 'zone', 'UTC', 'host', '', 'created_at', i.content -> 'created_at',
                                   'forgotten_at', to_jsonb(clock_timestamp())), ''
                          FROM staged i
                         WHERE i.name = 'item' AND NOT EXISTS (SELECT FROM meeting m WHERE m.id = CAST(i.content ->> 'meeting_id' AS uuid))
                        ON CONFLICT DO NOTHING
                        """).update();
        return lost;
    }

    /** What is so for no item that is put back: work under way, versions of what is written anew, and objects that were replaced meanwhile. */
    void settle() {
        database.sql(
                        "UPDATE staged SET content = content || '{\"manifest_version\": -1, \"lease_owner\": null, \"lease_until\": null}' WHERE name = 'item'")
                .update();
        // Each copy names the one before it, which it replaced.
        database.sql("""
                        UPDATE staged SET content = content || jsonb_build_object('status', 'DROPPED', 'dropped_at', clock_timestamp())
                         WHERE name = 'stored_object' AND content ->> 'role' = 'RECOVERY' AND content ->> 'status' = 'VISIBLE'
                        """).update();
        database.sql("""
                        UPDATE stored_object o SET status = 'DROPPED', dropped_at = clock_timestamp()
                         WHERE o.status = 'VISIBLE'
                           AND EXISTS (SELECT FROM staged i WHERE i.name = 'item' AND i.key = jsonb_build_object('id', o.item_id))
                           AND NOT EXISTS (SELECT FROM staged s WHERE s.name = 'stored_object' AND s.key = jsonb_build_object('id', o.id))
                        """).update();
    }

    /** Rows of items and meetings that are put back, in a backup and in no copy: they went since. */
    void removeOutdated(List<TableColumns> tables) {
        for (TableColumns one : tables) {
            KeptTable table = one.table();
            boolean ofMeeting = table.way() != KeptTable.Way.ITEM;
            if (table.foundBy() == null
                    || !one.deletable()
                    || table.key().isEmpty()
                    || KEPT_UP.contains(table.name())) {
                continue;
            }
            String owner = table.way() == KeptTable.Way.EXTERNAL_MEETING
                    ? "o.content ->> 'external_id' = t." + table.foundBy()
                            + " AND o.content ->> 'account_id' = t.account_id::text"
                    : "o.key = jsonb_build_object('id', t." + table.foundBy() + ")";
            database.sql("DELETE FROM " + table.quoted()
                            + " t WHERE EXISTS (SELECT FROM staged o WHERE o.name = :owner AND o.at <> '' AND " + owner
                            + ")"
                            + " AND NOT EXISTS (SELECT FROM staged s CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS "
                            + table.quoted()
                            + "), s.key) r WHERE s.name = :name AND s.content IS NOT NULL AND "
                            + table.sameKey("t", "r") + ")")
                    .param("owner", ofMeeting ? "meeting" : "item")
                    .param("name", table.name())
                    .update();
        }
    }

    /** Whether this database gave a place in the trail to something else than the one that was lost: then it went on by itself, and neither can be the other. */
    boolean wentItsOwnWay() {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM staged s JOIN trail_leaf l ON l.index = CAST(s.content ->> 'index' AS bigint)
                                        WHERE s.name = 'trail_leaf' AND to_jsonb(l) <> s.content)
                        """).query(Boolean.class).single();
    }

    /** What happens by itself when rows change has happened; and what nobody may change is put right here. */
    void triggers(List<TableColumns> tables, String what) {
        tables.forEach(one -> database.sql("ALTER TABLE " + one.table().quoted() + " " + what + " TRIGGER USER")
                .update());
    }

    /** Entries of the trail that got no place in it before what it knows otherwise. */
    void removeUnplaced() {
        for (String table : List.of("trail_pending", "trail_detail", "trail_entry")) {
            database.sql(
                            "DELETE FROM " + table + " t WHERE t.sequence NOT IN (SELECT sequence FROM trail_leaf)"
                                    + " AND EXISTS (SELECT FROM staged s WHERE s.name = 'trail_entry' AND s.key = jsonb_build_object('sequence', t.sequence)"
                                    + " AND s.content ->> 'commitment' <> (SELECT to_jsonb(e) ->> 'commitment' FROM trail_entry e WHERE e.sequence = t.sequence))")
                    .update();
        }
    }

    /** Rows that are no more, with what cannot be without them; where the whole ledger was read, all that it does not tell of. */
    void remove(List<TableColumns> tables, boolean whole) {
        for (TableColumns one : tables.reversed()) {
            if (one.deletable()) {
                KeptTable table = one.table();
                one.orphaned().forEach(orphaned -> database.sql(orphaned).update());
                if (whole && table.way() == KeptTable.Way.LEDGER) {
                    database.sql(
                                    "DELETE FROM " + table.quoted()
                                            + " t WHERE NOT EXISTS (SELECT FROM staged s WHERE s.name = :name AND s.key ="
                                            + " (SELECT jsonb_object_agg(c, to_jsonb(t) -> c) FROM unnest(key_columns(CAST(:name AS regclass))) AS c))")
                            .param("name", table.name())
                            .update();
                }
                database.sql("DELETE FROM " + table.quoted()
                                + " t USING staged s CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS "
                                + table.quoted() + "), s.key) r WHERE s.name = :name AND s.content IS NULL AND "
                                + table.sameKey("t", "r"))
                        .param("name", table.name())
                        .update();
            }
        }
    }

    /** Puts the staged rows of a table back; returns how many. */
    int insert(TableColumns table) {
        return database.sql(table.insert()).param("name", table.table().name()).update();
    }

    /** Takes in where a copy lies, and the item's key as the vault wrapped it now. */
    void add(CopiesInBucket.Copy copy, WrappedKey wrapped) {
        database.sql("""
                        INSERT INTO staged_copy (item_id, vault_key_id, wrapped, object_id, size, sha256, version_id)
                        VALUES (:item, :vaultKey, :wrapped, :object, :size, decode(:sha256, 'hex'), :version)
                        """)
                .param("item", copy.item())
                .param("vaultKey", wrapped.vaultKeyId())
                .param("wrapped", wrapped.base64())
                .param("object", copy.object())
                .param("size", copy.size())
                .param("sha256", copy.sha256().hex())
                .param("version", copy.versionId())
                .update();
    }

    /** Gives items their keys, also in place of those that an older vault wrapped, and their copies back to them; returns how many copies. */
    int keys() {
        database.sql("""
                        INSERT INTO item_key (item_id, key_id, vault_key_id, wrapped)
                        SELECT item_id, gen_random_uuid(), vault_key_id, wrapped FROM staged_copy
                        ON CONFLICT (item_id) DO UPDATE SET vault_key_id = excluded.vault_key_id, wrapped = excluded.wrapped
                        """).update();
        return database.sql("""
                        UPDATE stored_object o SET status = 'VISIBLE', size = c.size, sha256 = c.sha256, version_id = c.version_id
                          FROM staged_copy c WHERE o.id = c.object_id
                        """).update();
    }

    /** Numbers that the database gives go on behind those that were given. */
    void goOn(List<TableColumns> tables) {
        for (TableColumns one : tables) {
            database.sql("""
                            SELECT quote_ident(attname) FROM pg_attribute
                             WHERE attrelid = CAST(:table AS regclass) AND attidentity <> '' AND NOT attisdropped
                            """)
                    .param("table", one.table().quoted())
                    .query(String.class)
                    .list()
                    .forEach(column -> database.sql(
                                    "SELECT setval(pg_get_serial_sequence(:table, :column), greatest(max(" + column
                                            + "), 1), max(" + column + ") IS NOT NULL) FROM "
                                            + one.table().quoted())
                            .param("table", one.table().quoted())
                            .param("column", column)
                            .query()
                            .singleRow());
        }
    }

    /** What each module does about what no row says. */
    void afterwards() {
        database.sql(
                        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'after\\_rebuild\\_%' ORDER BY proname")
                .query(String.class)
                .list()
                .forEach(name -> database.sql("SELECT " + name + "()").query().singleRow());
    }

    /** The next number of the ledger lies behind all that the bucket has; all is told anew. */
    void announced(long newest) {
        database.sql(
                        "UPDATE ledger SET announced = greatest(announced, :newest), recovery_key = NULL, begun_by = NULL, copied_after = NULL")
                .param("newest", newest)
                .update();
        database.sql("DELETE FROM ledger_due").update();
    }

    List<UUID> accounts() {
        return database.sql("SELECT id FROM account ORDER BY id")
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
    }

    boolean claimed() {
        return database.sql("SELECT EXISTS (SELECT FROM vault_claim)")
                .query(Boolean.class)
                .single();
    }

    void giveUpClaim() {
        database.sql("DELETE FROM vault_claim").update();
    }
}
