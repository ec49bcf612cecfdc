package dev.tenure.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds two databases against each other, row by row of what is kept outside of them. */
final class JdbcTwins {

    /** Of these tables, columns that need not be the same: what is found out, written or counted anew. */
    private static final Map<String, String> ANEW = Map.of(
            "item", "'{manifest_version,tagged_version,revision,lease_owner,lease_until}'",
            "sweep_run", "'{state,ended_at,cause,taken_by,taken_until}'",
            "stored_object", "'{checked_at,verified_at,dropped_at}'");

    /** What is the same of an item that ended, or whose upload was under way. */
    private static final String ENDED =
            "jsonb_build_object('id', t.id, 'state', CASE WHEN t.state = 'RECEIVING' THEN 'REJECTED' ELSE t.state END, 'account', t.account_id)";

    private final JdbcClient one;
    private final JdbcClient other;

    JdbcTwins(DataSource one, DataSource other) {
        this.one = JdbcClient.create(one);
        this.other = JdbcClient.create(other);
    }

    /** Rows that only one of the two has; empty when they are twins. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String table : one.sql("SELECT name FROM kept_table WHERE way <> 'NOT' ORDER BY name")
                .query((row, number) -> row.getString("name"))
                .list()) {
            Set<String> left = rows(one, table);
            Set<String> right = rows(other, table);
            left.stream()
                    .filter(row -> !right.contains(row))
                    .forEach(row -> differences.add("lost: " + table + " " + row));
            right.stream()
                    .filter(row -> !left.contains(row))
                    .forEach(row -> differences.add("came: " + table + " " + row));
        }
        return differences;
    }

    private static Set<String> rows(JdbcClient database, String table) {
        String row = "(to_jsonb(t) - CAST(" + ANEW.getOrDefault(table, "'{}'") + " AS text[]))::text";
        String living = "SELECT id FROM item WHERE state NOT IN ('DESTROYING', 'PURGED', 'REJECTED', 'RECEIVING')";
        String query = switch (table) {
            case "item" ->
                "SELECT CASE WHEN t.id IN (" + living + ") THEN " + row + " ELSE " + ENDED + "::text END FROM item t";
            case "stored_object" ->
                "SELECT " + row + " FROM stored_object t WHERE t.status = 'VISIBLE' AND t.item_id IN (" + living + ")";
            case "item_past", "processing", "item_notice_on_media" ->
                "SELECT " + row + " FROM " + table + " t WHERE t.item_id IN (" + living + ")";
            case "meeting" ->
                "SELECT " + row + " FROM meeting t WHERE t.id IN (SELECT meeting_id FROM item WHERE id IN (" + living
                        + "))";
            case "participant" ->
                "SELECT " + row + " FROM participant t WHERE t.meeting_id IN (SELECT meeting_id FROM item WHERE id IN ("
                        + living + "))";
            // What was done to the trail and has no leaf yet is lost, or was added since.
            case "trail_entry", "trail_detail" ->
                "SELECT " + row + " FROM " + table + " t WHERE t.sequence IN (SELECT sequence FROM trail_leaf)";
            default -> "SELECT " + row + " FROM " + table + " t";
        };
        return new TreeSet<>(
                database.sql(query).query((found, number) -> found.getString(1)).list());
    }
}
