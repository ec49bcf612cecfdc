package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Senders.Sender;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.ingest.Upload.Status;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.deletion.DeletionReport;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives uploads up: those that their clients terminate, those that expired, and those that were joined. First, in one transaction that looks at the
 * item's holds, the item is rejected and its key destroyed; then the bytes are deleted, as often as it takes, and looked for once more after the
 * longest time that a call to the store may last. Every step may be repeated after a crash.
 */
public final class Reaping {

    private static final Logger LOG = LoggerFactory.getLogger(Reaping.class);
    private static final Actor ACTOR = Actor.system("ingest");

    /** After this nothing that was on its way to the store when the upload was given up can still arrive. Longer only keeps rows. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private final JdbcUploads uploads;
    private final JdbcGivenUp givenUp;
    private final Items items;
    private final StoredObjects objects;
    private final SourceObjects sources;
    private final ObjectStore store;
    private final PrefixDeletion deletion;
    private final Senders senders;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Reaping(
            JdbcUploads uploads,
            JdbcGivenUp givenUp,
            Items items,
            StoredObjects objects,
            SourceObjects sources,
            ObjectStore store,
            PrefixDeletion deletion,
            Senders senders,
            InstantSource clock,
            TransactionOperations transaction) {
        this.uploads = uploads;
        this.givenUp = givenUp;
        this.items = items;
        this.objects = objects;
        this.sources = sources;
        this.store = store;
        this.deletion = deletion;
        this.senders = senders;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Gives up what expired, and deletes what is left of all that was given up; returns how many uploads were looked at. One that fails is logged,
     * waits for the next run, and does not keep the others.
     *
     * @param page how many are looked up at once
     */
    public int reap(int page) {
        int seen = 0;
        UploadId after = null;
        List<Upload> waiting;
        do {
            waiting = givenUp.waiting(after, SETTLED, page);
            seen += waiting.size();
            for (Upload upload : waiting) {
                after = upload.id();
                try (Sender place = senders.takeFree(upload.id()).orElse(null)) {
                    // Who sends to it just now has brought something: it has not expired.
                    if (place != null) {
                        reap(uploads.find(upload.id()).orElseThrow());
                    }
                } catch (RuntimeException failure) {
                    LOG.warn("upload {} is not reaped yet: {}", upload.id(), failure.getMessage());
                }
            }
        } while (waiting.size() == page);
        return seen;
    }

    private void reap(Upload upload) {
        if (upload.status() == Status.EXPIRED) {
            Optional<String> kept = giveUp(upload, ACTOR, "the upload was left unfinished and expired");
            if (kept.isPresent()) {
                return;
            }
        } else if (upload.status() != Status.GIVEN_UP) {
            return;
        }
        sweep(upload);
    }

    /** Terminates an upload of the account (tus 1.0.0, termination), whoever sends to it. */
    Termination terminate(AccountId account, UploadId id, Actor actor) {
        Optional<Upload> known = uploads.find(account, id);
        if (known.isEmpty()) {
            return new Termination.Unknown();
        }
        if (known.get().gone()) {
            return new Termination.Gone();
        }
        if (known.get().finished()) {
            return new Termination.Kept("all of it is here, and its item is kept as long as was decided");
        }
        Optional<Sender> place = senders.take(id, Duration.ZERO);
        if (place.isEmpty()) {
            return new Termination.Busy();
        }
        Sender alone = place.get();
        try {
            Upload upload = uploads.find(id).orElseThrow();
            Optional<String> kept = giveUp(upload, actor, "the upload was terminated by its client");
            if (kept.isPresent()) {
                return new Termination.Kept(kept.get());
            }
            try {
                sweep(upload);
            } catch (ObjectStoreException later) {
                // Nobody can read the bytes any more. That they are still there is the reaper's business.
                LOG.info("the bytes of upload {} are deleted later: {}", id, later.getMessage());
            }
            return new Termination.Done();
        } finally {
            alone.close();
        }
    }

    /** Why it must be kept; empty once it is given up, whose bytes nobody can read any more. */
    private Optional<String> giveUp(Upload upload, Actor actor, String reason) {
        if (upload.kind() == Kind.PARTIAL) {
            return givenUp.giveUp(upload.id(), reason)
                    ? Optional.empty()
                    : Optional.of("it was given up or joined before");
        }
        return transaction.execute(status -> {
            Item item = items.lockToDestroy(upload.item()).orElseThrow();
            if (item.state() == ItemState.RECEIVING) {
                Optional<String> veto = item.vetoAt(clock.instant());
                if (veto.isPresent()) {
                    return veto;
                }
                items.move(item.id(), ItemState.RECEIVING, ItemState.REJECTED, actor, reason);
                items.destroyKey(item.id());
            } else if (item.state() != ItemState.REJECTED) {
                return Optional.of("all of it is here, and its item is kept as long as was decided");
            }
            givenUp.giveUp(upload.id(), reason);
            givenUp.giveUpPartsOf(upload.id(), reason);
            return Optional.empty();
        });
    }

    /** Deletes every byte of an upload that was given up. */
    void sweep(Upload upload) {
        StoredObject source = sources.of(upload);
        if (upload.multipartId() != null) {
            // By its id, which is all that some servers can find it by.
            store.abortUpload(new MultipartUpload(source.key(), upload.multipartId()));
        }
        DeletionReport report = deletion.delete(
                StoredObject.prefixOf(upload.account(), upload.item()), List.of(source.key()), versions -> {});
        if (!report.empty()) {
            LOG.warn("bytes of upload {} could not be deleted: {}", upload.id(), report.refused());
            return;
        }
        if (givenUp.swept(upload.id(), SETTLED) && upload.kind() != Kind.PARTIAL) {
            objects.gone(upload.item());
        }
    }
}
