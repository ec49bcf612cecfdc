package dev.tenure.ingest;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.inspect.Inspection;
import dev.tenure.ingest.inspect.Inspector;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes an item out of an upload whose bytes are all there: completes the object, knows its hash, looks at what it is, and lets the item go on
 * its way. Every step may be repeated after a crash.
 */
public final class Finishing {

    private static final Actor ACTOR = Actor.system("ingest");

    private final JdbcUploads uploads;
    private final Items items;
    private final Meetings meetings;
    private final Admission admission;
    private final StoredObjects objects;
    private final ItemBytes itemBytes;
    private final ObjectStore store;
    private final Digests digests;
    private final Inspector inspector;
    private final TransactionOperations transaction;
    private final UploadLocks locks;

    Finishing(
            JdbcUploads uploads,
            Items items,
            Meetings meetings,
            Admission admission,
            StoredObjects objects,
            ItemBytes itemBytes,
            ObjectStore store,
            Digests digests,
            Inspector inspector,
            TransactionOperations transaction,
            UploadLocks locks) {
        this.uploads = uploads;
        this.items = items;
        this.meetings = meetings;
        this.admission = admission;
        this.objects = objects;
        this.itemBytes = itemBytes;
        this.store = store;
        this.digests = digests;
        this.inspector = inspector;
        this.transaction = transaction;
        this.locks = locks;
    }

    /**
     * Finishes uploads that a crash left complete but unfinished; returns how many. One that fails does not keep the others waiting: all are
     * tried, then the first failure is thrown with the others attached.
     */
    public int finishPending(int limit) {
        List<Upload> pending = uploads.completeButUnfinished(limit);
        RuntimeException failure = null;
        for (Upload upload : pending) {
            // Whoever sends its last bytes just now finishes it too.
            try (UploadLocks.Held lock = locks.take(upload.id()).orElse(null)) {
                if (lock != null) {
                    finish(uploads.find(upload.id()).orElseThrow());
                }
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return pending.size();
    }

    void finish(Upload upload) {
        if (upload.finished()) {
            return;
        }
        StoredObject source = objects.find(upload.object()).orElseThrow();
        Whole whole = completeObject(upload, source);
        SealedObject content = itemBytes.openUnverified(source, upload.length(), whole.version());
        ContentHash hash = Optional.of(whole)
                .filter(Whole::asSent)
                .flatMap(same -> digests.take(upload.id(), upload.length()))
                .map(digest -> ContentHash.of(digest.digest()))
                .orElseGet(() -> read(content));
        Inspection inspection = inspect(upload, content);
        transaction.executeWithoutResult(status -> {
            publish(upload, source, new StoredObject.Facts(upload.length(), hash, whole.version()), inspection);
            uploads.finish(upload.id());
        });
        deleteTails(source);
    }

    /**
     * The finished object.
     *
     * @param asSent whether the store holds the very parts that were acknowledged, so that the hash of what was sent is the hash of what is stored
     */
    private record Whole(String version, boolean asSent) {}

    private Whole completeObject(Upload upload, StoredObject source) {
        if (upload.multipartId() == null) {
            return new Whole(store.facts(source.key()).orElseThrow().versionId(), true);
        }
        MultipartUpload multipart = new MultipartUpload(source.key(), upload.multipartId());
        List<StoredPart> acknowledged = uploads.parts(upload.id());
        try {
            return new Whole(store.completeUpload(multipart, acknowledged).versionId(), true);
        } catch (ObjectNotFound | OutcomeUnknown perhapsDoneBefore) {
            ObjectFacts facts = store.facts(source.key()).orElseThrow(() -> perhapsDoneBefore);
            return new Whole(facts.versionId(), false);
        } catch (ObjectStoreException refused) {
            return new Whole(completeAsStored(multipart, acknowledged, refused), false);
        }
    }

    /**
     * A part that was sent twice, because its first answer came too late, may lie in the store under another etag than the one acknowledged. It holds
     * the same bytes, and its seal proves that when the object is read.
     */
    private String completeAsStored(
            MultipartUpload multipart, List<StoredPart> acknowledged, ObjectStoreException refused) {
        List<StoredPart> stored = store.listParts(multipart);
        boolean complete = stored.size() == acknowledged.size();
        for (int i = 0; complete && i < stored.size(); i++) {
            complete = stored.get(i).number() == acknowledged.get(i).number()
                    && stored.get(i).size() == acknowledged.get(i).size();
        }
        if (!complete || stored.equals(acknowledged)) {
            throw refused;
        }
        return store.completeUpload(multipart, stored).versionId();
    }

    private static ContentHash read(SealedObject content) {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = content.open(ByteRange.whole(content.size()))) {
            for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stored bytes could not be read back", e);
        }
        return ContentHash.of(digest.digest());
    }

    private Inspection inspect(Upload upload, SealedObject content) {
        Item item = items.find(upload.item()).orElseThrow();
        try {
            return inspector.inspect(item.kind(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("stored bytes could not be read back", e);
        }
    }

    /** An item that is RECEIVING no more was finished by another, or given up: there is nothing to publish. */
    private void publish(Upload upload, StoredObject source, StoredObject.Facts facts, Inspection inspection) {
        Item known = items.find(upload.item()).orElseThrow();
        Meeting meeting = meetings.find(known.account(), known.meeting()).orElseThrow();
        // Before the item's own lock: whoever brings evidence locks them in this order.
        admission.await(meeting);
        Item item = items.lock(upload.item()).orElseThrow();
        if (item.state() != ItemState.RECEIVING) {
            return;
        }
        String problem = admission.problem(item, meeting, upload.expectedHash(), facts.sha256(), inspection);
        ItemState next = problem == null ? ItemState.STORED : ItemState.QUARANTINED;
        items.move(item.id(), ItemState.RECEIVING, next, ACTOR, problem);
        objects.complete(source.id(), facts);
        objects.retype(source.id(), inspection.mediaType());
        objects.publish(List.of(source.id()));
    }

    /** Tails are of no use any more. A crash here leaves them to go with the item. */
    private void deleteTails(StoredObject source) {
        String folder = source.key().value().substring(0, source.key().value().lastIndexOf('/') + 1);
        List<ObjectVersion> tails = store.listVersions(new KeyPrefix(folder)).stream()
                .filter(version -> version.key().value().startsWith(folder + "tail-"))
                .toList();
        for (int from = 0; from < tails.size(); from += ObjectStore.MAX_DELETE_BATCH) {
            store.deleteVersions(tails.subList(from, Math.min(tails.size(), from + ObjectStore.MAX_DELETE_BATCH)));
        }
    }
}
