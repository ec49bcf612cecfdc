package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.MovingVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CatalogWorld.Shared.class)
class VaultClaimIT {

    private final OwnCatalog catalog;

    @TempDir
    private Path directory;

    VaultClaimIT(CatalogWorld world) {
        this.catalog = world.ownCatalog();
    }

    @AfterEach
    void end() {
        catalog.close();
    }

    @Test
    void takesTheFirstVaultAndThenNoOther() {
        KeysetFileVault first = vault("first");
        KeysetFileVault second = vault("second");
        assertThat(catalog.claim().wrappedBy()).isEmpty();
        assertThat(catalog.claim().hold(first)).isEmpty();

        assertThat(catalog.claim().wrappedBy()).isEqualTo(Map.of(first.wrappingKeyId(), 1L));
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.claim().hold(second))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_VAULT))
                .withMessageContainingAll(
                        "in use with another key vault",
                        "0 keys of items",
                        first.wrappingKeyId(),
                        second.wrappingKeyId(),
                        "the same keys directory");
        assertThat(catalog.claim().hold(first)).isEmpty();
    }

    @Test
    void takesOneOfManyThatComeAtOnce() throws InterruptedException, ExecutionException {
        int machines = 6;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(machines)) {
            for (int i = 0; i < machines; i++) {
                KeyVault own = vault("machine-" + i);
                taken.add(threads.submit(() -> {
                    start.await();
                    try {
                        catalog.claim().hold(own);
                        return true;
                    } catch (KeyUnavailable refused) {
                        assertThat(refused.reason()).isEqualTo(Reason.OTHER_VAULT);
                        return false;
                    }
                }));
            }
            start.countDown();
            int winners = 0;
            for (Future<Boolean> one : taken) {
                winners += one.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void recognizesTheVaultOfACatalogThatWasNeverClaimed() {
        KeysetFileVault first = vault("first");
        catalog.items(first, 3);

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.claim().hold(vault("second")))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_VAULT))
                .withMessageContaining("3 keys of items");
        assertThat(catalog.claim().hold(first)).isEmpty();
        assertThat(catalog.claim().wrappedBy()).isEqualTo(Map.of(first.wrappingKeyId(), 4L));
    }

    @Test
    void knowsItsVaultAfterRotationAndRetirement() {
        KeysetFileVault vault = vault("first");
        catalog.claim().hold(vault);
        String before = vault.wrappingKeyId();
        vault.rotate();
        assertThat(catalog.claim().hold(vault)).isEmpty();
        assertThat(catalog.claim().wrappedBy()).isEqualTo(Map.of(vault.wrappingKeyId(), 1L));
        vault.retire(before);

        assertThat(catalog.claim().hold(vault)).isEmpty();
    }

    /** As on the way from KMS to files, when each machine made a file of its own. */
    @Test
    void takesOneNewVaultWhenMachinesMove() {
        KeysetFileVault old = vault("old");
        catalog.claim().hold(old);
        KeyVault one = new Moved(old, vault("one"));
        KeyVault other = new Moved(old, vault("other"));

        assertThat(catalog.claim().hold(one)).isEmpty();
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.claim().hold(other))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_VAULT));
        assertThat(catalog.claim().hold(one)).isEmpty();
    }

    /** Wraps with the new vault and unwraps with whichever has the key. */
    private record Moved(KeysetFileVault old, KeysetFileVault fresh) implements KeyVault {

        @Override
        public WrappedKey wrap(DataKey key, SealBinding binding) {
            return fresh.wrap(key, binding);
        }

        @Override
        public DataKey unwrap(WrappedKey key, SealBinding binding) {
            boolean before = old.keys().stream().anyMatch(known -> known.id().equals(key.vaultKeyId()));
            return (before ? old : fresh).unwrap(key, binding);
        }

        @Override
        public String wrappingKeyId() {
            return fresh.wrappingKeyId();
        }

        @Override
        public boolean wrapped(WrappedKey key) {
            return fresh.wrapped(key);
        }
    }

    @Test
    void namesWhatTheVaultDoesNotOpenAndGoesOn() {
        KeysetFileVault lost = vault("lost");
        KeysetFileVault kept = vault("kept");
        catalog.items(lost, 2);
        catalog.items(kept, 3);

        assertThat(catalog.claim().hold(kept)).hasSize(1).hasEntrySatisfying(lost.wrappingKeyId(), unopened -> {
            assertThat(unopened.keys()).isEqualTo(2);
            assertThat(unopened.reason().reason()).isEqualTo(Reason.KEY_UNKNOWN);
        });
        assertThat(catalog.claim().hold(new MovingVault(kept, List.of()))).hasSize(1);
    }

    @Test
    void doesNotTakeAnOutageForAnotherVault() {
        KeysetFileVault vault = vault("first");
        catalog.claim().hold(vault);
        HookedVault silent = new HookedVault(
                vault,
                binding -> {
                    throw new KeyUnavailable(Reason.KMS_UNREACHABLE, "no answer");
                },
                binding -> {});

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.claim().hold(silent))
                .satisfies(outage -> assertThat(outage.reason()).isEqualTo(Reason.KMS_UNREACHABLE));
    }

    private KeysetFileVault vault(String name) {
        return KeysetFileVault.create(directory.resolve(name + ".json"));
    }
}
