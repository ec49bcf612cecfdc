package dev.tenure.objectstore.doctor;

import java.util.ArrayList;
import java.util.List;

/** A diagnosis for people: a table of at most {@value #WIDTH} columns. */
public final class DiagnosisTable {

    static final int WIDTH = 120;

    private static final int BEHAVIOUR = 23;
    private static final int VERDICT = 11;

    private DiagnosisTable() {}

    /** The table, each line ended. */
    public static String of(Diagnosis diagnosis) {
        StringBuilder table = new StringBuilder();
        line(table, "server", "", List.of(diagnosis.server() + ", bucket " + diagnosis.bucket()));
        line(table, "examined", "", List.of(diagnosis.at() + ", in " + seconds(diagnosis) + " s"));
        table.append('\n');
        for (Finding finding : diagnosis.findings()) {
            List<String> text = new ArrayList<>(wrapped(finding.seen(), ""));
            if (!finding.consequence().isEmpty()) {
                text.addAll(wrapped(finding.consequence(), "=> "));
            }
            line(table, finding.behaviour(), words(finding.verdict()), text);
        }
        return table.append('\n').append(summary(diagnosis)).append('\n').toString();
    }

    /** In one line: how many of which. */
    public static String summary(Diagnosis diagnosis) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = diagnosis.findings().stream()
                    .filter(finding -> finding.verdict() == verdict)
                    .count();
            if (count > 0) {
                counts.add(count + " " + words(verdict));
            }
        }
        return String.join(", ", counts)
                + (diagnosis.safe() ? ": Tenure can keep recordings here" : ": not safe to keep recordings here");
    }

    private static String seconds(Diagnosis diagnosis) {
        long tenths = (diagnosis.took().toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case GOOD -> "good";
            case DIFFERENT -> "different";
            case MISSING -> "missing";
            case BAD -> "BAD";
            case NOT_TRIED -> "not tried";
        };
    }

    private static void line(StringBuilder table, String behaviour, String verdict, List<String> text) {
        String left = padded(behaviour, BEHAVIOUR) + padded(verdict, verdict.isEmpty() ? 0 : VERDICT);
        for (String line : text) {
            table.append((left + line).stripTrailing()).append('\n');
            left = " ".repeat(left.length());
        }
    }

    private static String padded(String text, int width) {
        return text.length() < width ? text + " ".repeat(width - text.length()) : text;
    }

    /** Broken at spaces; a word that is longer than a line is cut. */
    private static List<String> wrapped(String text, String first) {
        int width = WIDTH - BEHAVIOUR - VERDICT;
        List<String> lines = new ArrayList<>();
        String rest = first + text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > first.length() ? space : width;
            lines.add(rest.substring(0, cut));
            rest = " ".repeat(first.length()) + rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }
}
