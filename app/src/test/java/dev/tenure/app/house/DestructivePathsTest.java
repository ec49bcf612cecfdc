package dev.tenure.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Removals;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.FolderDeletion;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import dev.tenure.objectstore.deletion.VersionDeletion;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every way on which keys or bytes of items are destroyed, and how each of them minds holds. A new one fails this test until it stands here: it asks
 * {@link Items#lockToDestroy}, {@link Endings#lockToDestroy} or {@link Removals#permit}, or it says why it needs not to.
 */
class DestructivePathsTest {

    /** Who destroys a key: each has asked in the same transaction, and the catalog itself refuses the key of a held item. */
    private static final Set<String> KEYS =
            Set.of("dev.tenure.retention.destruction.Destruction", "dev.tenure.ingest.Reaping");

    private static final Map<String, String> BYTES = new TreeMap<>(Map.of(
            "dev.tenure.retention.destruction.Destroyer",
                    "past the point of no return: only of items that Destruction took",
            "dev.tenure.retention.reconcile.OrphanDestruction",
                    "what is nobody's, under the lock of the item's row; that item is purged or rejected, which no hold can be placed on",
            "dev.tenure.ingest.Reaping",
                    "asks lockToDestroy before the upload is given up; a partial upload is no item's yet",
            "dev.tenure.ingest.FailedJoins", "aborts what a join had sent so far: its parts, which it is made of, stay",
            "dev.tenure.ingest.Finishing",
                    "tails of an upload, and an attempt to send it in one piece, whose bytes are all in the source by then",
            "dev.tenure.transcode.job.ChunkFiles", "asks permit",
            "dev.tenure.transcode.job.Replaced", "asks permit",
            "dev.tenure.catalog.manifest.Manifests", "what Tenure wrote about the item, and has written anew",
            "dev.tenure.catalog.recovery.ItemCopies", "what Tenure wrote about the item, and has written anew"));

    static {
        BYTES.put("dev.tenure.catalog.recovery.Ledger", "rows of the catalog, no item's, which were written anew");
    }

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                    "dev.tenure.catalog",
                    "dev.tenure.ingest",
                    "dev.tenure.transcode",
                    "dev.tenure.retention",
                    "dev.tenure.storageapi",
                    "dev.tenure.app");

    @Test
    void everyWayToDestroyAKeyAsksTheChokePoint() {
        assertThat(callers(Map.of(Items.class, Set.of("destroyKey"), Endings.class, Set.of("destroy"))))
                .isEqualTo(KEYS);
        assertThat(callers(Map.of(Items.class, Set.of("lockToDestroy"), Endings.class, Set.of("lockToDestroy"))))
                .containsExactlyInAnyOrder(
                        "dev.tenure.retention.destruction.Destruction",
                        "dev.tenure.ingest.Reaping",
                        "dev.tenure.catalog.JdbcRemovals");
    }

    @Test
    void everyWayToDeleteBytesIsKnown() {
        assertThat(callers(Map.of(
                        ObjectStore.class, Set.of("deleteVersions", "abortUpload"),
                        PrefixDeletion.class, Set.of("delete"),
                        FolderDeletion.class, Set.of("delete"),
                        VersionDeletion.class, Set.of("delete"))))
                .isEqualTo(BYTES.keySet());
        Set<String> asking = BYTES.entrySet().stream()
                .filter(way -> way.getValue().equals("asks permit"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(callers(Map.of(Removals.class, Set.of("permit")))).isEqualTo(asking);
    }

    private Set<String> callers(Map<Class<?>, Set<String>> deeds) {
        Set<String> callers = new TreeSet<>();
        for (JavaClass from : house) {
            for (JavaMethodCall call : from.getMethodCallsFromSelf()) {
                deeds.forEach((owner, names) -> {
                    if (call.getTargetOwner().isAssignableTo(owner) && names.contains(call.getName())) {
                        callers.add(outermost(from).getName());
                    }
                });
            }
        }
        return callers;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(DestructivePathsTest::outermost).orElse(type);
    }
}
