package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Issues certificates, one per purged item and none for any other, and hands them out. */
public final class Certificates {

    private static final Actor VERIFIER = Actor.system("verifier");
    private static final String CLOCK = "clock of the catalog's PostgreSQL";
    private static final String RESIDUAL =
            "Copies outside this system are not covered: downloads, and backups of the bucket, which hold only sealed bytes whose key is destroyed."
                    + " Work files that a broken-down worker left on its own disk are removed when it works again."
                    + " A backup of the database taken before the commit still holds the wrapped key until it expires.";

    /** A listing proves less where the store cannot list; a certificate says so rather than claim it. */
    private static final String UPLOADS_UNSEEN =
            " This object store cannot list unfinished uploads: that none of them is left is known of announced keys only, or not at all.";
    /** The role of what somebody else had put among the item's objects. */
    private static final String FOREIGN = "FOREIGN";

    private final JdbcDestructions destructions;
    private final Items items;
    private final StoredObjects objects;
    private final Meetings meetings;
    private final ObjectStore store;
    private final CertificateSigner signer;
    private final Ids ids;
    private final TransactionOperations transaction;

    Certificates(
            JdbcDestructions destructions,
            Items items,
            StoredObjects objects,
            Meetings meetings,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            TransactionOperations transaction) {
        this.destructions = destructions;
        this.items = items;
        this.objects = objects;
        this.meetings = meetings;
        this.store = store;
        this.signer = signer;
        this.ids = ids;
        this.transaction = transaction;
    }

    /** The certificate of a purged item of the account, as it was signed. */
    public Optional<String> find(AccountId account, ItemId item) {
        return destructions.certificate(account, item);
    }

    /** Ends the item's life: state, inventory, people of the meeting, and certificate in one transaction. False when another was faster. */
    boolean issue(Item item, List<DestructionCertificate.Listing> listings) {
        UUID id = ids.next();
        String document = signer.sign(certificate(id, item, listings));
        return transaction.execute(status -> {
            if (!items.move(item.id(), ItemState.DESTROYING, ItemState.PURGED, VERIFIER, null)) {
                return false;
            }
            objects.gone(item.id());
            destructions.certify(id, item, document);
            meetings.forgetPeople(item.meeting());
            return true;
        });
    }

    private DestructionCertificate certificate(UUID id, Item item, List<DestructionCertificate.Listing> listings) {
        JdbcDestructions.Row row = destructions.find(item.id()).orElseThrow();
        return new DestructionCertificate(
                id,
                new DestructionCertificate.DestroyedItem(
                        item.id().value(),
                        Sha256.hex(destructions.salt() + ":" + item.account()),
                        item.meeting().toString(),
                        item.kind().name()),
                destroyed(item.id()),
                row.authority(),
                new DestructionCertificate.Execution(
                        row.startedAt(),
                        row.committedAt(),
                        CLOCK,
                        DestructionCertificate.Method.CRYPTO_ERASE,
                        new DestructionCertificate.KeyDestruction(
                                row.keyId().toString(), row.keyReceipt(), row.committedAt()),
                        tool()),
                new DestructionCertificate.Verification(
                        listings, listings.getLast().at(), VERIFIER.value()),
                store.features().uploads() == UploadListing.BY_PREFIX ? RESIDUAL : RESIDUAL + UPLOADS_UNSEEN,
                List.of());
    }

    private List<DestroyedObject> destroyed(ItemId item) {
        Map<ObjectKey, StoredObject> known =
                objects.all(item).stream().collect(Collectors.toMap(StoredObject::key, Function.identity()));
        Map<String, List<ObjectVersion>> byKey = destructions.noted(item).stream()
                .collect(Collectors.groupingBy(version -> version.key().value(), TreeMap::new, Collectors.toList()));
        List<DestroyedObject> destroyed = new ArrayList<>();
        byKey.forEach((key, versions) -> {
            StoredObject object = known.get(ObjectKey.listed(key));
            destroyed.add(new DestroyedObject(
                    object == null ? store.bucket() : object.bucket(),
                    Sha256.hex(key),
                    versions.stream().map(ObjectVersion::versionId).toList(),
                    versions.stream().mapToLong(ObjectVersion::size).sum(),
                    hash(object),
                    roleOf(key)));
        });
        return destroyed;
    }

    private static @Nullable String hash(@Nullable StoredObject object) {
        return object == null || object.facts() == null
                ? null
                : object.facts().sha256().hex();
    }

    /** The third segment of every key of ours: account, item, role, attempt, name. What a stranger wrote there stays out of certificates. */
    private static String roleOf(String key) {
        String word = key.split("/", -1)[2];
        return Stream.of(ObjectRole.values())
                .filter(role ->
                        role.word().equals(word) && ObjectKey.listed(key).ours())
                .map(Enum::name)
                .findFirst()
                .orElse(FOREIGN);
    }

    private static String tool() {
        String version = Certificates.class.getPackage().getImplementationVersion();
        return "tenure " + (version == null ? "development build" : version);
    }
}
