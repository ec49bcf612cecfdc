package dev.tenure.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Accounts and the tokens that speak for them. */
public interface Accounts {

    /** For commands that run without a server. */
    static Accounts of(DataSource database) {
        return JdbcAccounts.of(database);
    }

    /**
     * Makes an account, or returns the one with this slug.
     *
     * @param slug lower-case letters, digits and hyphens, at most 63
     */
    Account register(String slug, String name);

    Optional<Account> find(String slug);

    Optional<Account> find(AccountId id);

    /** All of the installation, in order of their short names. */
    List<Account> all();

    /**
     * Makes a token for a machine. Its text is returned this once; only its hash is kept.
     *
     * @param name what people call it, and what the trail shows
     * @param lifetime from now by the database's clock
     */
    String issueToken(AccountId account, String name, Set<String> scopes, Duration lifetime);

    /** Revokes all tokens of the account with this name, at once. */
    void revokeTokens(AccountId account, String name);

    /** Whom a token speaks for; empty when it is unknown, expired or revoked. Notes its use, at most once a minute. */
    Optional<TokenBearer> bearerOf(String token);

    /**
     * What a valid token stands for.
     *
     * @param scopes what it may do at most
     * @param person whose it is, and who must still be there and allowed to; absent for a machine's
     */
    record TokenBearer(
            AccountId account,
            String name,
            Set<String> scopes,
            @Nullable PersonId person) {

        public TokenBearer {
            scopes = Set.copyOf(scopes);
        }

        public Actor actor() {
            return person == null ? Actor.token(name) : Actor.person(person);
        }
    }
}
