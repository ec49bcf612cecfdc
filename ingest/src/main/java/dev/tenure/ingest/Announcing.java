package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.ingest.inspect.Inspections;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Announces uploads: their meeting, notice, evidence, item, key and object exist from then on, all or none of them, and their place in the quota is
 * taken.
 */
final class Announcing {

    private final Items items;
    private final ArrivingItems arriving;
    private final StoredObjects objects;
    private final JdbcUploads uploads;
    private final JdbcJoins joins;
    private final JdbcReservations reservations;
    private final IngestSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final TransactionOperations transaction;

    Announcing(
            Items items,
            ArrivingItems arriving,
            StoredObjects objects,
            JdbcUploads uploads,
            JdbcJoins joins,
            JdbcReservations reservations,
            IngestSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        this.items = items;
        this.arriving = arriving;
        this.objects = objects;
        this.uploads = uploads;
        this.joins = joins;
        this.reservations = reservations;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.transaction = transaction;
    }

    /** One that becomes an item by itself. */
    Creation single(NewUpload wish, Consumer<Upload> alongside) {
        return unfit(wish.length()).orElseGet(() -> described(wish, List.of(), alongside));
    }

    /** As {@link #single}, and taken without evidence of a notice too: who refused it might not find it again. */
    Creation fetched(NewUpload wish, Consumer<Upload> alongside) {
        return unfit(wish.length()).orElseGet(() -> admitted(wish, List.of(), alongside));
    }

    /** One that waits to be joined with others, and belongs to no item until then. */
    Creation partial(AccountId account, long length) {
        return unfit(length).orElseGet(() -> {
            FreshKey key = items.freshKey(account);
            Upload upload = new Upload(
                    new UploadId(ids.next()),
                    account,
                    Kind.PARTIAL,
                    key.item(),
                    new ObjectId(ids.next()),
                    key.wrapped(),
                    length,
                    partSizeFor(length),
                    ObjectTags.of(Map.of("tenure-account", account.toString())),
                    null,
                    null,
                    0,
                    0,
                    null,
                    false,
                    null,
                    clock.instant().plus(settings.expiry()),
                    Upload.Status.OPEN);
            return transaction.execute(status -> reserved(account, length)
                    .orElseGet(() -> new Creation.Created(uploads.insert(upload, Math.max(0, length)))));
        });
    }

    /** One that is put together out of these, in this order. They are used up by it. */
    Creation joined(NewUpload wish, List<UploadId> parts) {
        long length = 0;
        for (UploadId id : parts) {
            Optional<Upload> part = uploads.find(wish.account(), id);
            if (part.isEmpty()) {
                return refused(Creation.Reason.PART_UNKNOWN, "there is no upload " + id);
            }
            if (part.get().kind() != Kind.PARTIAL
                    || !part.get().complete()
                    || part.get().gone()) {
                return refused(
                        Creation.Reason.PART_UNFIT, "upload " + id + " is not a partial upload that is complete");
            }
            length += part.get().length();
        }
        NewUpload whole = wish.of(length);
        return unfit(length).orElseGet(() -> described(whole, parts, upload -> {}));
    }

    private Optional<Creation> unfit(long length) {
        long most = settings.maxUploadSize().toBytes();
        if (length < 1 && length != NewUpload.UNKNOWN_LENGTH) {
            return Optional.of(refused(
                    Creation.Reason.EMPTY,
                    "an upload of " + length + " bytes holds no recording; send the file's real length"));
        }
        return length > most
                ? Optional.of(refused(
                        Creation.Reason.TOO_LARGE, length + " bytes are more than the " + most + " taken at most"))
                : Optional.empty();
    }

    private static Creation refused(Creation.Reason reason, String explanation) {
        return new Creation.Refused(reason, explanation);
    }

    private Optional<Creation> reserved(AccountId account, long length) {
        return reservations.refusal(account, Math.max(0, length)).map(why -> refused(Creation.Reason.OVER_QUOTA, why));
    }

    private Creation described(NewUpload wish, List<UploadId> parts, Consumer<Upload> alongside) {
        if (!arriving.admits(wish)) {
            return refused(
                    Creation.Reason.NO_NOTICE,
                    "the account takes nothing without evidence that participants knew of the recording: send it first");
        }
        return admitted(wish, parts, alongside);
    }

    private Creation admitted(NewUpload wish, List<UploadId> parts, Consumer<Upload> alongside) {
        // What is joined has its place in the quota already, as its parts.
        boolean single = parts.isEmpty();
        Optional<String> foreseen =
                single ? reservations.foreseen(wish.account(), Math.max(0, wish.length())) : Optional.empty();
        if (foreseen.isPresent()) {
            return refused(Creation.Reason.OVER_QUOTA, foreseen.get());
        }
        FreshKey key = items.freshKey(wish.account());
        try {
            return transaction.execute(status -> {
                Upload announced;
                try {
                    announced = announce(wish, key, single ? Kind.SINGLE : Kind.FINAL);
                } catch (ArrivingItems.EvidenceRefused refused) {
                    status.setRollbackOnly();
                    return refused(Creation.Reason.EVIDENCE_REFUSED, String.valueOf(refused.getMessage()));
                }
                // Last, because others of the account wait from here on for the commit.
                Optional<Creation> refusal = single ? reserved(wish.account(), wish.length()) : Optional.empty();
                if (refusal.isPresent()) {
                    status.setRollbackOnly();
                    return refusal.get();
                }
                Upload upload = uploads.insert(announced, single ? Math.max(0, wish.length()) : 0);
                Optional<UploadId> lost = joins.claim(parts, upload.id());
                if (lost.isPresent()) {
                    status.setRollbackOnly();
                    return refused(Creation.Reason.PART_UNFIT, "upload " + lost.get() + " was joined before");
                }
                alongside.accept(upload);
                return new Creation.Created(upload);
            });
        } catch (IllegalArgumentException badDescription) {
            return refused(Creation.Reason.BAD_DESCRIPTION, String.valueOf(badDescription.getMessage()));
        }
    }

    /** Of a length that nobody knows, so large that the largest upload has no more parts than S3 takes. */
    private int partSizeFor(long length) {
        return SealedLayout.partSizeFor(
                length == NewUpload.UNKNOWN_LENGTH ? settings.maxUploadSize().toBytes() : length);
    }

    private Upload announce(NewUpload wish, FreshKey key, Kind kind) throws ArrivingItems.EvidenceRefused {
        Item item = arriving.announce(wish, key);
        int partSize = partSizeFor(wish.length());
        StoredObject source = objects.announce(
                        item.id(),
                        EnumSet.of(ItemState.RECEIVING),
                        ObjectRole.SOURCE,
                        SourceObjects.ATTEMPT,
                        SourceObjects.NAME,
                        partSize,
                        Inspections.declared(wish.declaredType()).orElse(SourceObjects.UNKNOWN_TYPE))
                .orElseThrow();
        return new Upload(
                new UploadId(ids.next()),
                wish.account(),
                kind,
                item.id(),
                source.id(),
                null,
                wish.length(),
                partSize,
                ItemTags.of(
                        item, item.anchor() == null ? "never" : wish.retention().goAt()),
                wish.expectedHash(),
                null,
                0,
                0,
                null,
                false,
                null,
                clock.instant().plus(settings.expiry()),
                Upload.Status.OPEN);
    }
}
