package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the bucket, and deleting exactly that. */
abstract class VersionsContract extends Behaviours {

    /** S3 lists 1,000 at once. */
    private static final int A_PAGE_AND_MORE = 1010;

    private final ObjectKey key = folder.key("versioned");

    VersionsContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void keepsEveryVersionAndShowsTheNewest() {
        needsVersions();
        ObjectVersion first = put(key, random(10));
        ObjectVersion second = put(key, random(20));

        assertThat(first.versionId()).isNotEqualTo(second.versionId());
        assertThat(store.listVersions(folder)).containsExactlyInAnyOrder(first, second);
        assertThat(store.facts(key)).contains(new ObjectFacts(key, second.versionId(), 20));
    }

    @Test
    void showsTheVersionBeforeWhenTheNewestIsDeleted() throws IOException {
        needsVersions();
        byte[] older = random(10);
        ObjectVersion first = put(key, older);
        ObjectVersion second = put(key, random(20));

        assertThat(store.deleteVersions(List.of(second)).deleted()).containsExactly(second);

        assertThat(store.facts(key)).contains(new ObjectFacts(key, first.versionId(), 10));
        assertThat(read(key, ByteRange.whole(10))).isEqualTo(older);
        assertThat(store.tags(key)).isEqualTo(TAGS);
    }

    @Test
    void listsAMarkerThatHidesAnObject() {
        needsVersions();
        ObjectVersion put = put(key, random(10));
        server.hide(key);

        assertThat(store.facts(key)).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(key, ByteRange.whole(1)));
        assertThat(store.listVersions(folder)).hasSize(2).contains(put);
        assertThat(marker().size()).isZero();
    }

    @Test
    void deletesAMarkerAndShowsWhatItHid() {
        needsVersions();
        ObjectVersion put = put(key, random(10));
        server.hide(key);
        ObjectVersion marker = marker();

        DeleteOutcome outcome = store.deleteVersions(List.of(marker));

        assertThat(outcome).isEqualTo(new DeleteOutcome(List.of(marker), List.of()));
        assertThat(store.listVersions(folder)).containsExactly(put);
        assertThat(store.facts(key)).isPresent();
    }

    @Test
    void deletesAMarkerTogetherWithWhatItHides() {
        needsVersions();
        put(key, random(10));
        server.hide(key);

        assertThat(store.deleteVersions(store.listVersions(folder)).refused()).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
    }

    private ObjectVersion marker() {
        return store.listVersions(folder).stream()
                .filter(ObjectVersion::deleteMarker)
                .findAny()
                .orElseThrow();
    }

    @Test
    void deletesWhatIsNamedAndNothingElse() {
        ObjectVersion kept = put(folder.key("kept"), random(1));
        ObjectVersion gone = put(folder.key("gone"), random(1));

        DeleteOutcome outcome = store.deleteVersions(List.of(gone));

        assertThat(outcome).isEqualTo(new DeleteOutcome(List.of(gone), List.of()));
        assertThat(store.listVersions(folder)).containsExactly(kept);
    }

    @Test
    void countsAVersionThatIsGoneAlreadyAsDeleted() {
        ObjectVersion gone = put(folder.key("gone"), random(1));
        ObjectVersion there = put(folder.key("there"), random(1));
        store.deleteVersions(List.of(gone));

        DeleteOutcome outcome = store.deleteVersions(List.of(gone, there));

        assertThat(outcome.deleted()).containsExactlyInAnyOrder(gone, there);
        assertThat(outcome.refused()).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void refusesABatchBeyondTheLimitAndTakesAnEmptyOne() {
        ObjectVersion one = new ObjectVersion(key, "v", 0, false);
        List<ObjectVersion> tooMany = Collections.nCopies(ObjectStore.MAX_DELETE_BATCH + 1, one);

        assertThatIllegalArgumentException().isThrownBy(() -> store.deleteVersions(tooMany));
        assertThat(store.deleteVersions(List.of()).deleted()).isEmpty();
    }

    @Test
    void neverListsANeighbourWhoseNameBeginsAlike() {
        ObjectVersion mine = put(folder.key("a/1/x"), random(1));
        put(folder.key("a/10/x"), random(1));
        put(folder.key("a/1-x"), random(1));
        put(folder.key("a/1.x"), random(1));

        assertThat(store.listVersions(new KeyPrefix(folder + "a/1/"))).containsExactly(mine);
    }

    @Test
    void listsKeysInTheirOrder() {
        Stream.of("b", "a/z", "a-1", "a/1/x", "a.1", "c").forEach(name -> put(folder.key(name), random(1)));

        assertThat(store.listVersions(folder))
                .extracting(version -> version.key().value())
                .isSorted()
                .hasSize(6);
    }

    @Test
    void listsFromInFrontOfAFolder() {
        Stream.of("a/1/x", "b", "b-1/x", "c/1/x", "c/1/y", "d").forEach(name -> put(folder.key(name), random(1)));

        assertThat(store.listVersions(folder, ListingMark.before(new KeyPrefix(folder + "c/1/")))
                        .entries())
                .extracting(version -> version.key().value())
                .containsExactly(folder + "c/1/x", folder + "c/1/y", folder + "d");
    }

    @Test
    void listsEachKeyOnceOverManyPagesAndDeletesAThousandAtOnce() {
        List<ObjectVersion> all = putAll(IntStream.range(0, A_PAGE_AND_MORE).mapToObj(i -> "k" + i));

        List<ObjectVersion> listed = listsOverManyPages(all);

        List<ObjectVersion> batch = listed.subList(0, ObjectStore.MAX_DELETE_BATCH);
        DeleteOutcome outcome = store.deleteVersions(batch);
        assertThat(outcome.deleted()).containsExactlyInAnyOrderElementsOf(batch);
        assertThat(outcome.refused()).isEmpty();
        List<ObjectVersion> rest = listed.subList(ObjectStore.MAX_DELETE_BATCH, listed.size());
        assertThat(store.listVersions(folder)).containsExactlyElementsOf(rest);
    }

    /** A page ends inside the second key, whose versions go on on the next. */
    @Test
    void listsEachVersionOfOneKeyOnceOverManyPages() {
        needsVersions();
        List<ObjectVersion> all = new ArrayList<>();
        all.addAll(putAll(Stream.of("a", "a", "a", "c", "c")));
        all.addAll(putAll(IntStream.range(0, A_PAGE_AND_MORE).mapToObj(i -> "b")));

        listsOverManyPages(all);
    }

    /** Whoever deletes page by page must not lose what lies behind the page. */
    @Test
    void goesOnInsideAKeyWhoseListedVersionsAreDeleted() {
        needsVersions();
        List<ObjectVersion> all = putAll(IntStream.range(0, A_PAGE_AND_MORE).mapToObj(i -> "b"));
        Listing<ObjectVersion> first = store.listVersions(folder, ListingMark.START);
        List<ObjectVersion> rest = new ArrayList<>(all);
        rest.removeAll(first.entries());
        assertThat(store.deleteVersions(first.entries()).refused()).isEmpty();

        Listing<ObjectVersion> second = store.listVersions(folder, first.next().orElseThrow());

        assertThat(second.entries()).containsExactlyInAnyOrderElementsOf(rest);
    }

    private List<ObjectVersion> listsOverManyPages(List<ObjectVersion> all) {
        List<List<ObjectVersion>> pages = pages();

        assertThat(pages).hasSizeGreaterThan(1);
        List<ObjectVersion> listed = pages.stream().flatMap(List::stream).toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
        assertThat(listed)
                .isSortedAccordingTo(
                        Comparator.comparing(version -> version.key().value()));
        return listed;
    }

    private List<List<ObjectVersion>> pages() {
        List<List<ObjectVersion>> pages = new ArrayList<>();
        Optional<ListingMark> next = Optional.of(ListingMark.START);
        while (next.isPresent()) {
            Listing<ObjectVersion> page = store.listVersions(folder, next.get());
            pages.add(page.entries());
            next = page.next();
        }
        return pages;
    }

    private List<ObjectVersion> putAll(Stream<String> names) {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            return names
                    .map(folder::key)
                    .map(at -> CompletableFuture.supplyAsync(() -> put(at, new byte[1]), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }
}
