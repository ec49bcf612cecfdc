package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of an account.
 *
 * @param email in lower case; unique in the account
 * @param aliases other names of theirs as the host of meetings, in lower case
 * @param leftAt since when they are no longer there; absent while they are
 * @param revision counts changes of what is said here; begins at 1
 */
public record Person(
        PersonId id,
        AccountId account,
        String email,
        String name,
        Set<Role> roles,
        List<String> aliases,
        Instant createdAt,
        @Nullable Instant leftAt,
        long revision) {

    public Person {
        roles = Set.copyOf(roles);
        aliases = List.copyOf(aliases);
    }
}
