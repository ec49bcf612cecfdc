package dev.tenure.app.server;

import dev.tenure.app.doctor.StoreExamination;
import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.people.Credentials;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.recovery.Ledger;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.storageapi.security.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes what a new installation lacks before anything runs: the bucket, the first account, a person who may do everything in it, and a token that may, kept in
 * {@code <data>/first-token} for its owner only. Delete that file and start again to get a new token. Before anything is written to the bucket
 * it is known how that must be done, and that no later state of this catalog is in the bucket.
 */
final class FirstStart implements SmartInitializingSingleton {

    private static final Actor ACTOR = Actor.system("first-start");
    private static final String NAME = "first-token";
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(365);

    private final ObjectStore store;
    private final StoreExamination examination;
    private final Accounts accounts;
    private final People people;
    private final Credentials credentials;
    private final Trail trail;
    private final Ledger ledger;
    private final ServerSettings settings;
    private final AtomicReference<@Nullable FirstAdministrator> administrator = new AtomicReference<>();

    FirstStart(
            ObjectStore store,
            StoreExamination examination,
            Accounts accounts,
            People people,
            Credentials credentials,
            Trail trail,
            Ledger ledger,
            ServerSettings settings) {
        this.store = store;
        this.examination = examination;
        this.accounts = accounts;
        this.people = people;
        this.credentials = credentials;
        this.trail = trail;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        store.ensureBucket();
        examination.atStart();
        ledger.requireCurrent();
        Account account = firstAccount();
        makeAdministrator(account);
        Path file = settings.data().resolve(NAME);
        if (Files.exists(file)) {
            return;
        }
        // Whoever deleted the file may have lost it: what it held must not work any more.
        accounts.revokeTokens(account.id(), NAME);
        String token = accounts.issueToken(account.id(), NAME, Scope.all(), TOKEN_LIFETIME);
        trail.append(account.id(), null, ACTOR, "token.issued", Map.of("name", NAME, "replaces", "all of this name"));
        try {
            Path whole = Files.createTempFile(
                    settings.data(),
                    NAME,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, token + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the first token could not be kept in " + file, e);
        }
    }

    private Account firstAccount() {
        String slug = settings.firstAccount();
        return accounts.find(slug).orElseGet(() -> {
            Account account = accounts.register(slug, slug);
            trail.append(account.id(), null, ACTOR, "account.opened", Map.of("shortName", slug));
            return account;
        });
    }

    private void makeAdministrator(Account account) {
        NewPerson wish = new NewPerson(settings.firstAdmin(), "Administrator", EnumSet.allOf(Role.class), List.of());
        people.addFirst(account.id(), wish, ACTOR)
                .map(person ->
                        new FirstAdministrator(account.slug(), person.email(), credentials.oneTime(person, ACTOR)))
                .ifPresent(administrator::set);
    }

    /** Whom this start made, told once; nowhere else is the password known. Empty when the account had somebody already. */
    Optional<FirstAdministrator> administrator() {
        return Optional.ofNullable(administrator.getAndSet(null));
    }
}
