package dev.tenure.catalog.recovery;

import dev.tenure.catalog.recovery.TableColumns.Column;
import dev.tenure.catalog.recovery.TableColumns.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds out how kept tables hang together. */
final class JdbcTableColumns {

    /** Bits of pg_trigger.h. */
    private static final int DELETE = 1 << 3;

    private static final int UPDATE = 1 << 4;

    private final JdbcClient database;

    JdbcTableColumns(JdbcClient database) {
        this.database = database;
    }

    /** The tables, each behind those that it names. */
    List<TableColumns> inOrder(List<KeptTable> tables) {
        Set<String> kept = tables.stream().map(KeptTable::quoted).collect(Collectors.toSet());
        Map<String, TableColumns> found = tables.stream()
                .collect(Collectors.toMap(
                        KeptTable::quoted,
                        table -> new TableColumns(
                                table,
                                refuses(table, UPDATE),
                                !refuses(table, DELETE),
                                columns(table),
                                references(table, kept))));
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < found.size()) {
            List<String> next = found.values().stream()
                    .filter(table -> !ordered.contains(table.table().quoted()))
                    .filter(table -> table.references().stream()
                            .map(Reference::to)
                            .allMatch(to ->
                                    to.equals(table.table().quoted()) || !kept.contains(to) || ordered.contains(to)))
                    .map(table -> table.table().quoted())
                    .sorted()
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables name each other in a circle; behind " + ordered);
            }
            ordered.addAll(next);
        }
        return ordered.stream().map(found::get).toList();
    }

    private boolean refuses(KeptTable table, int what) {
        return database.sql("SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
                        + " AND tgfoid = to_regproc('refuse_change') AND (tgtype::int & :what) <> 0)")
                .param("table", table.quoted())
                .param("what", what)
                .query(Boolean.class)
                .single();
    }

    private List<Column> columns(KeptTable table) {
        return database.sql("""
                        SELECT quote_ident(a.attname) AS name, pg_get_expr(d.adbin, d.adrelid) AS otherwise
                          FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                         WHERE a.attrelid = CAST(:table AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
                         ORDER BY a.attnum
                        """)
                .param("table", table.quoted())
                .query((row, number) -> new Column(row.getString("name"), row.getString("otherwise")))
                .list();
    }

    private List<Reference> references(KeptTable table, Set<String> kept) {
        List<Reference> references = new ArrayList<>();
        database.sql("""
                        SELECT c.confrelid::regclass::text AS to,
                               ARRAY(SELECT quote_ident(a.attname) FROM unnest(c.conkey) WITH ORDINALITY AS k (n, i)
                                       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.i) AS from_columns,
                               ARRAY(SELECT quote_ident(a.attname) FROM unnest(c.confkey) WITH ORDINALITY AS k (n, i)
                                       JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.i) AS to_columns,
                               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND NOT a.attnotnull) AS optional
                          FROM pg_constraint c
                         WHERE c.conrelid = CAST(:table AS regclass) AND c.contype = 'f'
                         ORDER BY c.conname
                        """)
                .param("table", table.quoted())
                .query((row, number) -> references.add(new Reference(
                        Arrays.asList((String[]) row.getArray("from_columns").getArray()),
                        row.getString("to"),
                        Arrays.asList((String[]) row.getArray("to_columns").getArray()),
                        kept.contains(row.getString("to")),
                        row.getBoolean("optional"))))
                .list();
        return references;
    }
}
