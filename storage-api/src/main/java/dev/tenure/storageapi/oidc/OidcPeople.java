package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Person;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Whom the provider means: people whom an administrator added, and nobody else. */
final class OidcPeople {

    private final OidcSettings settings;
    private final Accounts accounts;
    private final People people;

    OidcPeople(OidcSettings settings, Accounts accounts, People people) {
        this.settings = settings;
        this.accounts = accounts;
        this.people = people;
    }

    /** The person who is bound to the subject; else whoever has the address that the provider has verified, who is bound with this. */
    Optional<Person> of(OidcUser user) {
        Optional<AccountId> account = accounts.find(settings.account()).map(Account::id);
        String subject = Objects.requireNonNull(user.getSubject(), "an ID token without a subject");
        String email = user.getEmail();
        boolean verified = String.valueOf(user.getClaims().get(settings.emailVerifiedClaim()))
                .matches("true|1");
        return account.flatMap(id -> people.bound(id, settings.issuer(), subject)
                .or(() -> email == null || !verified
                        ? Optional.empty()
                        : people.bind(id, settings.issuer(), subject, email)));
    }
}
