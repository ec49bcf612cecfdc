package dev.tenure.app.server;

import dev.tenure.app.doctor.StoreExamination;
import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.storageapi.security.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes what a new installation lacks before anything runs: the bucket, the first account, and a token that may do everything in it, kept in
 * {@code <data>/first-token} for its owner only. Delete that file and start again to get a new token. Before anything is written to the bucket
 * it is known how that must be done.
 */
final class FirstStart implements SmartInitializingSingleton {

    private static final String NAME = "first-token";
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(365);

    private final ObjectStore store;
    private final StoreExamination examination;
    private final Accounts accounts;
    private final ServerSettings settings;

    FirstStart(ObjectStore store, StoreExamination examination, Accounts accounts, ServerSettings settings) {
        this.store = store;
        this.examination = examination;
        this.accounts = accounts;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        store.ensureBucket();
        examination.atStart();
        Path file = settings.data().resolve(NAME);
        if (Files.exists(file)) {
            return;
        }
        Account account = accounts.register(settings.firstAccount(), settings.firstAccount());
        // Whoever deleted the file may have lost it: what it held must not work any more.
        accounts.revokeTokens(account.id(), NAME);
        String token = accounts.issueToken(account.id(), NAME, Scope.all(), TOKEN_LIFETIME);
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
}
