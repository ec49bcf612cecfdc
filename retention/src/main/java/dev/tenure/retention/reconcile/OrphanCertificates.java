package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.OrphanCertificate.Destroyed;
import dev.tenure.retention.OrphanCertificate.Listing;
import dev.tenure.retention.reconcile.JdbcOrphanDestructions.Proven;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Certificates of destroyed orphans: issued once two comparisons, each a listing of the whole bucket, saw nothing of them. */
public final class OrphanCertificates {

    private static final Actor VERIFIER = Actor.system("verifier");
    private static final String CLOCK = "clock of the catalog's PostgreSQL";
    private static final String METHOD =
            "Every version, delete marker and unfinished upload named here was deleted by its id; then two listings of the whole bucket,"
                    + " one after the other, had none of them.";
    private static final String RESIDUAL =
            "No key is said to be destroyed: of what nobody recorded it is not known how it was sealed, or whether."
                    + " Copies outside this system are not covered: downloads, and backups or replicas of the bucket.";

    private final JdbcOrphanDestructions destructions;
    private final ObjectStore store;
    private final CertificateSigner signer;
    private final Ids ids;
    private final Trail trail;
    private final TransactionOperations transaction;

    OrphanCertificates(
            JdbcOrphanDestructions destructions,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            Trail trail,
            TransactionOperations transaction) {
        this.destructions = destructions;
        this.store = store;
        this.signer = signer;
        this.ids = ids;
        this.trail = trail;
        this.transaction = transaction;
    }

    /**
     * A certificate.
     *
     * @param folder the id in the keys of what was destroyed; absent where that lay beside all folders
     */
    public record Issued(UUID id, @Nullable UUID folder, Instant issuedAt) {}

    /** Certificates of the account, the newest first; those before {@code before} where that is given. */
    public List<Issued> page(AccountId account, @Nullable UUID before, int limit) {
        return destructions.page(account, before, limit);
    }

    /** The account's certificate, as it was signed; a foreign one is not found. */
    public Optional<String> find(AccountId account, UUID certificate) {
        return destructions.document(account, certificate);
    }

    /**
     * Certifies what a whole comparison saw nothing of, for the second time; what it saw nothing of for the first time waits for the next. Whoever does it
     * again for the same comparison changes nothing.
     *
     * @param uploads whether it could see uploads
     * @return how many certificates were issued
     */
    int prove(Listing comparison, boolean uploads) {
        int issued = 0;
        while (Boolean.TRUE.equals(transaction.execute(status -> destructions
                .provenAgain(comparison.beganAt(), uploads)
                .map(proven -> issue(proven, comparison))
                .isPresent()))) {
            issued++;
        }
        transaction.executeWithoutResult(status -> destructions.absent(comparison, uploads));
        return issued;
    }

    private UUID issue(Proven proven, Listing second) {
        UUID id = ids.next();
        List<Destroyed> destroyed = destructions.destroyed(proven.id());
        String document = signer.sign(new OrphanCertificate(
                id,
                hash(destructions.salt() + ":" + proven.account()),
                proven.folder(),
                store.bucket(),
                destroyed,
                proven.decidedAt(),
                proven.deletedAt(),
                CLOCK,
                METHOD,
                Comparison.ACTOR.value(),
                tool(),
                proven.first(),
                second,
                VERIFIER.value(),
                RESIDUAL));
        destructions.certified(proven, id, document);
        Map<String, String> detail = new HashMap<>(Map.of(
                "certificate", id.toString(), "sha256", hash(document), "orphans", Integer.toString(destroyed.size())));
        if (proven.folder() != null) {
            detail.put("folder", proven.folder().toString());
        }
        trail.append(proven.account(), proven.item(), VERIFIER, "orphan.certified", detail);
        return id;
    }

    private static String hash(String text) {
        return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String tool() {
        String version = OrphanCertificates.class.getPackage().getImplementationVersion();
        return "tenure " + (version == null ? "development build" : version);
    }
}
