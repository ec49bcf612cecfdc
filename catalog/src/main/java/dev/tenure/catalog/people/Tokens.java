package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tokens of an account, for whoever manages them. Whom a token speaks for is told by {@link dev.tenure.catalog.Accounts}. */
public interface Tokens {

    /** The longest that a token may live. */
    Duration LONGEST = Duration.ofDays(366);

    /**
     * Makes a token.
     *
     * @param person whose it is; absent for a media server's
     * @return empty when a media server's token of this name is valid already: the trail could not tell them apart
     */
    Optional<Issued> issue(
            AccountId account,
            String name,
            Set<String> scopes,
            Duration lifetime,
            @Nullable PersonId person,
            Actor actor);

    /** Tokens that are not revoked, of one person where that is given, newest first, made before {@code before} where that is given. */
    List<Token> page(AccountId account, @Nullable PersonId onlyOf, @Nullable UUID before, int limit);

    /** Ends a token at once. False when there is none, or it is not this person's where that is given. */
    boolean revoke(AccountId account, UUID id, @Nullable PersonId onlyOf, Actor actor);

    /** A token that was just made, and its text, told this once. */
    record Issued(Token token, String text) {}

    /**
     * A token.
     *
     * @param lastUsedAt to the minute; absent as long as it was not used
     */
    record Token(
            UUID id,
            String name,
            Set<String> scopes,
            @Nullable PersonId person,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {}
}
