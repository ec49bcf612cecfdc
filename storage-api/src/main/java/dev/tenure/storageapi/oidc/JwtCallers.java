package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.people.OidcClients;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Session;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.ProviderTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Access tokens of the provider: of people who are bound to their subject, and of programs that an administrator bound. */
final class JwtCallers implements ProviderTokens {

    private static final Logger LOG = LoggerFactory.getLogger(JwtCallers.class);

    /** No provider's token is as long, in characters; longer ones are not even parsed. */
    private static final int MAX_LENGTH = 16_384;

    /** The form of a signed token (RFC 7515 §7.1). Anything else is no reason to ask the provider for its keys. */
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private final OidcSettings settings;
    private final JwtDecoder decoder;
    private final Accounts accounts;
    private final People people;
    private final OidcClients clients;
    private final InstantSource clock;
    private volatile @Nullable AccountId account;

    JwtCallers(
            OidcSettings settings,
            JwtDecoder decoder,
            Accounts accounts,
            People people,
            OidcClients clients,
            InstantSource clock) {
        this.settings = settings;
        this.decoder = decoder;
        this.accounts = accounts;
        this.people = people;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> callerOf(String token) {
        if (!settings.takesTokens()
                || token.length() > MAX_LENGTH
                || !COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            Jwt jwt = decoder.decode(token);
            return account().flatMap(home -> caller(home, jwt));
        } catch (BadJwtException e) {
            LOG.debug("an access token was refused: {}", e.getMessage());
            return Optional.empty();
        } catch (JwtException | JwtDecoderInitializationException e) {
            LOG.warn("an access token could not be checked: {}", e.getMessage());
            throw new ApiProblem(ProblemCode.PROVIDER_UNAVAILABLE, "The token could not be checked with its provider.");
        }
    }

    /** Looked up until it is there: an account's id never changes. */
    private Optional<AccountId> account() {
        AccountId known = account;
        if (known == null) {
            known = accounts.find(settings.account()).map(Account::id).orElse(null);
            account = known;
        }
        return Optional.ofNullable(known);
    }

    private Optional<Caller> caller(AccountId account, Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null) {
            return Optional.empty();
        }
        return people.bound(account, settings.issuer(), subject)
                .map(person -> Caller.byProvider(person, fresh(jwt)))
                .or(() -> clients.find(account, settings.issuer(), subject)
                        .map(client -> Caller.program(account, Actor.client(client.name()), client.scopes())));
    }

    /** Whether the provider says that the person was there just now; not saying it is a no. */
    private boolean fresh(Jwt jwt) {
        Instant proven = jwt.getClaimAsInstant("auth_time");
        return proven != null && Duration.between(proven, clock.instant()).compareTo(Session.FRESH) <= 0;
    }
}
