package dev.tenure.objectstore.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.strict.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixDeletionTest {

    private static final KeyPrefix ITEM = new KeyPrefix("account/item/");
    private static final DeletionLimits LIMITS = new DeletionLimits(4, Duration.ofNanos(1000), 4, 4);

    @Test
    void leavesNoVersionNoMarkerAndNoUploadAndTouchesNothingElse() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        ObjectVersion neighbour = put(store, new ObjectKey("account/item-2/source/1/source"));
        for (int i = 0; i < 2500; i++) {
            put(store, ITEM.key("o" + i));
        }
        ObjectKey key = ITEM.key("many-versions");
        put(store, key);
        put(store, key);
        store.hide(key);
        store.beginUpload(ITEM.key("open"), "video/mp4", ObjectTags.none());
        List<ObjectVersion> witnessed = Collections.synchronizedList(new ArrayList<>());

        DeletionReport report = new PrefixDeletion(store, LIMITS).delete(ITEM, List.of(), witnessed::addAll);

        assertThat(report.empty()).isTrue();
        assertThat(report.versions()).isEqualTo(2503);
        assertThat(report.uploads()).isEqualTo(1);
        assertThat(report.refused()).isEmpty();
        assertThat(witnessed).hasSize(2503).doesNotHaveDuplicates();
        assertThat(store.listVersions(new KeyPrefix("account/"))).containsExactly(neighbour);
        assertThat(new PrefixDeletion(store, LIMITS).absent(ITEM, List.of())).isTrue();
    }

    @Test
    void deletesWhatAStrangerPutThere() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        store.put(ObjectKey.listed("account/item/ Ü+%/x//y"), new byte[1], "text/plain", ObjectTags.none());

        assertThat(delete(store).empty()).isTrue();
    }

    @Test
    void believesOnlyAnEmptyListing() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            private int late = 2;

            @Override
            public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
                DeleteOutcome outcome = super.deleteVersions(versions);
                if (late-- > 0) {
                    PrefixDeletionTest.put(this, ITEM.key("late-" + late));
                }
                return outcome;
            }
        };
        put(store, ITEM.key("first"));

        DeletionReport report = delete(store);

        assertThat(report.empty()).isTrue();
        assertThat(report.versions()).isEqualTo(3);
    }

    @Test
    void listsAgainWhatAStaleListingStillShows() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            private int stale = 2;
            private List<ObjectVersion> first = List.of();

            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                Listing<ObjectVersion> now = super.listVersions(prefix, after);
                if (first.isEmpty()) {
                    first = now.entries();
                }
                return stale-- > 0 ? new Listing<>(first, now.next()) : now;
            }
        };
        put(store, ITEM.key("a"));

        DeletionReport report = delete(store);

        assertThat(report.empty()).isTrue();
        assertThat(report.versions()).isEqualTo(1);
    }

    @Test
    void goesOnAsLongAsEachPassFindsMore() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                List<ObjectVersion> all = super.listVersions(prefix, after).entries();
                return new Listing<>(all.subList(0, Math.min(7, all.size())), Optional.empty());
            }
        };
        for (int i = 0; i < 100; i++) {
            put(store, ITEM.key("same"));
        }

        DeletionReport report = delete(store);

        assertThat(report.empty()).isTrue();
        assertThat(report.versions()).isEqualTo(100);
    }

    @Test
    void neverCallsGoneWhatIsListedToTheEnd() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
                return new DeleteOutcome(versions, List.of());
            }
        };
        put(store, ITEM.key("a"));

        assertThat(delete(store).empty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalError", "SlowDown", "ServiceUnavailable", Refusal.NO_ANSWER})
    void asksAgainForSingleVersionsThatFailed(String code) {
        FailingStore store = new FailingStore();
        store.refuse(2, code);
        for (int i = 0; i < 50; i++) {
            put(store, ITEM.key("o" + i));
        }

        DeletionReport report = delete(store);

        assertThat(report.empty()).isTrue();
        assertThat(report.refused()).isEmpty();
        assertThat(store.batches).startsWith(50, 1, 1);
    }

    @Test
    void reportsWhatIsRefusedForGoodAndDeletesTheRest() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        ObjectVersion held = put(store, ITEM.key("held"));
        put(store, ITEM.key("free"));
        store.locks().orElseThrow().hold(held);

        DeletionReport report = delete(store);

        assertThat(report.empty()).isFalse();
        assertThat(report.versions()).isEqualTo(1);
        assertThat(report.refused()).extracting(Refusal::version).containsExactly(held);
        assertThat(report.refused()).extracting(Refusal::code).containsExactly("AccessDenied");
        assertThat(store.listVersions(ITEM)).containsExactly(held);
    }

    @Test
    void comesBackWithLessWhenTheStoreAsksTo() {
        FailingStore store = new FailingStore();
        store.fail(3, () -> new SlowDown("too many", null));
        for (int i = 0; i < 3500; i++) {
            put(store, ITEM.key("o" + i));
        }

        assertThat(delete(store).empty()).isTrue();
    }

    @Test
    void asksAgainForABatchWhoseAnswerWasLost() {
        FailingStore store = new FailingStore();
        store.fail(2, () -> new OutcomeUnknown("lost", null));
        put(store, ITEM.key("a"));

        assertThat(delete(store).empty()).isTrue();
    }

    @Test
    void givesUpOnAStoreThatStaysBusy() {
        FailingStore store = new FailingStore();
        store.fail(Integer.MAX_VALUE, () -> new SlowDown("too many", null));
        put(store, ITEM.key("a"));

        assertThatExceptionOfType(SlowDown.class).isThrownBy(() -> delete(store));
        assertThat(store.batches).hasSize(LIMITS.attempts());
    }

    @Test
    void givesUpAtOnceOnAStoreThatForbids() {
        FailingStore store = new FailingStore();
        store.fail(Integer.MAX_VALUE, () -> new ObjectStoreException(Fault.CONFIGURATION, "forbidden", null));
        put(store, ITEM.key("a"));

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> delete(store))
                .withMessage("forbidden");
        assertThat(store.batches).hasSize(1);
    }

    @Test
    void deletesNothingThatItsWitnessDidNotTake() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        ObjectVersion kept = put(store, ITEM.key("a"));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new PrefixDeletion(store, LIMITS).delete(ITEM, List.of(), versions -> {
                    throw new IllegalStateException("the database is away");
                }));
        assertThat(store.listVersions(ITEM)).containsExactly(kept);
    }

    @Test
    void looksForUploadsByEveryKeyWhereTheStoreKnowsNoPrefix() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized List<MultipartUpload> listUploads(KeyPrefix prefix) {
                return List.of();
            }
        };
        store.adapt(features(UploadListing.BY_KEY, BatchDelete.CHECKSUM));
        ObjectKey key = ITEM.key("source/1/source");
        store.beginUpload(key, "video/mp4", ObjectTags.none());
        PrefixDeletion deletion = new PrefixDeletion(store, LIMITS);

        assertThat(deletion.absent(ITEM, List.of(key))).isFalse();
        assertThat(deletion.delete(ITEM, List.of(key), versions -> {}).uploads())
                .isEqualTo(1);
        assertThat(store.listUploads(key)).isEmpty();
    }

    @Test
    void missesNoUploadThatIsCompletedWhileItLooks() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            private boolean looked;

            @Override
            public synchronized List<MultipartUpload> listUploads(KeyPrefix prefix) {
                List<MultipartUpload> open = super.listUploads(prefix);
                completed();
                return open;
            }

            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                Listing<ObjectVersion> found = super.listVersions(prefix, after);
                completed();
                return found;
            }

            private void completed() {
                if (!looked) {
                    looked = true;
                    MultipartUpload upload = super.listUploads(ITEM).getFirst();
                    completeUpload(upload, listParts(upload));
                }
            }
        };
        MultipartUpload upload = store.beginUpload(ITEM.key("late"), "video/mp4", ObjectTags.none());
        store.uploadPart(upload, 1, new byte[1]);

        assertThat(new PrefixDeletion(store, LIMITS).absent(ITEM, List.of())).isFalse();
    }

    @Test
    void comesBackForUploadsWhenTheStoreAsksTo() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        store.beginUpload(ITEM.key("open"), "video/mp4", ObjectTags.none());
        store.faults().next(2, Operation.LIST_MULTIPART_UPLOADS, Failing.SLOW_DOWN);
        store.faults().next(2, Operation.ABORT_MULTIPART_UPLOAD, Failing.SLOW_DOWN);

        DeletionReport report = delete(store);

        assertThat(report.empty()).isTrue();
        assertThat(report.uploads()).isEqualTo(1);
    }

    @Test
    void waitsBeforeItListsTheSameAgain() throws InterruptedException {
        AtomicInteger deletes = new AtomicInteger();
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
                deletes.incrementAndGet();
                return new DeleteOutcome(versions, List.of());
            }
        };
        put(store, ITEM.key("a"));
        DeletionLimits patient = new DeletionLimits(2, Duration.ofHours(1), 4, 4);
        AtomicInteger ended = new AtomicInteger();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                new PrefixDeletion(store, patient).delete(ITEM, List.of(), versions -> {});
            } catch (ObjectStoreException interrupted) {
                ended.incrementAndGet();
            }
        });
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(deletes).hasValue(2);
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void cutsSmallBatchesWhereTheStoreDeletesOneByOne() {
        FailingStore store = new FailingStore();
        store.adapt(features(UploadListing.BY_PREFIX, BatchDelete.ONE_BY_ONE));
        for (int i = 0; i < 45; i++) {
            put(store, ITEM.key("o" + i));
        }

        assertThat(delete(store).empty()).isTrue();
        assertThat(store.batches).containsExactlyInAnyOrder(20, 20, 5);
    }

    @Test
    void endsWhenItIsInterrupted() throws InterruptedException {
        FailingStore store = new FailingStore();
        store.fail(Integer.MAX_VALUE, () -> new SlowDown("too many", null));
        put(store, ITEM.key("a"));
        DeletionLimits patient = new DeletionLimits(2, Duration.ofHours(1), 100, 2);
        AtomicInteger ended = new AtomicInteger();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                new PrefixDeletion(store, patient).delete(ITEM, List.of(), versions -> {});
            } catch (ObjectStoreException expected) {
                ended.incrementAndGet();
            }
        });
        while (store.batches.isEmpty()) {
            Thread.onSpinWait();
        }
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(ended).hasValue(1);
    }

    private static StoreFeatures features(UploadListing uploads, BatchDelete batchDelete) {
        return new StoreFeatures(true, true, true, true, uploads, batchDelete, Checksums.SUPPORTED);
    }

    private static DeletionReport delete(InMemoryObjectStore store) {
        return new PrefixDeletion(store, LIMITS).delete(ITEM, List.of(), versions -> {});
    }

    private static ObjectVersion put(InMemoryObjectStore store, ObjectKey key) {
        return store.put(key, new byte[1], "text/plain", ObjectTags.none());
    }

    /** Fails the first calls as a test wants it. */
    private static final class FailingStore extends InMemoryObjectStore {

        private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        private int failures;
        private Supplier<RuntimeException> failure = IllegalStateException::new;
        private int refusals;
        private String code = "";

        void fail(int calls, Supplier<RuntimeException> with) {
            failures = calls;
            failure = with;
        }

        void refuse(int calls, String with) {
            refusals = calls;
            code = with;
        }

        @Override
        public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
            batches.add(versions.size());
            if (failures > 0) {
                failures--;
                throw failure.get();
            }
            if (refusals > 0) {
                refusals--;
                DeleteOutcome others = super.deleteVersions(versions.subList(1, versions.size()));
                return new DeleteOutcome(
                        others.deleted(), List.of(new Refusal(versions.getFirst(), code, "not just now")));
            }
            return super.deleteVersions(versions);
        }
    }
}
