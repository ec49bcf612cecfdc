package dev.tenure.retention.fixity;

import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.fixity.Damage;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.SlowDown;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.SealBroken;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Reads one object back: exactly the version that was recorded, opened, hashed and compared. */
final class Readback {

    /** Larger pauses longer at once, smaller more often. */
    private static final int CHUNK = 1 << 16;

    /** Opened at once: a part. A longer one would be fetched ahead, and lie in memory that others wait for while this waits for its pace. */
    private static final long STRETCH = SealedLayout.DEFAULT_PART_SIZE;

    private final ItemBytes bytes;
    private final Pace pace;

    Readback(ItemBytes bytes, Pace pace) {
        this.bytes = bytes;
        this.pace = pace;
    }

    /** What a reading came to. */
    sealed interface Result {}

    /** Every byte is as it was written. */
    record Sound() implements Result {}

    /** Readers cannot have what was written. */
    record Unsound(Damage damage, String cause) implements Result {}

    /**
     * Nothing is known of the object.
     *
     * @param hurried the store asked for patience
     */
    record Away(String cause, boolean hurried) implements Result {}

    Result read(StoredObject object) {
        try {
            ContentHash found = hash(object);
            return found.equals(object.complete().sha256())
                    ? new Sound()
                    : new Unsound(Damage.DAMAGED, "its SHA-256 is " + found.hex());
        } catch (IOException | ObjectStoreException | KeyUnavailable failure) {
            return judge(failure);
        }
    }

    private ContentHash hash(StoredObject object) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] chunk = new byte[CHUNK];
        SealedObject sealed = bytes.open(object);
        long offset = 0;
        do {
            ByteRange stretch = new ByteRange(offset, Math.min(STRETCH, sealed.size() - offset));
            try (InputStream in = sealed.open(stretch)) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    sha256.update(chunk, 0, read);
                    pace.took(read);
                }
            }
            offset = stretch.end();
        } while (offset < sealed.size());
        return ContentHash.of(sha256.digest());
    }

    /** What was read ahead fails inside other exceptions. */
    private static Result judge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SealBroken broken -> {
                    return new Unsound(Damage.DAMAGED, String.valueOf(broken.getMessage()));
                }
                case ObjectNotFound _ -> {
                    return new Unsound(Damage.MISSING, "the store has no such version");
                }
                case KeyUnavailable key
                when key.reason().ofOneItem() -> {
                    return new Unsound(Damage.DAMAGED, "its key: " + key.reason());
                }
                case ObjectStoreException refused
                when refused.fault() == ObjectStoreException.Fault.REQUEST -> {
                    return new Unsound(Damage.DAMAGED, "the store does not have all of its bytes");
                }
                default -> {}
            }
        }
        return new Away(String.valueOf(failure.getMessage()), hurried(failure));
    }

    private static boolean hurried(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SlowDown) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
