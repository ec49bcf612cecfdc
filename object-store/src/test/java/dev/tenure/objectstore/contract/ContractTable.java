package dev.tenure.objectstore.contract;

import dev.tenure.objectstore.StoreFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One Markdown table of what every server was seen to do. Unit and integration tests run in different JVMs, so each server's results lie in a
 * file of their own, and whoever adds one writes the table anew from all of them.
 */
final class ContractTable {

    enum Outcome {
        /** As the port promises. */
        KEPT,
        /** In another way, which is known, declared and bearable. */
        DIFFERENT,
        /** The server was declared, or found, to have no such thing. */
        NOT_THERE,
        FAILED;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    record Result(String subject, String behaviour, Outcome outcome, String reason) {

        private String line() {
            return String.join("\t", subject, behaviour, outcome.name(), reason);
        }

        private static Result of(String line) {
            String[] fields = line.split("\t", -1);
            return new Result(fields[0], fields[1], Outcome.valueOf(fields[2]), fields[3]);
        }
    }

    /** In the order of the port; whatever else a class adds comes behind. */
    private static final List<String> SUBJECTS = List.of(
            "Writes",
            "PutsOnce",
            "Copies",
            "Reads",
            "Uploads",
            "UploadFaults",
            "Versions",
            "ForeignKeys",
            "Locks",
            "Sharing");

    private record Column(String server, String seen, String features, Map<String, Result> results) {}

    private final Path parts;
    private final Path table;

    ContractTable(Path directory) {
        this.parts = directory.resolve("store-contract");
        this.table = directory.resolve("store-contract.md");
    }

    void add(String server, Instant seen, StoreFeatures features, Collection<Result> results) throws IOException {
        Files.createDirectories(parts);
        List<String> lines = new ArrayList<>(
                List.of(server, seen.truncatedTo(ChronoUnit.SECONDS).toString(), features.toString()));
        results.forEach(result -> lines.add(result.line()));
        Files.write(parts.resolve(server.replaceAll("[^A-Za-z0-9.]+", "-") + ".tsv"), lines);
        Files.writeString(table, markdown(columns()));
    }

    private List<Column> columns() throws IOException {
        try (Stream<Path> files = Files.list(parts)) {
            List<Column> columns = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                Map<String, Result> results = new LinkedHashMap<>();
                lines.stream().skip(3).map(Result::of).forEach(result -> results.put(result.behaviour, result));
                columns.add(new Column(lines.get(0), lines.get(1), lines.get(2), results));
            }
            return columns;
        }
    }

    private static String markdown(List<Column> columns) {
        StringBuilder text = new StringBuilder("# What each store was seen to do\n\n");
        row(text, "behaviour", columns.stream().map(Column::server));
        row(text, "---", columns.stream().map(column -> "---"));
        Map<String, Integer> notes = new LinkedHashMap<>();
        bySubject(columns).forEach((subject, behaviours) -> {
            row(text, "**" + subject + "**", columns.stream().map(column -> ""));
            behaviours.forEach(behaviour ->
                    row(text, words(behaviour), columns.stream().map(column -> cell(column, behaviour, notes))));
        });
        row(text, "**kept**", columns.stream().map(ContractTable::sum));
        if (!notes.isEmpty()) {
            text.append("\nDifferences:\n\n");
            notes.forEach((note, number) ->
                    text.append(number).append(". ").append(note).append('\n'));
        }
        text.append("\nTested as:\n\n");
        columns.forEach(column -> text.append("- ")
                .append(column.server)
                .append(", ")
                .append(column.seen)
                .append(": ")
                .append(column.features)
                .append('\n'));
        return text.toString();
    }

    private static Map<String, List<String>> bySubject(List<Column> columns) {
        Map<String, String> subjects = new TreeMap<>();
        columns.forEach(
                column -> column.results.values().forEach(result -> subjects.put(result.behaviour, result.subject)));
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        SUBJECTS.forEach(subject -> grouped.put(words(subject), new ArrayList<>()));
        subjects.forEach((behaviour, subject) -> grouped.computeIfAbsent(words(subject), absent -> new ArrayList<>())
                .add(behaviour));
        grouped.values().removeIf(List::isEmpty);
        return grouped;
    }

    private static String cell(Column column, String behaviour, Map<String, Integer> notes) {
        Result result = column.results.get(behaviour);
        if (result == null) {
            return "";
        }
        if (result.outcome != Outcome.DIFFERENT) {
            return result.outcome.words();
        }
        String note = column.server + ": " + result.reason;
        int number = notes.computeIfAbsent(note, absent -> notes.size() + 1);
        return "different (" + number + ")";
    }

    private static String sum(Column column) {
        long kept = column.results.values().stream()
                .filter(result -> result.outcome == Outcome.KEPT)
                .count();
        return kept + " of " + column.results.size();
    }

    private static void row(StringBuilder text, String first, Stream<String> others) {
        text.append("| ")
                .append(Stream.concat(Stream.of(first), others).collect(Collectors.joining(" | ")))
                .append(" |\n");
    }

    /** {@code keepsAnEmptyObject} as {@code keeps an empty object}. */
    private static String words(String name) {
        return name.replaceAll("(?<!^)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
