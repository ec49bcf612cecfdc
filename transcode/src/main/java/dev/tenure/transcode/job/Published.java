package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.processing.Remake;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.transcode.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What was published of an item before, from which a part can be made anew without encoding the whole again. */
final class Published {

    private final StoredObjects objects;
    private final ItemBytes bytes;

    Published(StoredObjects objects, ItemBytes bytes) {
        this.objects = objects;
        this.bytes = bytes;
    }

    /** Whether a part alone is to be made, and still can be. */
    static boolean inPart(Run run, Notes notes) {
        Remake wanted = run.remake();
        return wanted != null && wanted != Remake.ALL && !notes.whole() && !notes.encoding();
    }

    /** Puts beside each other what is not to be made anew, as files of an attempt; those that are there already stay. */
    void bring(Run run, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (StoredObject object : kept(run)) {
            run.checkpoint();
            Path file = directory.resolve(object.name());
            if (Files.exists(file)) {
                continue;
            }
            Path partial = directory.resolve(object.name() + ".part");
            try (InputStream from =
                    bytes.open(object).open(ByteRange.whole(object.complete().size()))) {
                Files.copy(from, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Of these outputs, those that are to be published: not what was brought along. */
    List<OutputFile> fresh(Run run, List<OutputFile> outputs) {
        Set<String> kept = Set.copyOf(kept(run).stream().map(StoredObject::name).toList());
        return outputs.stream()
                .filter(output -> !kept.contains(output.fileName()))
                .toList();
    }

    private List<StoredObject> kept(Run run) {
        EnumSet<ObjectRole> roles = EnumSet.copyOf(Publication.OURS);
        roles.remove(run.remake() == Remake.POSTER ? ObjectRole.POSTER : ObjectRole.PLAYLIST);
        return objects.visible(run.item().id()).stream()
                .filter(object -> roles.contains(object.role()))
                .toList();
    }
}
