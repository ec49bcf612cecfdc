package dev.tenure.catalog.recovery;

import dev.tenure.catalog.recovery.KeptTable.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcLedger {

    private static final String ENDED = "state IN ('DESTROYING', 'PURGED', 'REJECTED')";

    /** Of an item that ended; what people called it and who its host was is nobody's business any more. */
    private static final String TOMBSTONE =
            "to_jsonb(t) || '{\"file_name\": \"\", \"host\": \"\", \"owner_id\": null}'";

    private final JdbcClient database;

    JdbcLedger(JdbcClient database) {
        this.database = database;
    }

    /**
     * How far the ledger is.
     *
     * @param written the last object that was written, 0 for none
     * @param told the object by which all was written; absent before
     * @param earlier whether objects of an earlier ledger may be there
     * @param begun whether it was begun, and its rows were not told to be written yet
     * @param copying whether some item copies were not told to be written anew yet
     */
    record State(
            @Nullable String recoveryKey,
            @Nullable String version,
            long announced,
            long first,
            long written,
            @Nullable Long told,
            boolean earlier,
            boolean begun,
            boolean copying) {}

    State state() {
        return database.sql("""
                        SELECT recovery_key, schema, announced, first, written, told, earlier, begun_by IS NOT NULL AS begun, copied_after IS NOT NULL AS copying FROM ledger
                        """)
                .query((row, number) -> new State(
                        row.getString("recovery_key"),
                        row.getString("schema"),
                        row.getLong("announced"),
                        row.getLong("first"),
                        row.getLong("written"),
                        row.getObject("told", Long.class),
                        row.getBoolean("earlier"),
                        row.getBoolean("begun"),
                        row.getBoolean("copying")))
                .single();
    }

    /** Begins a ledger for this key, or after an upgrade, in which all is told anew, as in all copies of items; changes from now on are noted. */
    void begin(String recoveryKey, String version) {
        database.sql("""
                        UPDATE ledger
                           SET recovery_key = :key, schema = :version, first = announced + 1, told = NULL, earlier = true,
                               begun_by = '0', copied_after = '00000000-0000-0000-0000-000000000000'
                         WHERE recovery_key IS DISTINCT FROM :key OR schema IS DISTINCT FROM :version
                        """).param("key", recoveryKey).param("version", version).update();
    }

    /** Notes which transactions may not know yet that it was begun: those that had a number when everybody could see it. */
    void fence() {
        database.sql("UPDATE ledger SET begun_by = pg_snapshot_xmax(pg_current_snapshot()) WHERE begun_by = '0'")
                .update();
    }

    /** Begins it anew, because it has become long. */
    void beginAnew(State state) {
        database.sql("UPDATE ledger SET first = announced + 1, told = NULL, earlier = true, begun_by = '0'"
                        + " WHERE first = :first AND told IS NOT NULL")
                .param("first", state.first())
                .update();
    }

    /** All was told. */
    void told() {
        database.sql("UPDATE ledger SET told = announced WHERE told IS NULL AND begun_by IS NULL")
                .update();
    }

    /** Nothing is left of earlier ledgers than this. */
    void forgotten(State state) {
        database.sql("UPDATE ledger SET earlier = false WHERE first = :first")
                .param("first", state.first())
                .update();
    }

    /**
     * Says of all rows that they are to be written, once every transaction is over that did not know of the ledger; in the caller's transaction.
     *
     * @return false when one is not
     */
    boolean tellAll(List<KeptTable> tables) {
        int over = database.sql(
                        "UPDATE ledger SET begun_by = NULL WHERE begun_by <> '0' AND begun_by <= pg_snapshot_xmin(pg_current_snapshot())")
                .update();
        if (over == 0) {
            return false;
        }
        for (KeptTable table : tables) {
            if (table.way() == Way.LEDGER || table.name().equals("item")) {
                String ended = table.name().equals("item") ? " WHERE " + ENDED : "";
                database.sql("INSERT INTO ledger_due (name, row_key)"
                                + " SELECT :name, (SELECT jsonb_object_agg(c, to_jsonb(t) -> c) FROM unnest(key_columns(CAST(:name AS regclass))) AS c)"
                                + " FROM " + table.quoted() + " t" + ended)
                        .param("name", table.name())
                        .update();
            }
        }
        return true;
    }

    /** Says of some more items that their copies are to be written anew. */
    void copyAnew(int limit) {
        database.sql("""
                        WITH next AS (
                            SELECT id FROM item WHERE id > (SELECT copied_after FROM ledger) ORDER BY id LIMIT :limit),
                        told AS (
                            UPDATE item SET manifest_version = -1 WHERE id IN (SELECT id FROM next) AND manifest_version >= 0)
                        UPDATE ledger SET copied_after = (SELECT id FROM next ORDER BY id DESC LIMIT 1) WHERE copied_after IS NOT NULL
                        """).param("limit", limit).update();
    }

    /** A row that changed. */
    record Due(long id, String table, String key) {}

    List<Due> due(int limit) {
        return database.sql("SELECT id, name, row_key::text AS key FROM ledger_due ORDER BY id LIMIT :limit")
                .param("limit", limit)
                .query((row, number) -> new Due(row.getLong("id"), row.getString("name"), row.getString("key")))
                .list();
    }

    /** Takes the next number. */
    long announce() {
        return database.sql("UPDATE ledger SET announced = announced + 1 RETURNING announced")
                .query(Long.class)
                .single();
    }

    /** The rows as they are now, of a leaf of the trail with what it stands for. */
    List<KeptRow> rows(List<Due> due, List<KeptTable> tables) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        due.forEach(one ->
                keys.computeIfAbsent(one.table(), table -> new ArrayList<>()).add(one.key()));
        List<KeptRow> rows = new ArrayList<>();
        keys.forEach((name, wanted) -> {
            KeptTable table = tables.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            List<String> distinct = wanted.stream().distinct().toList();
            rows.addAll(rows(table, distinct));
            if (name.equals("trail_leaf")) {
                tables.stream()
                        .filter(one -> one.way() == Way.LEAF)
                        .forEach(one -> rows.addAll(ofLeaves(one, distinct)));
            }
        });
        return rows;
    }

    private List<KeptRow> rows(KeptTable table, List<String> keys) {
        String row = table.name().equals("item") ? TOMBSTONE : "to_jsonb(t)";
        return database.sql("SELECT k.key, CASE WHEN t IS DISTINCT FROM NULL THEN (" + row + ")::text END AS row"
                        + " FROM unnest(CAST(:keys AS text[])) AS k (key)"
                        + " CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS " + table.quoted()
                        + "), CAST(k.key AS jsonb)) AS p"
                        + " LEFT JOIN " + table.quoted() + " t ON " + table.sameKey("t", "p"))
                .param("keys", keys.toArray(String[]::new))
                .query((found, number) -> {
                    String text = found.getString("row");
                    return text == null
                            ? new KeptRow(table.name(), found.getString("key"), true)
                            : new KeptRow(table.name(), text, false);
                })
                .list();
    }

    private List<KeptRow> ofLeaves(KeptTable table, List<String> leaves) {
        return database.sql("SELECT to_jsonb(t)::text FROM " + table.quoted() + " t WHERE t.sequence IN"
                        + " (SELECT l.sequence FROM trail_leaf l JOIN unnest(CAST(:keys AS text[])) AS k (key)"
                        + " ON l.index = CAST(CAST(k.key AS jsonb) ->> 'index' AS bigint))")
                .param("keys", leaves.toArray(String[]::new))
                .query((row, number) -> new KeptRow(table.name(), row.getString(1), false))
                .list();
    }

    /** Forgets what was written, unless somebody took a number meanwhile, who may have seen an earlier state of a row; in the caller's transaction. */
    boolean written(long number, List<Due> due) {
        Optional<Long> last = database.sql("SELECT announced FROM ledger WHERE announced = :number FOR UPDATE")
                .param("number", number)
                .query(Long.class)
                .optional();
        if (last.isEmpty()) {
            return false;
        }
        database.sql("UPDATE ledger SET written = announced").update();
        database.sql("DELETE FROM ledger_due WHERE id = ANY (:ids)")
                .param("ids", due.stream().map(Due::id).toArray(Long[]::new))
                .update();
        return true;
    }
}
