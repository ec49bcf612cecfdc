package dev.tenure.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a tool's error output for people to read: without our paths, without addresses, and without what the file says of itself. Nothing that a
 * hostile file makes a tool print can look like another line or hide behind control characters.
 */
final class ErrorLines {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_LINE = 500;

    private static final Pattern MEMORY = Pattern.compile(" @ 0x[0-9a-f]+");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\uFFFD]");
    private static final Pattern ADDRESS =
            Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}:(//|/(?=[^\\s/]))[^\\s'\"]*");
    private static final Pattern MAIL = Pattern.compile("[^\\s'\"<>@]+@[^\\s'\"<>@]+\\.[^\\s'\"<>@]+");
    private static final Pattern PATH = Pattern.compile("(?<![\\w.])(/[^\\s'\"/:]+){2,}/?|\\b[A-Za-z]:\\\\[^\\s'\"]+");
    /** A line that dumps a label of the file: {@code title : Board meeting}. */
    private static final Pattern LABEL = Pattern.compile(
            "^(title|artist|album|comment|description|author|date|copyright|lyrics|publisher|handler_name|encoder|location\\S*)\\s*:.*",
            Pattern.CASE_INSENSITIVE);

    private ErrorLines() {}

    /** The last lines, each once, oldest first. */
    static List<String> last(String errors, Path input) {
        String known = errors.replace("file:" + input.toAbsolutePath(), "the source")
                .replace(input.toAbsolutePath().toString(), "the source");
        LinkedHashSet<String> lines = new LinkedHashSet<>();
        for (String line : known.lines().toList()) {
            String clean = clean(line);
            if (!clean.isEmpty()) {
                lines.add(clean);
            }
        }
        List<String> all = List.copyOf(lines);
        return all.subList(Math.max(0, all.size() - MOST_LINES), all.size());
    }

    private static String clean(String line) {
        String visible = UNSEEN.matcher(MEMORY.matcher(line).replaceAll(""))
                .replaceAll(" ")
                .strip();
        if (LABEL.matcher(visible).matches()) {
            return "";
        }
        String bare = ADDRESS.matcher(visible).replaceAll("<address>");
        bare = MAIL.matcher(bare).replaceAll("<address>");
        bare = PATH.matcher(bare).replaceAll("<path>");
        return bare.length() <= LONGEST_LINE ? bare : bare.substring(0, LONGEST_LINE) + "…";
    }
}
