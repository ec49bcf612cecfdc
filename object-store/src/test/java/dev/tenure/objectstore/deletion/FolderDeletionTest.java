package dev.tenure.objectstore.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderDeletionTest {

    private static final KeyPrefix ACCOUNT = new KeyPrefix("account/");
    private static final DeletionLimits LIMITS = new DeletionLimits(4, Duration.ofNanos(1000), 4, 4);

    /** Counts the pages of listings. */
    private static class Counting extends InMemoryObjectStore {
        int pages;

        @Override
        public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
            pages++;
            return super.listVersions(prefix, after);
        }
    }

    @Test
    void emptiesManyFoldersWithFewRequestsAndTouchesNoOther() {
        Counting store = new Counting();
        List<Folder> folders = folders(IntStream.range(0, 1000).filter(i -> i % 2 == 0));
        List<ObjectVersion> living = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            for (String name : List.of("source/1/a", "poster/1/b")) {
                ObjectVersion put = put(store, folder(i).key(name));
                if (i % 2 == 1) {
                    living.add(put);
                }
            }
        }
        living.add(put(store, new ObjectKey("account/item-0000")));
        store.hide(folder(4).key("source/1/a"));
        store.beginUpload(folder(6).key("open"), "video/mp4", ObjectTags.none());
        store.beginUpload(folder(7).key("open"), "video/mp4", ObjectTags.none());
        List<FolderDeletion.Found> witnessed = new ArrayList<>();

        FolderDeletion.Report report = new FolderDeletion(store, LIMITS).delete(folders, witnessed::addAll);

        assertThat(report.left()).isEmpty();
        assertThat(report.refused()).isEmpty();
        assertThat(witnessed)
                .hasSize(1001)
                .doesNotHaveDuplicates()
                .allSatisfy(found ->
                        assertThat(found.folder().covers(found.version().key())).isTrue());
        assertThat(store.listVersions(ACCOUNT)).containsExactlyInAnyOrderElementsOf(living);
        assertThat(store.listUploads(ACCOUNT)).hasSize(1);
        assertThat(report.requests()).isLessThan(15);
        assertThat(new FolderDeletion(store, LIMITS).occupied(folders)).isEmpty();
    }

    /** With both proofs: what a raw loop takes, and three listings more for all folders together. */
    @ParameterizedTest
    @CsvSource({"20, 500", "5000, 2"})
    void takesAtMostThreeRequestsForAThousandObjects(int count, int objectsEach) {
        Counting store = new Counting();
        IntStream.range(0, count)
                .forEach(i -> IntStream.range(0, objectsEach)
                        .forEach(j -> put(store, folder(i).key("o" + j))));
        List<Folder> folders = folders(IntStream.range(0, count));
        FolderDeletion deletion = new FolderDeletion(store, LIMITS);

        FolderDeletion.Report report = deletion.delete(folders, found -> {});
        int before = store.pages;
        assertThat(deletion.occupied(folders)).isEmpty();

        // Of the second proof: its listings of versions, and one of uploads.
        long requests = report.requests() + store.pages - before + 1;
        assertThat(requests * 1000.0 / (count * objectsEach)).isLessThanOrEqualTo(3);
    }

    @Test
    void leapsOverWhatLiesBetween() {
        Counting store = new Counting();
        put(store, folder(1).key("a"));
        IntStream.range(0, 9000).forEach(i -> put(store, folder(500).key("o" + i)));
        put(store, folder(900).key("z"));
        List<Folder> folders = folders(IntStream.of(1, 900));

        assertThat(new FolderDeletion(store, LIMITS)
                        .delete(folders, found -> {})
                        .left())
                .isEmpty();
        assertThat(store.pages).isLessThanOrEqualTo(4);
        assertThat(store.listVersions(folder(900))).isEmpty();
        assertThat(store.listVersions(folder(500))).hasSize(9000);
    }

    /** A copy beside a folder, under its name with something behind it, lies between the folder's name and its first key. */
    @Test
    void passesByWhatIsNamedLikeTheFolder() {
        Counting store = new Counting() {
            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                Listing<ObjectVersion> page = super.listVersions(prefix, after);
                assertThat(pages).as("it turns in circles").isLessThan(40);
                return page;
            }
        };
        put(store, folder(1).key("a"));
        String copy = folder(900).value().replaceFirst("/$", ".bak/");
        IntStream.range(0, 3500).forEach(i -> put(store, new ObjectKey(copy + "o" + i)));
        put(store, folder(900).key("z"));

        assertThat(new FolderDeletion(store, LIMITS)
                        .delete(folders(IntStream.of(1, 900)), found -> {})
                        .left())
                .isEmpty();
        assertThat(store.listVersions(folder(900))).isEmpty();
        assertThat(store.listVersions(new KeyPrefix(copy))).hasSize(3500);
    }

    @Test
    void goesOnInsideAFolderThatIsLongerThanAPage() {
        Counting store = new Counting();
        put(store, folder(1).key("a"));
        IntStream.range(0, 2500).forEach(i -> put(store, folder(2).key("o" + i)));
        put(store, folder(3).key("a"));
        List<FolderDeletion.Found> witnessed = new ArrayList<>();

        FolderDeletion.Report report =
                new FolderDeletion(store, LIMITS).delete(folders(IntStream.of(1, 2, 3)), witnessed::addAll);

        assertThat(report.left()).isEmpty();
        assertThat(witnessed).hasSize(2502);
        assertThat(store.listVersions(ACCOUNT)).isEmpty();
    }

    @Test
    void saysOfWhichFolderSomethingIsLeftAndProvesTheOthers() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
                DeleteOutcome outcome = super.deleteVersions(versions.stream()
                        .filter(version -> !folder(2).covers(version.key()))
                        .toList());
                return new DeleteOutcome(
                        outcome.deleted(),
                        versions.stream()
                                .filter(version -> folder(2).covers(version.key()))
                                .map(version -> new DeleteOutcome.Refusal(version, "AccessDenied", "locked"))
                                .toList());
            }
        };
        List<Folder> folders = folders(IntStream.range(0, 5));
        IntStream.range(0, 5).forEach(i -> put(store, folder(i).key("a")));

        FolderDeletion.Report report = new FolderDeletion(store, LIMITS).delete(folders, found -> {});

        assertThat(report.left()).containsExactly(folder(2));
        assertThat(report.refused()).extracting(FolderDeletion.Kept::folder).containsExactly(folder(2));
        assertThat(new FolderDeletion(store, LIMITS).occupied(folders)).containsExactly(folder(2));
    }

    /** What a server that takes no notice of a mark lists from its beginning is no proof of what lies behind. */
    @Test
    void believesNoPageThatBeginsElsewhere() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                return super.listVersions(prefix, after.id().isEmpty() ? ListingMark.START : after);
            }
        };
        IntStream.range(0, 1500).forEach(i -> put(store, folder(i).key("a")));
        List<Folder> folders = folders(IntStream.of(3, 1200, 1400));

        assertThat(new FolderDeletion(store, LIMITS).occupied(folders)).hasSize(3);
        assertThat(new FolderDeletion(store, LIMITS)
                        .delete(folders, found -> {})
                        .left())
                .isEmpty();
        assertThat(store.listVersions(ACCOUNT)).hasSize(1497);
    }

    @Test
    void believesNoPageThatIsOutOfOrder() {
        InMemoryObjectStore store = new InMemoryObjectStore() {
            @Override
            public synchronized Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
                Listing<ObjectVersion> all = super.listVersions(prefix, after);
                // Ends, in its own order, in front of what it has listed.
                return prefix.equals(ACCOUNT)
                        ? new Listing<>(
                                all.entries(),
                                Optional.of(new ListingMark(folder(1).value(), "x")))
                        : all;
            }
        };
        IntStream.range(0, 5).forEach(i -> put(store, folder(i).key("a")));

        assertThat(new FolderDeletion(store, LIMITS).occupied(folders(IntStream.range(0, 5))))
                .hasSize(5);
    }

    @Test
    void takesOnlyFoldersThatLieSideBySide() {
        InMemoryObjectStore store = new InMemoryObjectStore();
        List<Folder> apart =
                List.of(new Folder(new KeyPrefix("a/1/"), List.of()), new Folder(new KeyPrefix("b/1/"), List.of()));

        assertThatIllegalArgumentException().isThrownBy(() -> new FolderDeletion(store, LIMITS).occupied(apart));
    }

    private static KeyPrefix folder(int number) {
        return new KeyPrefix("account/item-%04d/".formatted(number));
    }

    private static List<Folder> folders(IntStream numbers) {
        return numbers.mapToObj(i -> new Folder(folder(i), List.of())).toList();
    }

    private static ObjectVersion put(ObjectStore store, ObjectKey key) {
        return store.put(key, new byte[1], "application/octet-stream", ObjectTags.none());
    }
}
