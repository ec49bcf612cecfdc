package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Programs that call with access tokens of an OIDC provider, known by the subject that the provider gives them. */
public interface OidcClients {

    /** Binds a subject; empty when it is bound already, to a program or to a person. */
    Optional<OidcClient> bind(
            AccountId account, String issuer, String subject, String name, Set<String> scopes, Actor actor);

    Optional<OidcClient> find(AccountId account, String issuer, String subject);

    /** In order of id, after {@code after} where that is given. */
    List<OidcClient> page(AccountId account, @Nullable UUID after, int limit);

    /** Ends the binding at once; false when there is none. */
    boolean unbind(AccountId account, UUID id, Actor actor);

    /** A program and what it may do. */
    record OidcClient(UUID id, String issuer, String subject, String name, Set<String> scopes, Instant createdAt) {}
}
