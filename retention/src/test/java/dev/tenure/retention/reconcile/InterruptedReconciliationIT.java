package dev.tenure.retention.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.retention.MemoryStore;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.OrphanCertificate.Kind;
import dev.tenure.retention.RetentionWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(RetentionWorld.Shared.class)
class InterruptedReconciliationIT {

    private static final ReconcileSettings SETTINGS = Shelf.settings(10_000, Duration.ofHours(1));

    private final RetentionWorld world;
    private AccountId account;
    private MemoryStore store = new MemoryStore();
    private Shelf shelf;

    InterruptedReconciliationIT(RetentionWorld world) {
        this.world = world;
        this.account = world.anAccount();
        this.shelf = new Shelf(world, store);
    }

    enum Break {
        BEFORE_THE_CALL,
        AFTER_THE_CALL
    }

    /** The process dies here: nothing between this and the top may catch it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void aFreshWorkerFinishesWhatADeadOneLeft(Break where) {
        int deaths = 0;
        while (diesAtCall(deaths + 1, where, Death::new)) {
            deaths++;
        }
        assertThat(deaths).as("calls that a comparison takes").isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void aFailingStoreOnlyDelaysIt(Break where) {
        for (int call = 1; call <= 7; call++) {
            diesAtCall(call, where, () -> new ObjectStoreException(Fault.STORE, "503", null));
        }
    }

    /** Orphans of two folders and a lost object; the comparison that destroys is interrupted at one of its calls. */
    private boolean diesAtCall(int fatal, Break where, Supplier<? extends Throwable> failure) {
        account = world.anAccount();
        store = new MemoryStore();
        shelf = new Shelf(world, store);
        Item purged = world.anItem(account, null);
        world.force(purged.id(), ItemState.PURGED);
        shelf.put(world.key(purged, "rendition/1/video.mp4"));
        shelf.begin(world.key(purged, "audio/1/audio.m4a"));
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        Item kept = world.anItem(account, null);
        StoredObject object = shelf.visible(kept, "video.mp4");
        shelf.put(world.key(kept, "stray/1/stray"));
        shelf.compare();
        shelf.compare();
        StoredObject lost = shelf.visible(kept, "poster.jpg");
        store.deleteVersions(List.of(lost.version()));
        world.clock().advance(Shelf.KEEP);

        boolean died = false;
        try {
            shelf.reconciliation(breaking(fatal, where, failure), SETTINGS, () -> 0)
                    .goOn();
        } catch (Death death) {
            died = true;
        }
        // A run that goes on, and the comparison of the next day, whose claims are over.
        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
        shelf.compare();

        assertThat(shelf.contents())
                .hasSize(2)
                .anyMatch(one -> one.startsWith(object.key().value()));
        assertThat(shelf.written()).containsExactly("told VERSION " + world.key(kept, "stray/1/stray"));
        List<String> told = shelf.told(account);
        assertThat(told).filteredOn("object.missing"::equals).hasSize(1);
        assertThat(told).filteredOn("orphan.found"::equals).hasSize(3);
        assertThat(told).filteredOn("orphan.destroying"::equals).hasSizeBetween(2, 3);
        shelf.compare();
        shelf.compare();
        assertThat(shelf.certificates(account).stream()
                        .flatMap(certificate -> certificate.orphans().stream())
                        .map(OrphanCertificate.Destroyed::kind))
                .as("each destroyed orphan is certified once, whoever died")
                .containsExactlyInAnyOrder(Kind.VERSION, Kind.VERSION, Kind.UPLOAD);
        return died;
    }

    @Test
    void aComparisonOfManyPagesGoesOnWhereTheTimeOfARunWasOver() {
        Item item = world.anItem(account, null);
        UUID folder = UUID.randomUUID();
        for (int i = 0; i < 2500; i++) {
            shelf.put(new ObjectKey(account + "/" + folder + "/source/1/part" + i));
        }
        shelf.visible(item, "video.mp4");
        StoredObject lost = shelf.visible(item, "poster.jpg");
        store.deleteVersions(List.of(lost.version()));
        AtomicLong nanos = new AtomicLong();
        world.clock().advance(Duration.ofDays(2));
        int runs = 0;
        do {
            // Each look at the clock is an hour later: a run has one page.
            shelf.reconciliation(
                            store,
                            SETTINGS,
                            () -> nanos.addAndGet(Duration.ofHours(1).toNanos()))
                    .goOn();
            runs++;
        } while (shelf.reconciliation(store, SETTINGS, () -> 0).standing().comparedAt() == null && runs < 20);
        assertThat(runs).isBetween(4, 6);
        assertThat(shelf.written()).hasSize(2500);
        assertThat(shelf.reconciliation(store, SETTINGS, () -> 0).standing().listed())
                .isEqualTo(2501);
        assertThat(shelf.told(account)).containsExactly("object.missing");
    }

    @Test
    void ofTwoThatMeetOneFindsItselfOvertaken() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        world.clock().advance(Duration.ofDays(2));
        AtomicInteger listings = new AtomicInteger();
        ObjectStore slow = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    Object result = call(method.getName(), () -> method.invoke(store, arguments));
                    if (method.getName().equals("listAll") && listings.incrementAndGet() == 1) {
                        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
                        world.database().sql("DELETE FROM orphan").update();
                    }
                    return result;
                });
        shelf.reconciliation(slow, SETTINGS, () -> 0).goOn();
        assertThat(shelf.written()).as("noted by who was overtaken").isEmpty();
        assertThat(listings).hasValue(1);
    }

    @Test
    void aStoreThatIsAwayOrBusyIsAskedAgainInTheNextRun() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        store.faults().next(1, Operation.LIST_OBJECT_VERSIONS, Failing.LOST_BEFORE);
        store.faults().next(1, Operation.LIST_OBJECT_VERSIONS, Failing.SLOW_DOWN);
        world.clock().advance(Duration.ofDays(2));
        Reconciliation reconciliation = shelf.reconciliation(store, SETTINGS, () -> 0);
        reconciliation.goOn();
        reconciliation.goOn();
        assertThat(shelf.written()).isEmpty();
        assertThat(reconciliation.standing().comparedAt()).isNull();
        reconciliation.goOn();
        assertThat(shelf.written()).hasSize(1);
        assertThat(reconciliation.standing().comparedAt()).isNotNull();
    }

    @Test
    void aBusyStoreDestroysNothingByHalfAndIsAskedAgain() {
        UUID folder = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            shelf.put(new ObjectKey(account + "/" + folder + "/source/1/part" + i));
        }
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP);
        store.faults().next(1, Operation.DELETE_OBJECTS, Failing.SLOW_DOWN);
        shelf.compare();
        assertThat(shelf.contents()).hasSize(3);
        assertThat(shelf.told(account)).containsExactly("orphan.found", "orphan.destroying");
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
        assertThat(shelf.told(account)).endsWith("orphan.destroying", "orphan.destroyed");
    }

    @Test
    void aDecisionThatIsTooOldIsNotCarriedOut() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP.plusDays(1));
        AtomicLong nanos = new AtomicLong();
        store.beforeLoss(() -> {
            throw new AssertionError("an old decision was carried out");
        });
        shelf.reconciliation(
                        store,
                        SETTINGS,
                        () -> nanos.addAndGet(Duration.ofMinutes(2).toNanos()))
                .goOn();
        assertThat(shelf.contents()).hasSize(1);
        store.beforeLoss(() -> {});
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
    }

    @Test
    void twoWorkersAtOnceDestroyEachOrphanByOneDecision() throws Exception {
        for (int i = 0; i < 20; i++) {
            shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        }
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP.plusDays(1));
        Thread other = Thread.ofVirtual()
                .start(() -> shelf.reconciliation(store, SETTINGS, () -> 0).goOn());
        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
        other.join();
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
        assertThat(shelf.entries(account, "orphan.destroying")).hasSize(20);
        assertThat(shelf.entries(account, "orphan.destroyed")).hasSize(20);
        shelf.compare();
        world.clock().advance(Shelf.YOUNG.plusSeconds(1));
        Thread second = Thread.ofVirtual()
                .start(() -> shelf.reconciliation(store, SETTINGS, () -> 0).goOn());
        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
        second.join();
        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
        assertThat(shelf.certificates(account))
                .hasSize(20)
                .allSatisfy(certificate -> assertThat(certificate.orphans()).hasSize(1));
        assertThat(shelf.entries(account, "orphan.certified")).hasSize(20);
    }

    @Test
    void whatWasDeletedByAWorkerThatDiedIsCertifiedWithoutTheTime() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP.plusDays(1));
        ObjectStore deadly = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    Object result = call(method.getName(), () -> method.invoke(store, arguments));
                    if (method.getName().equals("deleteVersions")) {
                        throw new Death();
                    }
                    return result;
                });
        assertThatExceptionOfType(Death.class)
                .isThrownBy(
                        () -> shelf.reconciliation(deadly, SETTINGS, () -> 0).goOn());
        assertThat(shelf.contents()).isEmpty();
        shelf.reconciliation(store, SETTINGS, () -> 0).goOn();
        shelf.compare();
        assertThat(shelf.certificates(account)).isEmpty();
        shelf.compare();
        assertThat(shelf.certificates(account))
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.deletedAt()).isNull());
        assertThat(shelf.told(account)).containsExactly("orphan.found", "orphan.destroying", "orphan.certified");
    }

    private interface Call {
        Object made() throws Exception;
    }

    private static Object call(String name, Call call) throws Throwable {
        try {
            return call.made();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? new AssertionError(name, e) : e.getCause();
        }
    }

    private ObjectStore breaking(int fatal, Break where, Supplier<? extends Throwable> failure) {
        AtomicInteger calls = new AtomicInteger();
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    boolean looks = method.getName().equals("features");
                    boolean now = !looks && calls.incrementAndGet() == fatal;
                    if (now && where == Break.BEFORE_THE_CALL) {
                        throw failure.get();
                    }
                    try {
                        return call(method.getName(), () -> method.invoke(store, arguments));
                    } finally {
                        if (now) {
                            fail(failure);
                        }
                    }
                });
    }

    private static void fail(Supplier<? extends Throwable> failure) throws Throwable {
        throw failure.get();
    }
}
