package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.trail.TrailLeaf;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.DestructionCertificate.Copies;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import dev.tenure.retention.DestructionCertificate.Evidence;
import dev.tenure.retention.destruction.JdbcDestructions.Row;
import dev.tenure.retention.destruction.JdbcDestructions.Signed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Issues certificates, one per purged item and none for any other, and hands them out. */
public final class Certificates {

    /** Certificates that one transaction commits. More keep their items locked longer, fewer wait more often for the disk. */
    private static final int TOGETHER = 500;

    private static final Actor VERIFIER = Actor.system("verifier");
    private static final String CLOCK = "clock of the catalog's PostgreSQL";
    private static final String RESIDUAL =
            "Copies outside this system are not covered: downloads, and backups of the bucket, which hold only sealed bytes whose key is destroyed."
                    + " Work files that a broken-down worker left on its own disk are removed when it works again."
                    + " A backup of the database taken before the commit still holds the wrapped key until it expires.";

    /** A listing proves less where the store cannot list; a certificate says so rather than claim it. */
    private static final String UPLOADS_UNSEEN =
            " This object store cannot list unfinished uploads: that none of them is left is known of announced keys only, or not at all.";

    private static final String METHOD =
            "Two full listings of every version, delete marker and unfinished upload under the item's prefix, apart by the configured delay.";
    private static final String NO_LEAF =
            "The trail had no leaf yet for the entry of this destruction; its proof can be asked for with the item's trail.";

    /** The role of what somebody else had put among the item's objects. */
    private static final String FOREIGN = "FOREIGN";

    private final JdbcDestructions destructions;
    private final Endings endings;
    private final StoredObjects objects;
    private final ObjectStore store;
    private final CertificateSigner signer;
    private final Ids ids;
    private final Trail trail;
    private final TrailProofs proofs;
    private final @Nullable Duration backupsKept;
    private final TransactionOperations transaction;

    Certificates(
            JdbcDestructions destructions,
            Endings endings,
            StoredObjects objects,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            Trail trail,
            TrailProofs proofs,
            @Nullable Duration backupsKept,
            TransactionOperations transaction) {
        this.destructions = destructions;
        this.endings = endings;
        this.objects = objects;
        this.store = store;
        this.signer = signer;
        this.ids = ids;
        this.trail = trail;
        this.proofs = proofs;
        this.backupsKept = backupsKept;
        this.transaction = transaction;
    }

    /** The certificate of a purged item of the account, as it was signed. */
    public Optional<String> find(AccountId account, ItemId item) {
        return destructions.certificate(account, item);
    }

    /**
     * Ends the lives of items: state, inventory, people of the meeting, and certificate in one transaction, for some at once. When it throws, some may
     * have ended; each of those has its certificate.
     *
     * @return how many have ended; of the others somebody else was faster
     */
    int issue(Map<Item, List<DestructionCertificate.Listing>> proven) {
        int issued = 0;
        List<Item> all = List.copyOf(proven.keySet());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<Item> some = all.subList(from, Math.min(all.size(), from + TOGETHER));
            issued += end(signed(some, proven));
        }
        return issued;
    }

    private List<Signed> signed(List<Item> some, Map<Item, List<DestructionCertificate.Listing>> proven) {
        List<ItemId> named = some.stream().map(Item::id).toList();
        Map<ItemId, Row> rows = destructions.find(named);
        Map<ItemId, List<ObjectVersion>> versions = destructions.noted(named);
        Map<ItemId, List<StoredObject>> known = objects.all(named);
        UUID salt = destructions.salt();
        Map<ItemId, TrailLeaf> leaves = proofs.leaves(named, "item.destroying");
        Map<ItemId, Long> downloads = trail.count(named, "item.downloaded");
        List<Signed> signed = new ArrayList<>();
        for (Item item : some) {
            Row row = rows.get(item.id());
            List<DestructionCertificate.Listing> listings = proven.get(item);
            if (row == null || listings == null) {
                throw new IllegalStateException("item " + item.id() + " is destroyed, and nothing says by what right");
            }
            UUID id = ids.next();
            List<DestroyedObject> destroyed =
                    destroyed(versions.getOrDefault(item.id(), List.of()), known.getOrDefault(item.id(), List.of()));
            Evidence evidence = new Evidence(
                    row.run(),
                    Destruction.ACTOR.value(),
                    METHOD,
                    leaves.get(item.id()),
                    new Copies(
                            downloads.getOrDefault(item.id(), 0L),
                            backupsKept == null ? null : row.committedAt().plus(backupsKept)));
            signed.add(
                    new Signed(id, item, signer.sign(certificate(id, item, salt, row, destroyed, listings, evidence))));
        }
        return signed;
    }

    private int end(List<Signed> signed) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Set<ItemId> ended = endings.purge(signed.stream().map(Signed::item).toList(), VERIFIER);
            destructions.certify(signed.stream()
                    .filter(one -> ended.contains(one.item().id()))
                    .toList());
            return ended.size();
        }));
    }

    private DestructionCertificate certificate(
            UUID id,
            Item item,
            UUID salt,
            Row row,
            List<DestroyedObject> destroyed,
            List<DestructionCertificate.Listing> listings,
            Evidence evidence) {
        return new DestructionCertificate(
                id,
                new DestructionCertificate.DestroyedItem(
                        item.id().value(),
                        Sha256.hex(salt + ":" + item.account()),
                        item.meeting().toString(),
                        item.kind().name()),
                destroyed,
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
                evidence.trail() == null ? List.of(NO_LEAF) : List.of(),
                evidence);
    }

    private List<DestroyedObject> destroyed(List<ObjectVersion> noted, List<StoredObject> objectsOfItem) {
        Map<ObjectKey, StoredObject> known =
                objectsOfItem.stream().collect(Collectors.toMap(StoredObject::key, Function.identity()));
        Map<String, List<ObjectVersion>> byKey = noted.stream()
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
