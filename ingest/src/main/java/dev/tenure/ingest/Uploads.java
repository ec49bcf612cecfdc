package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/** Resumable uploads: announced once, filled by any number of requests, finished by themselves. */
public final class Uploads {

    private static final String SOURCE_NAME = "source";
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final Items items;
    private final Announcing announcing;
    private final StoredObjects objects;
    private final JdbcUploads uploads;
    private final Receiving receiving;
    private final IngestSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final TransactionOperations transaction;

    Uploads(
            Items items,
            Announcing announcing,
            StoredObjects objects,
            JdbcUploads uploads,
            Receiving receiving,
            IngestSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        this.items = items;
        this.announcing = announcing;
        this.objects = objects;
        this.uploads = uploads;
        this.receiving = receiving;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.transaction = transaction;
    }

    /** The largest upload taken, in bytes. */
    public long maxSize() {
        return settings.maxUploadSize().toBytes();
    }

    /** Announces an upload: its meeting, notice, item, key and object exist from now on, all or none of them. */
    public Creation create(NewUpload wish) {
        if (wish.length() < 1) {
            return new Creation.Refused(
                    Creation.Reason.EMPTY,
                    "an upload of " + wish.length() + " bytes holds no recording; send the file's real length");
        }
        if (wish.length() > maxSize()) {
            return new Creation.Refused(
                    Creation.Reason.TOO_LARGE,
                    wish.length() + " bytes are more than the " + maxSize() + " taken at most");
        }
        if (!announcing.admits(wish)) {
            return new Creation.Refused(
                    Creation.Reason.NO_NOTICE,
                    "the account takes nothing without evidence that participants knew of the recording: send it first");
        }
        FreshKey key = items.freshKey(wish.account());
        try {
            return transaction.execute(status -> new Creation.Created(announce(wish, key)));
        } catch (IllegalArgumentException badDescription) {
            return new Creation.Refused(Creation.Reason.BAD_DESCRIPTION, String.valueOf(badDescription.getMessage()));
        }
    }

    private Upload announce(NewUpload wish, FreshKey key) {
        Item item = announcing.announce(wish, key);
        int partSize = SealedLayout.partSizeFor(wish.length());
        StoredObject source = objects.announce(
                        item.id(),
                        EnumSet.of(ItemState.RECEIVING),
                        ObjectRole.SOURCE,
                        "1",
                        SOURCE_NAME,
                        partSize,
                        UNKNOWN_TYPE)
                .orElseThrow();
        Upload upload = new Upload(
                new UploadId(ids.next()),
                wish.account(),
                item.id(),
                source.id(),
                wish.length(),
                partSize,
                ItemTags.of(
                        item, item.anchor() == null ? "never" : wish.retention().goAt()),
                wish.expectedHash(),
                null,
                0,
                null,
                clock.instant().plus(settings.expiry()),
                false);
        uploads.insert(upload, settings.expiry());
        return upload;
    }

    /** The account's upload, unless it expired unfinished. */
    public Optional<Upload> find(AccountId account, UploadId id) {
        return uploads.find(account, id);
    }

    /**
     * Takes bytes. Every byte counted in the answer is stored and survives any crash; bytes lost with the connection are simply asked for
     * again. The stream is read to its end or to the announced length, never beyond.
     *
     * @param offset where the caller believes to be
     * @param announced how many bytes the caller says will come; below 0 when it does not say
     */
    public Appending append(AccountId account, UploadId id, long offset, long announced, InputStream bytes) {
        return receiving.append(account, id, offset, announced, bytes);
    }
}
