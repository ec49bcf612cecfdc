package dev.tenure.retention;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.retention.OrphanCertificate.Destroyed;
import dev.tenure.retention.OrphanCertificate.Kind;
import dev.tenure.retention.OrphanCertificate.Listing;
import java.util.UUID;

/** The JSON form of an orphans' certificate. Every field is always present; what does not apply is null. */
final class OrphanCertificateJson {

    private OrphanCertificateJson() {}

    static JsonObject write(OrphanCertificate certificate) {
        return JsonObject.builder()
                .put("schema", OrphanCertificate.SCHEMA)
                .put("id", certificate.id().toString())
                .put("accountHash", certificate.accountHash())
                .put(
                        "folder",
                        certificate.folder() == null
                                ? null
                                : certificate.folder().toString())
                .put("bucket", certificate.bucket())
                .put("orphans", JsonArray.of(certificate.orphans(), OrphanCertificateJson::write))
                .put("decidedAt", certificate.decidedAt().toString())
                .put(
                        "deletedAt",
                        certificate.deletedAt() == null
                                ? null
                                : certificate.deletedAt().toString())
                .put("clock", certificate.clock())
                .put("method", certificate.method())
                .put("executor", certificate.executor())
                .put("tool", certificate.tool())
                .put("firstListing", write(certificate.first()))
                .put("secondListing", write(certificate.second()))
                .put("verifier", certificate.verifier())
                .put("residual", certificate.residual())
                .build();
    }

    private static JsonObject write(Destroyed orphan) {
        return JsonObject.builder()
                .put("keyHash", orphan.keyHash())
                .put("kind", orphan.kind().name())
                .put("id", orphan.id())
                .put("size", orphan.size())
                .put("firstFoundAt", orphan.firstFoundAt().toString())
                .build();
    }

    private static JsonObject write(Listing listing) {
        return JsonObject.builder()
                .put("beganAt", listing.beganAt().toString())
                .put("endedAt", listing.endedAt().toString())
                .put("listed", listing.listed())
                .build();
    }

    static OrphanCertificate read(ObjectReader reader) {
        reader.constant("schema", OrphanCertificate.SCHEMA);
        return new OrphanCertificate(
                reader.map("id", UUID::fromString),
                reader.string("accountHash"),
                reader.optionalMap("folder", UUID::fromString),
                reader.string("bucket"),
                reader.objects("orphans", OrphanCertificateJson::destroyed),
                reader.map("decidedAt", InstantText::parse),
                reader.optionalMap("deletedAt", InstantText::parse),
                reader.string("clock"),
                reader.string("method"),
                reader.string("executor"),
                reader.string("tool"),
                reader.nested("firstListing", OrphanCertificateJson::listing),
                reader.nested("secondListing", OrphanCertificateJson::listing),
                reader.string("verifier"),
                reader.string("residual"));
    }

    private static Destroyed destroyed(ObjectReader reader) {
        return new Destroyed(
                reader.string("keyHash"),
                reader.map("kind", Kind::valueOf),
                reader.string("id"),
                reader.integer("size"),
                reader.map("firstFoundAt", InstantText::parse));
    }

    private static Listing listing(ObjectReader reader) {
        return new Listing(
                reader.map("beganAt", InstantText::parse),
                reader.map("endedAt", InstantText::parse),
                reader.integer("listed"));
    }
}
