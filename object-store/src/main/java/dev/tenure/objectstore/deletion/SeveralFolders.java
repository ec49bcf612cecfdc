package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folders side by side in a larger one, listed together. A page of a listing goes over as many folders as fit on it; where what lies between two of
 * them does not end on the page, the next page begins at the next folder. So it never takes more pages than listing each folder alone.
 *
 * <p>It relies on the order of keys, which S3 documents, and on pages that begin where they are asked to. A page that shows otherwise is not believed:
 * each folder is then listed alone.
 */
final class SeveralFolders implements Place {

    private final ObjectStore store;
    private final KeyPrefix parent;
    private final NavigableMap<String, Folder> folders = new TreeMap<>();

    /** @throws IllegalArgumentException when they do not lie side by side in one folder, or there are none */
    SeveralFolders(ObjectStore store, Collection<Folder> folders) {
        this.store = store;
        folders.forEach(folder -> this.folders.put(folder.prefix().value(), folder));
        List<String> parents = this.folders.keySet().stream()
                .map(SeveralFolders::parentOf)
                .distinct()
                .toList();
        if (parents.size() != 1) {
            throw new IllegalArgumentException("folders of " + parents.size() + " parents cannot be listed together");
        }
        this.parent = new KeyPrefix(parents.getFirst());
    }

    private static String parentOf(String folder) {
        return folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }

    @Override
    public List<MultipartUpload> uploads(Asking asking) {
        if (store.features().uploads() != UploadListing.BY_PREFIX) {
            return folders.values().stream()
                    .flatMap(folder -> new OneFolder(store, folder).uploads(asking).stream())
                    .toList();
        }
        return asking.ask(() -> store.listUploads(parent)).stream()
                .filter(upload -> find(upload.key()) != null)
                .toList();
    }

    @Override
    public void versions(Asking asking, Consumer<List<ObjectVersion>> portion) {
        ListingMark mark = ListingMark.before(folders.firstEntry().getValue().prefix());
        while (true) {
            ListingMark after = mark;
            Listing<ObjectVersion> page = asking.ask(() -> store.listVersions(parent, after));
            String reached = reached(page);
            if (page.entries().stream().anyMatch(version -> misplaced(version, after, reached))) {
                oneByOne(asking, portion);
                return;
            }
            portion.accept(page.entries().stream()
                    .filter(version -> find(version.key()) != null)
                    .toList());
            ListingMark next = page.next().orElse(null);
            if (next == null) {
                return;
            }
            mark = next;
            if (reached != null && find(ObjectKey.listed(reached)) == null) {
                Folder ahead = behind(reached);
                if (ahead == null) {
                    return;
                }
                // Keys such as a folder's name with a dot behind it come before that folder, and behind the place in
                // front of it.
                ListingMark leap = ListingMark.before(ahead.prefix());
                mark = leap.key().compareTo(reached) > 0 ? leap : next;
            }
        }
    }

    /** The first folder that begins behind this key. */
    private @Nullable Folder behind(String key) {
        var entry = folders.higherEntry(key);
        return entry == null ? null : entry.getValue();
    }

    /** The key up to which the page lists everything, but for further versions of that key itself; null where the page does not say. */
    private static @Nullable String reached(Listing<ObjectVersion> page) {
        if (page.next().isEmpty()) {
            return null;
        }
        String named = page.next().get().key();
        return named.isEmpty()
                ? page.entries().stream()
                        .map(version -> version.key().value())
                        .max(String::compareTo)
                        .orElse(null)
                : named;
    }

    private static boolean misplaced(ObjectVersion version, ListingMark after, @Nullable String reached) {
        String key = version.key().value();
        return key.compareTo(after.key()) < 0 || (reached != null && key.compareTo(reached) > 0);
    }

    private void oneByOne(Asking asking, Consumer<List<ObjectVersion>> portion) {
        folders.values().forEach(folder -> new OneFolder(store, folder).versions(asking, portion));
    }

    private @Nullable Folder find(ObjectKey key) {
        var entry = folders.floorEntry(key.value());
        return entry != null && entry.getValue().prefix().covers(key) ? entry.getValue() : null;
    }

    @Override
    public KeyPrefix folderOf(ObjectKey key) {
        Folder folder = find(key);
        if (folder == null) {
            throw new IllegalArgumentException("the key lies in none of the folders");
        }
        return folder.prefix();
    }
}
