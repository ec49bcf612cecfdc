package dev.tenure.catalog.recovery;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a kept table are put back.
 *
 * @param frozen whether nobody may change a row once it is there
 * @param deletable whether rows may go
 */
record TableColumns(
        KeptTable table, boolean frozen, boolean deletable, List<Column> columns, List<Reference> references) {

    TableColumns {
        columns = List.copyOf(columns);
        references = List.copyOf(references);
    }

    /**
     * A column, quoted.
     *
     * @param otherwise what stands in it when a row says nothing, as SQL; null for NULL
     */
    record Column(String name, @Nullable String otherwise) {}

    /**
     * A foreign key.
     *
     * @param from its columns, quoted, and those that they name in {@code to}
     * @param kept whether rows of {@code to} are put back
     * @param optional whether the row can do without
     */
    record Reference(List<String> from, String to, List<String> named, boolean kept, boolean optional) {

        Reference {
            from = List.copyOf(from);
            named = List.copyOf(named);
        }

        /** That the row {@code r} says nothing here, or what it names is there. */
        String met(String staged) {
            String nothing =
                    from.stream().map(column -> "r." + column + " IS NULL").collect(Collectors.joining(" OR "));
            return "(" + nothing + " OR " + found() + staged + ")";
        }

        String found() {
            return "EXISTS (SELECT FROM " + to + " p WHERE " + pairs("p", "r") + ")";
        }

        /** That the row {@code r} names the staged key {@code s}. */
        String staged() {
            StringBuilder pairs = new StringBuilder();
            for (int i = 0; i < from.size(); i++) {
                pairs.append(i == 0 ? "" : " AND ")
                        .append("s.key ->> " + literal(named.get(i)) + " = r." + from.get(i) + "::text");
            }
            return pairs.toString();
        }

        private String pairs(String one, String other) {
            StringBuilder pairs = new StringBuilder();
            for (int i = 0; i < from.size(); i++) {
                pairs.append(i == 0 ? "" : " AND ")
                        .append(one + "." + named.get(i) + " = " + other + "." + from.get(i));
            }
            return pairs.toString();
        }
    }

    /** Statements that delete rows which name a staged row that is no more, and cannot do without it. */
    List<String> orphaned() {
        return references.stream()
                .filter(reference -> reference.kept()
                        && !reference.optional()
                        && !reference.to().equals(table.quoted()))
                .map(reference -> "DELETE FROM " + table.quoted() + " r USING staged s WHERE s.name = "
                        + literal(reference.to()) + " AND s.content IS NULL AND " + reference.staged())
                .toList();
    }

    /** The statement that puts all staged rows of this table back. */
    String insert() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "INSERT INTO " + table.quoted() + " AS present (" + names + ") OVERRIDING SYSTEM VALUE SELECT "
                + columns.stream().map(this::value).collect(Collectors.joining(", "))
                + " FROM staged s CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS " + table.quoted()
                + "), s.content) r"
                + " WHERE s.name = :name AND s.content IS NOT NULL" + whole() + conflict();
    }

    private String value(Column column) {
        String said = "r." + column.name();
        for (Reference reference : references) {
            if (reference.optional() && reference.from().equals(List.of(column.name()))) {
                if (!reference.kept()) {
                    return "NULL";
                }
                said = "CASE WHEN " + reference.met(self(reference)) + " THEN r." + column.name() + " END";
            }
        }
        return column.otherwise() == null
                ? said
                : "CASE WHEN jsonb_exists(s.content, " + literal(column.name()) + ") THEN " + said + " ELSE "
                        + column.otherwise() + " END";
    }

    /** Rows of one statement do not see each other: of a table that names itself, what is staged counts too. */
    private String self(Reference reference) {
        return reference.to().equals(table.quoted()) && reference.from().size() == 1
                ? " OR EXISTS (SELECT FROM staged o WHERE o.name = s.name AND o.key = jsonb_build_object("
                        + literal(reference.named().getFirst()) + ", r."
                        + reference.from().getFirst() + "))"
                : "";
    }

    /** A row that names something that is not there, and cannot do without it, is left out. */
    private String whole() {
        return references.stream()
                .filter(reference -> !reference.optional())
                .map(reference -> " AND " + reference.met(self(reference)))
                .collect(Collectors.joining());
    }

    private String conflict() {
        if (table.key().isEmpty()) {
            return " AND NOT EXISTS (SELECT FROM " + table.quoted() + " o WHERE to_jsonb(o) = s.content)";
        }
        if (frozen) {
            return " ON CONFLICT DO NOTHING";
        }
        String changes = columns.stream()
                .map(Column::name)
                .filter(column -> !table.key().contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + String.join(", ", table.key()) + ") DO "
                + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    }

    /** An identifier as text; ours have no quotes in them, quoted ones are opened. */
    private static String literal(String quoted) {
        return "'" + (quoted.startsWith("\"") ? quoted.substring(1, quoted.length() - 1) : quoted) + "'";
    }
}
