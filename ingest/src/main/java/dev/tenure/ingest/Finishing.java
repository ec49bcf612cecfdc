package dev.tenure.ingest;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.ingest.inspect.Inspection;
import dev.tenure.ingest.inspect.Inspections;
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
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes an item out of an upload whose bytes are all there: completes the object, knows its hash, looks at what it is, and lets the item go on
 * its way. Every step may be repeated after a crash.
 */
public final class Finishing {

    private static final Actor ACTOR = Actor.system("ingest");

    private final JdbcUploads uploads;
    private final JdbcGivenUp givenUp;
    private final Items items;
    private final Admission admission;
    private final StoredObjects objects;
    private final SourceObjects sources;
    private final ObjectStore store;
    private final Digests digests;
    private final Inspections inspections;
    private final TransactionOperations transaction;
    private final Senders senders;

    Finishing(
            JdbcUploads uploads,
            JdbcGivenUp givenUp,
            Items items,
            Admission admission,
            StoredObjects objects,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Inspections inspections,
            TransactionOperations transaction,
            Senders senders) {
        this.uploads = uploads;
        this.givenUp = givenUp;
        this.items = items;
        this.admission = admission;
        this.objects = objects;
        this.sources = sources;
        this.store = store;
        this.digests = digests;
        this.inspections = inspections;
        this.transaction = transaction;
        this.senders = senders;
    }

    /**
     * Finishes uploads that a crash left complete but unfinished; returns how many. One that fails does not keep the others waiting: all are
     * tried, then the first failure is thrown with the others attached.
     *
     * @param page how many are looked up at once
     */
    public int finishPending(int page) {
        int found = 0;
        RuntimeException failure = null;
        UploadId after = null;
        List<Upload> pending;
        do {
            pending = uploads.completeButUnfinished(after, page);
            found += pending.size();
            for (Upload upload : pending) {
                after = upload.id();
                // Whoever sends its last bytes just now finishes it too.
                try (Senders.Sender place = senders.takeFree(upload.id()).orElse(null)) {
                    if (place != null) {
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
        } while (pending.size() == page);
        if (failure != null) {
            throw failure;
        }
        return found;
    }

    void finish(Upload upload) {
        if (upload.status() == Upload.Status.OPEN && (upload.kind() != Kind.PARTIAL || upload.versionId() == null)) {
            StoredObject source = sources.of(upload);
            finish(upload, source, null, sources.seal(upload, source));
        }
    }

    /**
     * Finishes an upload whose bytes are all stored.
     *
     * @param atHand its sealed bytes, when it was put in one piece just now
     */
    void finish(Upload upload, StoredObject source, byte @Nullable [] atHand, PartSeal seal) {
        Whole whole = completeObject(upload, source);
        if (upload.kind() == Kind.PARTIAL) {
            uploads.whole(upload.id(), whole.version());
        } else {
            publish(upload, source, whole, atHand, seal);
        }
        if (upload.tails()) {
            deleteTails(source);
        }
    }

    private void publish(Upload upload, StoredObject source, Whole whole, byte @Nullable [] atHand, PartSeal seal) {
        SealedObject content = atHand == null
                ? sources.open(upload, source, whole.version(), seal)
                : sources.atHand(upload, source, atHand, seal);
        ContentHash hash = Optional.of(whole)
                .filter(Whole::asSent)
                .flatMap(same -> digests.take(upload.id(), upload.length()))
                .map(digest -> ContentHash.of(digest.digest()))
                .orElseGet(() -> read(content));
        Item known = items.find(upload.item()).orElseThrow();
        Inspector.Look look = inspect(known, source, content);
        transaction.executeWithoutResult(status -> {
            if (!publish(known, upload, source, new StoredObject.Facts(upload.length(), hash, whole.version()), look)) {
                return;
            }
            uploads.finish(upload.id());
            if (upload.kind() == Kind.FINAL) {
                givenUp.giveUpPartsOf(upload.id(), "joined");
            }
        });
    }

    /**
     * The finished object.
     *
     * @param asSent whether the store holds the very parts that were acknowledged, so that the hash of what was sent is the hash of what is stored
     */
    private record Whole(String version, boolean asSent) {}

    private Whole completeObject(Upload upload, StoredObject source) {
        String put = upload.versionId();
        if (put != null || upload.multipartId() == null) {
            if (upload.multipartId() != null && upload.kind() != Kind.PARTIAL) {
                // It was begun for a second part that never came.
                store.abortUpload(new MultipartUpload(source.key(), upload.multipartId()));
            }
            return new Whole(
                    put == null ? store.facts(source.key()).orElseThrow().versionId() : put, true);
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

    /** What the source was announced with is what the media server said of its type. */
    private Inspector.Look inspect(Item item, StoredObject source, SealedObject content) {
        try {
            return inspections.look(item, source.mediaType(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("stored bytes could not be read back", e);
        }
    }

    /**
     * An item that is RECEIVING no more was finished by another, or given up: there is nothing to publish.
     *
     * @return false when a join waited for so long that its item was deleted meanwhile: it may be restored, so nothing is settled, and its parts stay
     */
    private boolean publish(
            Item known, Upload upload, StoredObject source, StoredObject.Facts facts, Inspector.Look look) {
        // Before the item's own lock: whoever brings evidence locks them in this order.
        Admission.Ready ready = admission.await(known);
        Item item = items.lock(upload.item()).orElseThrow();
        if (upload.kind() == Kind.FINAL && item.state() == ItemState.TRASHED) {
            return false;
        }
        boolean lateJoin = upload.kind() == Kind.FINAL
                && item.state() == ItemState.QUARANTINED
                && uploads.find(upload.id()).orElseThrow().status() != Upload.Status.FINISHED;
        if (item.state() != ItemState.RECEIVING && !lateJoin) {
            return true;
        }
        Inspection inspection = look.inspection();
        String problem = admission.problem(item, ready, upload.expectedHash(), facts.sha256(), inspection);
        if (lateJoin) {
            admission.readable(item, ACTOR);
        } else {
            ItemState next = problem == null ? ItemState.STORED : ItemState.QUARANTINED;
            items.move(item.id(), ItemState.RECEIVING, next, ACTOR, problem);
        }
        objects.publish(source.id(), facts, inspection.mediaType());
        inspections.keep(item, look, ACTOR);
        return true;
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
