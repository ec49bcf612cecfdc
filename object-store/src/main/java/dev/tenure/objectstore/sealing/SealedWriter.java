package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.SealedTransfers.Written;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;

/** Writes one object. The calling thread reads and seals; parts are sent beside it by {@link PartSender}. */
final class SealedWriter {

    /** Objects up to this size take nothing of the budget, so that small ones never wait behind large ones. */
    static final int SMALL = 256 << 10;

    private final ObjectStore store;
    private final ObjectKey key;
    private final int partSize;
    private final PartSeal seal;
    private final ObjectTags tags;
    private final TransferBudget.Share share;

    private byte[] part = new byte[0];
    private int filled;

    SealedWriter(
            ObjectStore store,
            ObjectKey key,
            int partSize,
            PartSeal seal,
            ObjectTags tags,
            TransferBudget.Share share) {
        SealedLayout.requirePartSize(partSize);
        this.store = store;
        this.key = key;
        this.partSize = partSize;
        this.seal = seal;
        this.tags = tags;
        this.share = share;
    }

    Written write(InputStream plaintext) throws IOException {
        part = new byte[Math.min(SMALL, partSize)];
        filled = plaintext.readNBytes(part, 0, part.length);
        if (filled < part.length) {
            return whole();
        }
        // One part unsealed and one sealed is the least that a larger object moves with.
        long least = partSize + SealedLayout.sealedSizeFor(partSize);
        take(least);
        try {
            return large(plaintext);
        } finally {
            part = new byte[0];
            share.give(least);
        }
    }

    private void take(long bytes) throws InterruptedIOException {
        try {
            share.take(bytes);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("writing " + key + " was interrupted");
        }
    }

    private Written large(InputStream plaintext) throws IOException {
        byte[] larger = share.array(partSize);
        System.arraycopy(part, 0, larger, 0, filled);
        part = larger;
        filled += plaintext.readNBytes(part, filled, partSize - filled);
        int next = filled < partSize ? -1 : plaintext.read();
        return next < 0 ? whole() : inParts(next, plaintext);
    }

    private Written whole() {
        byte[] sealed = seal.seal(1, PartSeal.Role.LAST, part, filled);
        return new Written(store.put(key, sealed, SealedTransfers.CONTENT_TYPE, tags), filled);
    }

    /** @param next the first byte behind the part that is filled */
    private Written inParts(int next, InputStream plaintext) throws IOException {
        MultipartUpload upload = store.beginUpload(key, SealedTransfers.CONTENT_TYPE, tags);
        try (PartSender sender = new PartSender(store, upload, share, SealedLayout.sealedSizeFor(partSize))) {
            long size = 0;
            int number = 1;
            for (int ahead = next; ahead >= 0; number++) {
                send(sender, number, PartSeal.Role.INNER);
                size += filled;
                part[0] = (byte) ahead;
                filled = 1 + plaintext.readNBytes(part, 1, partSize - 1);
                ahead = filled < partSize ? -1 : plaintext.read();
            }
            send(sender, number, PartSeal.Role.LAST);
            size += filled;
            ObjectVersion version = complete(upload, sender.finish());
            sender.completed();
            return new Written(version, size);
        }
    }

    private void send(PartSender sender, int number, PartSeal.Role role) throws InterruptedIOException {
        byte[] sealed = sender.room(Math.toIntExact(SealedLayout.sealedSizeFor(filled)));
        seal.seal(number, role, part, filled, sealed);
        sender.send(number, sealed);
    }

    /**
     * Nobody else writes this key, so an object that is there after a lost answer is this one. The store's client may have asked again by itself
     * then, and was told that there is no such upload any more, or anything else that a busy store says.
     */
    private ObjectVersion complete(MultipartUpload upload, List<StoredPart> parts) {
        try {
            return store.completeUpload(upload, parts);
        } catch (ObjectStoreException failure) {
            if (!failure.worthRetrying() && !(failure instanceof ObjectNotFound)) {
                throw failure;
            }
            long size = parts.stream().mapToLong(StoredPart::size).sum();
            ObjectFacts there =
                    there(failure).filter(facts -> facts.size() == size).orElseThrow(() -> failure);
            return new ObjectVersion(key, there.versionId(), size, false);
        }
    }

    private Optional<ObjectFacts> there(ObjectStoreException failure) {
        try {
            return store.facts(key);
        } catch (ObjectStoreException away) {
            OutcomeUnknown unknown = new OutcomeUnknown("whether " + key + " was completed cannot be told", failure);
            unknown.addSuppressed(away);
            throw unknown;
        }
    }
}
