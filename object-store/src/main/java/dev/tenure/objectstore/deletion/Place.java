package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where a deletion looks: one folder, or several at once. */
interface Place {

    /** How each call to the store is made. */
    interface Asking {
        <T> T ask(Supplier<T> call);
    }

    /** Every open upload there, as far as the store lists them. */
    List<MultipartUpload> uploads(Asking asking);

    /** Hands over every version and marker there, in as many portions as the store has pages. */
    void versions(Asking asking, Consumer<List<ObjectVersion>> portion);

    /** In which of its folders a key lies that was listed there. */
    KeyPrefix folderOf(ObjectKey key);
}
