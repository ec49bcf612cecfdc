package dev.tenure.catalog.people;

import java.util.List;
import java.util.Set;

/** A person as an administrator describes them. What does not fit is an {@link IllegalArgumentException} that says so. */
public record NewPerson(String email, String name, Set<Role> roles, List<String> aliases) {

    /** The longest address that mail can have (RFC 5321 §4.5.3.1.3). */
    private static final int MAX_EMAIL = 254;

    /** The longest name or alias, in characters. */
    private static final int MAX_NAME = 200;

    /** More names than anybody has on the media servers of one account. */
    private static final int MAX_ALIASES = 20;

    public NewPerson {
        roles = Set.copyOf(roles);
        aliases = List.copyOf(aliases);
        if (!email.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+") || email.length() > MAX_EMAIL) {
            throw new IllegalArgumentException("'email' is no address of mail of at most " + MAX_EMAIL + " characters");
        }
        named("name", name);
        if (aliases.size() > MAX_ALIASES) {
            throw new IllegalArgumentException("'aliases' has more than " + MAX_ALIASES + " entries");
        }
        aliases.forEach(alias -> named("aliases", alias));
    }

    private static void named(String field, String text) {
        if (text.isBlank() || text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "'" + field + "' must be 1 to " + MAX_NAME + " characters without control characters");
        }
    }
}
