package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.FolderDeletion;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.hold.StoreRefusals;
import dev.tenure.retention.policy.RetentionSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

@ExtendWith(RetentionWorld.Shared.class)
class CrashingDestroyerIT {

    private static final int PAGE = 10;

    private final RetentionWorld world;
    private final AccountId account;

    CrashingDestroyerIT(RetentionWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    enum Break {
        BEFORE_THE_CALL,
        AFTER_THE_CALL
    }

    /** The process dies here: nothing between this and the top may catch it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private record Doomed(Item item, List<String> versions) {}

    @ParameterizedTest
    @EnumSource(Break.class)
    void aFreshDestroyerFinishesWhatADeadOneLeft(Break where) {
        int deaths = 0;
        while (diesAtCall(deaths + 1, where, Death::new)) {
            deaths++;
        }
        assertThat(deaths).as("calls that a destruction takes").isGreaterThan(8);
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void aDestroyerFinishesWhatAFailingStoreInterrupted(Break where) {
        for (int call = 1; call <= 9; call++) {
            diesAtCall(
                    call,
                    where,
                    () -> new ObjectStoreException(ObjectStoreException.Fault.STORE, "503 SlowDown", null));
        }
    }

    private boolean diesAtCall(int fatal, Break where, Supplier<? extends Throwable> failure) {
        Doomed doomed = aDoomedItem(world.store());
        boolean died = false;
        try {
            destroy(destroyer(breaking(world.store(), fatal, where, failure)));
        } catch (Death death) {
            died = true;
        }
        Destroyer fresh = destroyer(world.store());
        destroy(fresh);
        destroy(fresh);
        assertProvenGone(world.store(), doomed);
        return died;
    }

    /** Items that go together die together, and are proven gone one by one all the same. */
    @ParameterizedTest
    @EnumSource(Break.class)
    void aFreshDestroyerFinishesAGroupThatADeadOneLeft(Break where) {
        for (int call = 1; call <= 14; call++) {
            List<Doomed> group =
                    List.of(aDoomedItem(world.store()), aDoomedItem(world.store()), aDoomedItem(world.store()));
            try {
                destroy(destroyer(breaking(world.store(), call, where, Death::new)));
            } catch (Death death) {
                world.clock().advance(Duration.ofSeconds(1));
            }
            Destroyer fresh = destroyer(world.store());
            destroy(fresh);
            destroy(fresh);
            group.forEach(one -> assertProvenGone(world.store(), one));
        }
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void aDeathAtTheLastCommitLeavesOneCertificateForEachItem(Break where) {
        List<Doomed> group = List.of(aDoomedItem(world.store()), aDoomedItem(world.store()));
        TransactionOperations real = world.the(TransactionOperations.class);
        TransactionOperations deadly = new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                if (where == Break.AFTER_THE_CALL) {
                    real.execute(action);
                }
                throw new Death();
            }
        };
        destroyer(world.store()).carryOn(PAGE);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        assertThatThrownBy(() -> destroyer(world.store(), deadly).carryOn(PAGE)).isInstanceOf(Death.class);

        destroyer(world.store()).carryOn(PAGE);

        group.forEach(one -> assertProvenGone(world.store(), one));
    }

    @Test
    void aDestroyerThatDiesAgainAndAgainGetsThereToo() {
        Doomed doomed = aDoomedItem(world.store());
        for (int call = 1; call <= 12; call++) {
            try {
                destroy(destroyer(breaking(world.store(), call, Break.AFTER_THE_CALL, Death::new)));
            } catch (Death again) {
                world.clock().advance(Duration.ofSeconds(1));
            }
        }
        destroy(destroyer(world.store()));
        assertProvenGone(world.store(), doomed);
    }

    @Test
    void twoDestroyersAtOnceIssueOneCertificateForEachItem() throws Exception {
        List<Doomed> doomed = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            doomed.add(aDoomedItem(world.store()));
        }
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Integer> carryOn = () -> {
            together.await(30, TimeUnit.SECONDS);
            int proven = destroyer(world.store()).carryOn(PAGE);
            if (together.await(30, TimeUnit.SECONDS) == 0) {
                world.clock().advance(RetentionWorld.VERIFY_DELAY);
            }
            together.await(30, TimeUnit.SECONDS);
            return proven + destroyer(world.store()).carryOn(PAGE);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(carryOn);
            var other = threads.submit(carryOn);
            assertThat(one.get(60, TimeUnit.SECONDS) + other.get(60, TimeUnit.SECONDS))
                    .isEqualTo(doomed.size());
        }
        doomed.forEach(one -> assertProvenGone(world.store(), one));
    }

    @Test
    void destroysAndProvesInARealBucketToo() {
        try (EmbeddedS3 s3 = EmbeddedS3.start(EmbeddedDirectories.under(world.directory()))) {
            ObjectStore store = S3Stores.open(new S3Settings(
                    s3.endpoint(),
                    s3.region(),
                    "retention",
                    s3.accessKey(),
                    s3.secretKey(),
                    true,
                    null,
                    Duration.ofSeconds(60)));
            store.ensureBucket();
            Doomed doomed = aDoomedItem(store);
            destroy(destroyer(store));
            assertProvenGone(store, doomed);
        }
    }

    private Doomed aDoomedItem(ObjectStore store) {
        Item item = world.anItem(account, "P30D");
        List<String> versions = new ArrayList<>();
        for (String name :
                List.of("source/1/talk.webm", "source/1/talk.webm", "poster/2/poster.jpg", "source/1/tail")) {
            versions.add(store.put(world.key(item, name), new byte[7], "application/octet-stream", ObjectTags.none())
                    .versionId());
        }
        if (store == world.store()) {
            ObjectKey hidden = world.key(item, "source/1/talk.webm");
            versions.add(world.store().hide(hidden).versionId());
            versions.add(world.store()
                    .hide(world.key(item, "captions/1/never-there.vtt"))
                    .versionId());
        }
        for (String name : List.of("rendition/1/video.mp4", "audio/1/audio.m4a")) {
            MultipartUpload upload =
                    store.beginUpload(world.key(item, name), "application/octet-stream", ObjectTags.none());
            store.uploadPart(upload, 1, new byte[9]);
        }
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Begun.class);
        return new Doomed(item, versions);
    }

    private void destroy(Destroyer destroyer) {
        destroyer.carryOn(PAGE);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(PAGE);
    }

    /** No second tries, so that every failure is met. */
    private static final DeletionLimits DELETION = new DeletionLimits(1, Duration.ofNanos(1), 1, 2);

    /** A destroyer as a new process would have it. */
    private Destroyer destroyer(ObjectStore store) {
        return destroyer(store, world.the(TransactionOperations.class));
    }

    private Destroyer destroyer(ObjectStore store, TransactionOperations certifying) {
        JdbcDestructions destructions = new JdbcDestructions(world.database());
        Certificates certificates = new Certificates(
                destructions,
                world.the(Endings.class),
                world.the(StoredObjects.class),
                store,
                world.the(CertificateSigner.class),
                world.the(Ids.class),
                world.the(Trail.class),
                world.the(TrailProofs.class),
                null,
                certifying);
        return new Destroyer(
                world.the(Items.class),
                world.the(StoredObjects.class),
                new FolderDeletion(store, DELETION),
                destructions,
                certificates,
                new DestructionProblems(
                        destructions,
                        world.the(StoreRefusals.class),
                        world.the(Outbox.class),
                        world.the(TransactionOperations.class)),
                world.the(RetentionSettings.class),
                world.the(InstantSource.class));
    }

    private static ObjectStore breaking(
            ObjectStore store, int fatal, Break where, Supplier<? extends Throwable> failure) {
        AtomicInteger calls = new AtomicInteger();
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    boolean now = calls.incrementAndGet() == fatal;
                    if (now && where == Break.BEFORE_THE_CALL) {
                        throw failure.get();
                    }
                    try {
                        Object result = method.invoke(store, arguments);
                        if (now) {
                            throw failure.get();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private void assertProvenGone(ObjectStore store, Doomed doomed) {
        Item item = doomed.item();
        KeyPrefix prefix = StoredObject.prefixOf(item.account(), item.id());
        assertThat(store.listVersions(prefix)).isEmpty();
        assertThat(store.listUploads(prefix)).isEmpty();
        assertThat(world.the(item.id()).state()).isEqualTo(ItemState.PURGED);
        assertThat(world.count("certificate", item.id())).isEqualTo(1);
        assertThat(world.the(Trail.class).of(account, item.id()))
                .filteredOn(entry -> entry.action().equals("item.purged"))
                .hasSize(1);
        String text = world.the(Certificates.class).find(account, item.id()).orElseThrow();
        CertificateVerdict verdict = CertificateVerifier.ofKey(
                        world.the(CertificateSigner.class).keyId())
                .verify(text.getBytes(StandardCharsets.UTF_8));
        assertThat(verdict).isInstanceOf(CertificateVerdict.Valid.class);
        DestructionCertificate certificate = ((CertificateVerdict.Valid) verdict).certificate();
        assertThat(certificate.item().id()).isEqualTo(item.id().value());
        assertThat(certificate.objects().stream()
                        .flatMap(object -> object.versions().stream())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(doomed.versions());
    }
}
