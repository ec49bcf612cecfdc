package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import java.util.List;

/**
 * A folder that is to be emptied.
 *
 * @param mayHaveUploads keys to ask for open uploads one by one, where the store cannot list them by prefix; see {@link
 *     dev.tenure.objectstore.StoreFeatures.UploadListing}
 */
public record Folder(KeyPrefix prefix, List<ObjectKey> mayHaveUploads) {

    public Folder {
        mayHaveUploads = List.copyOf(mayHaveUploads);
    }
}
