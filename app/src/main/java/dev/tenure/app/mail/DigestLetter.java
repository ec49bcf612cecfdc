package dev.tenure.app.mail;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.digest.Digest;
import dev.tenure.retention.digest.Digest.Line;
import dev.tenure.retention.digest.Digest.Section;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** The words of a digest: a subject without anything that people named, the text, and the same as HTML without anything to load. */
final class DigestLetter {

    private static final String ENDING = "Goes soon";
    private static final String TRASHED = "In the trash";
    private static final String ENDING_ADVICE =
            "To keep one longer, choose another retention for it before that time, within what your account allows.";
    private static final String TRASHED_ADVICE = "Until that time you can restore it; after it, nobody can.";
    private static final String WHY =
            "You get this because you are the host of these meetings. At most one such letter is sent a day, and only when there is news.";

    private final Digest digest;
    private final DateTimeFormatter minute;
    private final DateTimeFormatter day;

    DigestLetter(Digest digest) {
        this.digest = digest;
        this.minute =
                DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.ENGLISH).withZone(digest.zone());
        this.day = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(digest.zone());
    }

    String subject() {
        long ending = digest.ending().items();
        long trashed = digest.trashed().items();
        if (trashed == 0) {
            return things(ending) + (ending == 1 ? " goes soon" : " go soon");
        }
        return ending == 0
                ? things(trashed) + " in the trash"
                : things(ending) + (ending == 1 ? " goes soon, " : " go soon, ") + trashed + " in the trash";
    }

    private static String things(long items) {
        return items + (items == 1 ? " item" : " items");
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Hello ").append(digest.recipient().name()).append(",\n\n");
        text.append("this is about recordings, and what belongs to them, that ")
                .append(digest.account())
                .append(" keeps of meetings that you hosted. Times are those of ")
                .append(digest.zone().getId())
                .append(".\n");
        section(text, ENDING, "goes", digest.ending(), ENDING_ADVICE);
        section(text, TRASHED, "restorable until", digest.trashed(), TRASHED_ADVICE);
        return text.append('\n').append(WHY).append('\n').toString();
    }

    private void section(StringBuilder text, String title, String verb, Section section, String advice) {
        if (section.lines().isEmpty()) {
            return;
        }
        text.append('\n')
                .append(title)
                .append('\n')
                .append("-".repeat(title.length()))
                .append('\n');
        for (Line line : section.lines()) {
            text.append("* ")
                    .append(oneLine(line.meeting()))
                    .append(" (")
                    .append(of(line))
                    .append(")\n    ")
                    .append(verb)
                    .append(' ')
                    .append(minute.format(line.end()))
                    .append('\n');
        }
        if (section.more() > 0) {
            text.append("* and ").append(section.more()).append(" more\n");
        }
        text.append(advice).append('\n');
    }

    /** A name must not look like another line of the letter. */
    private static String oneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    private String of(Line line) {
        return recorded(line.recordedUntil()) + ": " + kinds(line.kinds(), line.items());
    }

    private String recorded(Instant until) {
        return day.format(until);
    }

    private static String kinds(SortedSet<ItemKind> kinds, int items) {
        String words =
                kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        return items > kinds.size() ? words + ", " + items + " items" : words;
    }

    String html() {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + subject() + "</title></head>"
                + "<body style=\"font-family:sans-serif;line-height:1.5;color:#1c2733;max-width:42em\">"
                + paragraph("Hello " + digest.recipient().name() + ",")
                + paragraph("this is about recordings, and what belongs to them, that " + digest.account()
                        + " keeps of meetings that you hosted. Times are those of "
                        + digest.zone().getId() + ".")
                + table(ENDING, "Goes", digest.ending(), ENDING_ADVICE)
                + table(TRASHED, "Restorable until", digest.trashed(), TRASHED_ADVICE)
                + "<p style=\"color:#5b6b7a;font-size:smaller\">" + WHY + "</p></body></html>";
    }

    private static String paragraph(String words) {
        return "<p>" + HtmlUtils.htmlEscape(words, "UTF-8") + "</p>";
    }

    private String table(String title, String verb, Section section, String advice) {
        if (section.lines().isEmpty()) {
            return "";
        }
        String rows = section.lines().stream()
                .map(line -> row(List.of(
                        oneLine(line.meeting()),
                        recorded(line.recordedUntil()),
                        kinds(line.kinds(), line.items()),
                        minute.format(line.end()))))
                .collect(Collectors.joining());
        return "<h2 style=\"font-size:1.1em\">" + title + "</h2>"
                + "<table cellpadding=\"6\" style=\"border-collapse:collapse;border:1px solid #d5dce3\">"
                + "<tr style=\"text-align:left;background:#f2f5f8\"><th>Meeting</th><th>Recorded</th><th>What</th><th>"
                + verb
                + "</th></tr>" + rows + "</table>"
                + (section.more() > 0 ? paragraph("and " + section.more() + " more") : "")
                + paragraph(advice);
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell ->
                        "<td style=\"border-top:1px solid #d5dce3\">" + HtmlUtils.htmlEscape(cell, "UTF-8") + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
