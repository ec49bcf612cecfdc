package dev.tenure.retention;

import java.util.regex.Pattern;

/** What people may call labels and events: names stand in sentences, trails and addresses. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

    private Names() {}

    /**
     * Refuses another name.
     *
     * @param what is named so, for the message
     */
    static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of " + what + " has 1 to 60 letters, digits, spaces, dots, dashes and underscores");
        }
    }
}
