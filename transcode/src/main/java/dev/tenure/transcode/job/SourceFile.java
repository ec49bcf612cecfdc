package dev.tenure.transcode.job;

import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.transcode.media.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** An item's source as a local plaintext file: whole and proven, or not there. */
final class SourceFile {

    private static final String WHOLE = "source";
    private static final String PARTIAL = "source.part";
    private static final int BUFFER = 1 << 20;

    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final Scratch scratch;

    SourceFile(StoredObjects objects, ItemBytes bytes, Scratch scratch) {
        this.objects = objects;
        this.bytes = bytes;
        this.scratch = scratch;
    }

    /** The item's source in the bucket. */
    StoredObject stored(Run run) {
        return stored(run.item().id());
    }

    StoredObject stored(ItemId item) {
        return objects.visible(item).stream()
                .filter(object -> object.role() == ObjectRole.SOURCE)
                .findFirst()
                .orElseThrow(() -> new Unplayable("It has no original"));
    }

    /** The local file, fetched unless an earlier run on this machine left it whole. */
    Path local(Run run) throws IOException {
        StoredObject stored = stored(run);
        Path directory = scratch.of(run.item().id());
        Path whole = directory.resolve(WHOLE);
        return there(whole, stored) ? whole : local(stored, directory, run.enter("fetch"), run::checkpoint);
    }

    /** As above, in a directory of its own. */
    Path local(StoredObject stored, Path directory, Progress progress, Runnable checkpoint) throws IOException {
        StoredObject.Facts facts = stored.complete();
        if (facts.size() == 0) {
            throw new Unplayable("The file is empty");
        }
        Path whole = directory.resolve(WHOLE);
        if (there(whole, stored)) {
            return whole;
        }
        Path partial = directory.resolve(PARTIAL);
        MessageDigest digest = sha256();
        try (InputStream from = bytes.open(stored).open(ByteRange.whole(facts.size()));
                FileChannel file = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream to = new DigestOutputStream(Channels.newOutputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            long copied = 0;
            for (int count = receive(from, buffer); count >= 0; count = receive(from, buffer)) {
                checkpoint.run();
                to.write(buffer, 0, count);
                copied += count;
                progress.at((double) copied / facts.size(), 0);
            }
            file.force(true);
        }
        if (Files.size(partial) != facts.size()
                || !ContentHash.of(digest.digest()).equals(facts.sha256())) {
            throw new Unplayable("The stored original is not what was received");
        }
        Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
        return whole;
    }

    private static boolean there(Path whole, StoredObject stored) throws IOException {
        return Files.exists(whole) && Files.size(whole) == stored.complete().size();
    }

    /** Reads on, and tells a store that does not give its bytes from a disk that does not take them. */
    private static int receive(InputStream from, byte[] buffer) throws IOException {
        try {
            return from.read(buffer);
        } catch (IOException broke) {
            throw SourceUnreadable.because(broke);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
