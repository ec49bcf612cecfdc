package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.inspect.Inspections;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Resumable uploads: announced once, filled by any number of requests, finished by themselves. */
public final class Uploads {

    private static final String SOURCE_NAME = "source";
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final Items items;
    private final Meetings meetings;
    private final StoredObjects objects;
    private final JdbcUploads uploads;
    private final Receiving receiving;
    private final IngestSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final TransactionOperations transaction;

    Uploads(
            Items items,
            Meetings meetings,
            StoredObjects objects,
            JdbcUploads uploads,
            Receiving receiving,
            IngestSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        this.items = items;
        this.meetings = meetings;
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
        FreshKey key = items.freshKey(wish.account());
        try {
            return transaction.execute(status -> new Creation.Created(announce(wish, key)));
        } catch (IllegalArgumentException badDescription) {
            return new Creation.Refused(Creation.Reason.BAD_DESCRIPTION, String.valueOf(badDescription.getMessage()));
        }
    }

    private Upload announce(NewUpload wish, FreshKey key) {
        Meeting meeting = meetings.register(wish.account(), wish.meeting());
        Notice notice = wish.notice() == null ? null : register(wish, wish.notice());
        Item item = items.announce(
                new NewItem(
                        wish.account(),
                        meeting.id(),
                        wish.kind(),
                        believable(wish),
                        wish.retention().retentionClass(),
                        notice == null ? null : notice.id(),
                        wish.notice() == null ? null : wish.notice().at(),
                        wish.fileName()),
                key,
                wish.actor());
        int partSize = SealedLayout.partSizeFor(wish.length());
        StoredObject source = objects.announce(
                        item.id(),
                        EnumSet.of(ItemState.RECEIVING),
                        ObjectRole.SOURCE,
                        "1",
                        SOURCE_NAME,
                        partSize,
                        Inspections.declared(wish.declaredType()).orElse(UNKNOWN_TYPE))
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

    private Notice register(NewUpload wish, NewUpload.NoticeShown shown) {
        return meetings.register(wish.account(), shown.name(), shown.version(), shown.language(), shown.text());
    }

    /** An end that lies ahead of now, or before its meeting began, is no anchor; the item will wait for a person. */
    private @Nullable Instant believable(NewUpload wish) {
        Instant end = wish.recordedUntil();
        boolean ahead = end.isAfter(clock.instant().plus(settings.clockTolerance()));
        boolean before = end.isBefore(wish.meeting().startsAt());
        return ahead || before ? null : end;
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
