package dev.tenure.storageapi.security;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Accounts.TokenBearer;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Sessions;
import java.util.Optional;

/** Who stands behind a token or a session, as they are at this moment. */
final class Callers {

    /** What our own tokens begin with. */
    private static final String OURS = "tenure_";

    private final Accounts accounts;
    private final People people;
    private final Sessions sessions;
    private final Optional<ProviderTokens> providers;

    Callers(Accounts accounts, People people, Sessions sessions, Optional<ProviderTokens> providers) {
        this.accounts = accounts;
        this.people = people;
        this.sessions = sessions;
        this.providers = providers;
    }

    Optional<Caller> bearing(String token) {
        return token.startsWith(OURS)
                ? accounts.bearerOf(token).flatMap(this::caller)
                : providers.flatMap(provider -> provider.callerOf(token));
    }

    private Optional<Caller> caller(TokenBearer bearer) {
        return bearer.person() == null
                ? Optional.of(Caller.program(bearer.account(), bearer.actor(), bearer.scopes()))
                : people.present(bearer.person()).map(person -> Caller.byToken(person, bearer.scopes()));
    }

    Optional<Caller> signedIn(String secret) {
        return sessions.find(secret).map(Caller::signedIn);
    }
}
