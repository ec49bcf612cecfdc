package dev.tenure.catalog.people;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

final class JdbcNewAccounts implements NewAccounts {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Accounts accounts;
    private final JdbcPeople people;
    private final Credentials credentials;
    private final Trail trail;
    private final TransactionOperations transaction;

    JdbcNewAccounts(DataSource dataSource) {
        JdbcClient database = JdbcClient.create(dataSource);
        Ids ids = new Ids(InstantSource.system());
        this.trail = Trail.of(dataSource);
        this.accounts = Accounts.of(dataSource);
        this.people = new JdbcPeople(database, ids, trail);
        this.credentials = new Credentials(
                new JdbcCredentials(database, trail), new JdbcGuesses(database, trail), new Passwords());
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    @Override
    public Optional<Opened> open(String slug, String name, String administrator, Actor actor) {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException(
                    "an account's short name has lower-case letters, digits and hyphens, at most 63: " + slug);
        }
        NewPerson first = new NewPerson(administrator, "Administrator", EnumSet.allOf(Role.class), List.of());
        return Objects.requireNonNull(transaction.execute(status -> {
            if (accounts.find(slug).isPresent()) {
                return Optional.empty();
            }
            Account account = accounts.register(slug, name);
            trail.append(account.id(), null, actor, "account.opened", Map.of("shortName", slug));
            Optional<Opened> opened = people.addFirst(account.id(), first, actor)
                    .map(person -> new Opened(account, person, credentials.oneTime(person, actor)));
            if (opened.isEmpty()) {
                // Another opened it at this moment.
                status.setRollbackOnly();
            }
            return opened;
        }));
    }
}
