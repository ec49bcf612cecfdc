package dev.tenure.embedded;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An embedded part could not be started or prepared.
 *
 * <p>The message is written for the person at the terminal: which part, what was tried, what to do, and the last lines
 * that the part itself wrote. Nothing of that part is left running; its data is untouched.
 */
public class EmbeddedPartFailed extends RuntimeException {

    private static final Pattern PORT_TAKEN =
            Pattern.compile("(?i)address already in use|port \\d+ was already in use");

    EmbeddedPartFailed(String part, String tried, String advice, List<String> log, @Nullable Throwable cause) {
        super(message(part, tried, advice, log), cause);
    }

    EmbeddedPartFailed(String part, String tried, String advice, @Nullable Throwable cause) {
        this(part, tried, advice, List.of(), cause);
    }

    /** Whether the part found its port taken; said only by its own log. */
    boolean portTaken() {
        return PORT_TAKEN.matcher(String.valueOf(getMessage())).find();
    }

    private static String message(String part, String tried, String advice, List<String> log) {
        StringBuilder text = new StringBuilder(part + ": " + tried + ". " + advice);
        if (!log.isEmpty()) {
            text.append("\nIts last words:");
            log.forEach(line -> text.append("\n  ").append(line));
        }
        return text.toString();
    }
}
