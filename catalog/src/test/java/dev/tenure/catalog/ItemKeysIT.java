package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.ItemKeys.Rewrapped;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.Retirement;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CatalogWorld.Shared.class)
class ItemKeysIT {

    private final OwnCatalog catalog;

    @TempDir
    private Path directory;

    private KeysetFileVault vault;
    private String first;

    ItemKeysIT(CatalogWorld world) {
        this.catalog = world.ownCatalog();
    }

    @BeforeEach
    void claim() {
        vault = KeysetFileVault.create(directory.resolve("vault.json"));
        first = vault.wrappingKeyId();
        assertThat(catalog.claim().hold(vault)).isEmpty();
    }

    @AfterEach
    void end() {
        catalog.close();
    }

    @Test
    void wrapsAnewPageByPageWhatAnOlderKeyWrapped() {
        Map<Item, ItemKey> before = new HashMap<>();
        catalog.items(vault, 7).forEach(item -> before.put(item, key(item)));
        String second = vault.rotate();
        Item fresh = catalog.anItem(vault);
        ItemKeys keys = catalog.keys(vault);
        assertThat(keys.wrappedBy()).isEqualTo(Map.of(first, 8L, second, 1L));

        List<Integer> pages = new ArrayList<>();
        ItemKeys.Mark mark = null;
        do {
            Rewrapped run = keys.rewrap(mark, 3);
            assertThat(run.failures()).isEmpty();
            pages.add(run.done());
            mark = run.next();
        } while (mark != null);

        assertThat(pages).as("the catalog's own key comes with the first page").containsExactly(4, 3, 1);
        assertThat(keys.wrappedBy()).isEqualTo(Map.of(second, 9L));
        before.forEach((item, old) -> {
            assertThat(key(item).id()).isEqualTo(old.id());
            assertThat(key(item).wrapped()).isNotEqualTo(old.wrapped());
            assertSameKey(item, old, key(item));
        });
        assertThat(key(fresh).wrapped().vaultKeyId()).isEqualTo(second);
        assertThat(keys.rewrap(null, 3)).isEqualTo(new Rewrapped(0, List.of(), null));
    }

    @Test
    void leavesAKeyDestroyedThatIsDestroyedWhileItIsWrapped() {
        Item doomed = catalog.anItem(vault);
        Item other = catalog.anItem(vault);
        vault.rotate();
        HookedVault destroying = new HookedVault(vault, binding -> {}, binding -> {
            if (binding.equals(StoredObject.keyBinding(doomed.account(), doomed.id()))) {
                assertThat(catalog.items(vault).destroyKey(doomed.id())).isPresent();
            }
        });

        assertThat(catalog.keys(destroying).rewrap(null, 10).done()).isEqualTo(2);
        assertThat(catalog.items(vault).key(doomed.id())).isEmpty();
        assertThat(key(other).wrapped().vaultKeyId()).isEqualTo(vault.wrappingKeyId());
    }

    @Test
    void losesNoKeyAndRevivesNoneWhenManyRewrapAndDestroyAtOnce() throws InterruptedException, ExecutionException {
        List<Item> items = catalog.items(vault, 200);
        Map<Item, ItemKey> before = new HashMap<>();
        items.forEach(item -> before.put(item, key(item)));
        vault.rotate();
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<@Nullable Void>> work = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            work.add(() -> {
                ItemKeys keys = catalog.keys(KeysetFileVault.open(directory.resolve("vault.json")));
                start.await();
                ItemKeys.Mark mark = null;
                do {
                    mark = keys.rewrap(mark, 7).next();
                } while (mark != null);
                return null;
            });
        }
        work.add(() -> {
            start.await();
            for (int i = 0; i < items.size(); i += 2) {
                assertThat(catalog.items(vault).destroyKey(items.get(i).id())).isPresent();
            }
            return null;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Future<@Nullable Void>> all = new ArrayList<>();
            work.forEach(one -> all.add(threads.submit(one)));
            start.countDown();
            for (Future<@Nullable Void> one : all) {
                one.get();
            }
        }

        assertThat(catalog.keys(vault).wrappedBy()).isEqualTo(Map.of(vault.wrappingKeyId(), 101L));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (i % 2 == 0) {
                assertThat(catalog.items(vault).key(item.id())).isEmpty();
            } else {
                assertSameKey(item, Objects.requireNonNull(before.get(item)), key(item));
            }
        }
    }

    @Test
    void passesOverAKeyThatDoesNotOpen() {
        List<Item> items = catalog.items(vault, 5);
        Item altered = items.get(1);
        Item foreign = items.get(2);
        alter(altered, first, "AAAA");
        alter(foreign, "keyset:7", key(foreign).wrapped().base64());
        vault.rotate();

        Rewrapped run = catalog.keys(vault).rewrap(null, 100);
        assertThat(run.done()).isEqualTo(4);
        assertThat(run.next()).isNull();
        assertThat(run.failures())
                .extracting(ItemKeys.Failure::item, failure -> failure.reason().reason())
                .containsExactlyInAnyOrder(
                        tuple(altered.id(), Reason.WRAPPED_KEY_ALTERED), tuple(foreign.id(), Reason.KEY_UNKNOWN));
        assertThat(key(altered).wrapped().base64()).isEqualTo("AAAA");
    }

    @Test
    void stopsAtAnOutageAndKeepsWhatWasDone() {
        catalog.items(vault, 5);
        vault.rotate();
        AtomicInteger unwrapped = new AtomicInteger();
        HookedVault failing = new HookedVault(
                vault,
                binding -> {
                    // The catalog's own key, and two of items.
                    if (unwrapped.incrementAndGet() > 3) {
                        throw new KeyUnavailable(Reason.KMS_UNREACHABLE, "no answer");
                    }
                },
                binding -> {});

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.keys(failing).rewrap(null, 100))
                .satisfies(outage -> assertThat(outage.worthRetrying()).isTrue());
        assertThat(catalog.keys(vault).wrappedBy()).isEqualTo(Map.of(first, 3L, vault.wrappingKeyId(), 3L));
        assertThat(catalog.keys(vault).rewrap(null, 100).done()).isEqualTo(3);
    }

    @Test
    void retiresNoKeyThatIsNeededAndKeepsNothingUnderARetiredOne() throws IOException {
        AccountId account = catalog.anAccount();
        Item item = catalog.anItem(vault);
        ItemKeys keys = catalog.keys(vault);
        FreshKey late = catalog.items(vault).freshKey(account);
        Path then = Files.copy(directory.resolve("vault.json"), directory.resolve("then.json"));
        String second = vault.rotate();

        assertThat(keys.retire(first)).as("the item's, and the catalog's own").isEqualTo(2);
        assertThat(keys.rewrap(null, 10).done()).isEqualTo(2);
        assertThat(keys.retire(first)).isZero();
        assertThat(keys.retire(first)).as("again").isZero();

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> catalog.announce(catalog.items(vault), account, late))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_RETIRED))
                .satisfies(refused -> assertThat(refused.worthRetrying()).isTrue());
        assertThat(catalog.keys(new Behind(vault, KeysetFileVault.open(then)))
                        .rewrap(null, 10)
                        .done())
                .isZero();
        assertThat(key(item).wrapped().vaultKeyId()).isEqualTo(second);

        assertThat(vault.retire(first)).isEqualTo(Retirement.RETIRED);
        assertThat(catalog.claim().hold(vault)).isEmpty();
        assertThat(vault.unwrap(key(item).wrapped(), StoredObject.keyBinding(item.account(), item.id())))
                .isNotNull();
    }

    @Test
    void waitsForAKeyThatIsBeingKeptBeforeItRetires() throws InterruptedException, ExecutionException {
        AccountId account = catalog.anAccount();
        FreshKey late = catalog.items(vault).freshKey(account);
        vault.rotate();
        catalog.keys(vault).rewrap(null, 10);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Long> retiring = catalog.transaction().execute(status -> {
                catalog.announce(catalog.items(vault), account, late);
                Future<Long> waiting = thread.submit(() -> catalog.keys(vault).retire(first));
                CatalogWorld.await(
                        "a retirement that waits",
                        () -> catalog.database()
                                .sql("SELECT EXISTS (SELECT FROM pg_locks WHERE mode = 'ShareLock' AND NOT granted)")
                                .query(Boolean.class)
                                .single());
                return waiting;
            });
            assertThat(Objects.requireNonNull(retiring).get()).isEqualTo(1);
        }
        assertThat(catalog.keys(vault).wrappedBy()).containsEntry(first, 1L);
    }

    /** The vault of a machine that has not heard of a rotation yet. */
    private record Behind(KeyVault now, KeyVault then) implements KeyVault {

        @Override
        public WrappedKey wrap(DataKey key, SealBinding binding) {
            return then.wrap(key, binding);
        }

        @Override
        public DataKey unwrap(WrappedKey key, SealBinding binding) {
            return now.unwrap(key, binding);
        }

        @Override
        public String wrappingKeyId() {
            return then.wrappingKeyId();
        }

        @Override
        public boolean wrapped(WrappedKey key) {
            return now.wrapped(key);
        }
    }

    private void alter(Item item, String vaultKey, String wrapped) {
        catalog.database()
                .sql("UPDATE item_key SET vault_key_id = :vaultKey, wrapped = :wrapped WHERE item_id = :id")
                .param("vaultKey", vaultKey)
                .param("wrapped", wrapped)
                .param("id", item.id().value())
                .update();
    }

    private ItemKey key(Item item) {
        return catalog.items(vault).key(item.id()).orElseThrow();
    }

    private void assertSameKey(Item item, ItemKey one, ItemKey other) {
        var binding = StoredObject.keyBinding(item.account(), item.id());
        assertThat(vault.unwrap(one.wrapped(), binding).toWrap())
                .isEqualTo(vault.unwrap(other.wrapped(), binding).toWrap());
    }
}
