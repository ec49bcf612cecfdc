package dev.tenure.retention;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.trail.TrailLeaf;
import dev.tenure.retention.DestructionCertificate.Authority;
import dev.tenure.retention.DestructionCertificate.DestroyedItem;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import dev.tenure.retention.DestructionCertificate.Execution;
import dev.tenure.retention.DestructionCertificate.KeyDestruction;
import dev.tenure.retention.DestructionCertificate.Listing;
import dev.tenure.retention.DestructionCertificate.Method;
import dev.tenure.retention.DestructionCertificate.Verification;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON form of a certificate. Every field is always present; what does not apply is null. */
final class CertificateJson {

    private CertificateJson() {}

    static JsonObject write(DestructionCertificate certificate) {
        DestructionCertificate.Evidence evidence = certificate.evidence();
        JsonValue.Builder document = JsonObject.builder();
        if (evidence != null) {
            document.put("evidence", write(evidence));
        }
        return document.put(
                        "schema",
                        evidence == null ? DestructionCertificate.FIRST_SCHEMA : DestructionCertificate.SCHEMA)
                .put("id", certificate.id().toString())
                .put("item", write(certificate.item()))
                .put("objects", JsonArray.of(certificate.objects(), CertificateJson::write))
                .put("authority", write(certificate.authority()))
                .put("execution", write(certificate.execution()))
                .put("verification", write(certificate.verification()))
                .put("residual", certificate.residual())
                .put("exceptions", JsonArray.ofStrings(certificate.exceptions()))
                .build();
    }

    private static JsonObject write(DestroyedItem item) {
        return JsonObject.builder()
                .put("id", item.id().toString())
                .put("accountHash", item.accountHash())
                .put("meeting", item.meeting())
                .put("kind", item.kind())
                .build();
    }

    private static JsonObject write(DestroyedObject object) {
        return JsonObject.builder()
                .put("bucket", object.bucket())
                .put("keyHash", object.keyHash())
                .put("versions", JsonArray.ofStrings(object.versions()))
                .put("size", object.size())
                .put("contentHash", object.contentHash())
                .put("role", object.role())
                .build();
    }

    private static JsonObject write(Authority authority) {
        return JsonObject.builder()
                .put(
                        "ruleClasses",
                        JsonArray.ofStrings(authority.ruleClasses().stream()
                                .map(RuleClass::name)
                                .toList()))
                .put("ruleSet", authority.ruleSet())
                .put("explanationDigest", authority.explanationDigest())
                .put("decidedAt", authority.decidedAt().toString())
                .put("goAt", authority.goAt().toString())
                .put("destroyAt", authority.destroyAt().toString())
                .put(
                        "floor",
                        authority.floor() == null ? null : authority.floor().toString())
                .build();
    }

    private static JsonObject write(Execution execution) {
        return JsonObject.builder()
                .put("startedAt", execution.startedAt().toString())
                .put("committedAt", execution.committedAt().toString())
                .put("clock", execution.clock())
                .put("method", execution.method().words())
                .put("key", write(execution.key()))
                .put("tool", execution.tool())
                .build();
    }

    private static @Nullable JsonObject write(@Nullable KeyDestruction key) {
        return key == null
                ? null
                : JsonObject.builder()
                        .put("keyId", key.keyId())
                        .put("receipt", key.receipt())
                        .put("destroyedAt", key.destroyedAt().toString())
                        .build();
    }

    private static JsonObject write(Verification verification) {
        return JsonObject.builder()
                .put("listings", JsonArray.of(verification.listings(), CertificateJson::write))
                .put("verifiedAt", verification.verifiedAt().toString())
                .put("verifier", verification.verifier())
                .build();
    }

    private static JsonObject write(Listing listing) {
        return JsonObject.builder()
                .put("at", listing.at().toString())
                .put("versions", listing.versions())
                .put("deleteMarkers", listing.deleteMarkers())
                .put("uploads", listing.uploads())
                .build();
    }

    private static JsonObject write(DestructionCertificate.Evidence evidence) {
        DestructionCertificate.Copies copies = evidence.copies();
        return JsonObject.builder()
                .put("run", evidence.run() == null ? null : evidence.run().toString())
                .put("executor", evidence.executor())
                .put("method", evidence.method())
                .put("trail", evidence.trail() == null ? null : evidence.trail().json())
                .put(
                        "copies",
                        JsonObject.builder()
                                .put("downloads", copies.downloads())
                                .put(
                                        "backupsUntil",
                                        copies.backupsUntil() == null
                                                ? null
                                                : copies.backupsUntil().toString())
                                .build())
                .build();
    }

    private static DestructionCertificate.Evidence evidence(ObjectReader reader) {
        return new DestructionCertificate.Evidence(
                reader.optionalMap("run", CertificateJson::uuid),
                reader.string("executor"),
                reader.string("method"),
                reader.optionalNested("trail", TrailLeaf::read),
                reader.nested(
                        "copies",
                        copies -> new DestructionCertificate.Copies(
                                copies.integer("downloads"), copies.optionalMap("backupsUntil", InstantText::parse))));
    }

    static DestructionCertificate read(ObjectReader reader) {
        String schema = reader.string("schema");
        boolean first = schema.equals(DestructionCertificate.FIRST_SCHEMA);
        if (!first && !schema.equals(DestructionCertificate.SCHEMA)) {
            throw new MalformedJson("certificate.schema is \"" + schema + "\", but only \""
                    + DestructionCertificate.FIRST_SCHEMA + "\" and \"" + DestructionCertificate.SCHEMA
                    + "\" are understood");
        }
        return new DestructionCertificate(
                reader.map("id", CertificateJson::uuid),
                reader.nested("item", CertificateJson::item),
                reader.objects("objects", CertificateJson::object),
                reader.nested("authority", CertificateJson::authority),
                reader.nested("execution", CertificateJson::execution),
                reader.nested("verification", CertificateJson::verification),
                reader.string("residual"),
                reader.strings("exceptions"),
                first ? null : reader.nested("evidence", CertificateJson::evidence));
    }

    private static DestroyedItem item(ObjectReader reader) {
        return new DestroyedItem(
                reader.map("id", CertificateJson::uuid),
                reader.string("accountHash"),
                reader.optionalString("meeting"),
                reader.string("kind"));
    }

    private static DestroyedObject object(ObjectReader reader) {
        return new DestroyedObject(
                reader.string("bucket"),
                reader.string("keyHash"),
                reader.strings("versions"),
                reader.integer("size"),
                reader.optionalString("contentHash"),
                reader.string("role"));
    }

    private static Authority authority(ObjectReader reader) {
        Set<RuleClass> ruleClasses = new HashSet<>();
        for (String name : reader.strings("ruleClasses")) {
            ruleClasses.add(RuleClass.valueOf(name));
        }
        return new Authority(
                ruleClasses,
                reader.string("ruleSet"),
                reader.string("explanationDigest"),
                reader.map("decidedAt", InstantText::parse),
                reader.map("goAt", Horizon::parse),
                reader.map("destroyAt", Horizon::parse),
                reader.optionalMap("floor", Horizon::parse));
    }

    private static Execution execution(ObjectReader reader) {
        return new Execution(
                reader.map("startedAt", InstantText::parse),
                reader.map("committedAt", InstantText::parse),
                reader.string("clock"),
                reader.map("method", Method::of),
                reader.optionalNested("key", CertificateJson::key),
                reader.string("tool"));
    }

    private static KeyDestruction key(ObjectReader reader) {
        return new KeyDestruction(
                reader.string("keyId"), reader.string("receipt"), reader.map("destroyedAt", InstantText::parse));
    }

    private static Verification verification(ObjectReader reader) {
        return new Verification(
                reader.objects("listings", CertificateJson::listing),
                reader.map("verifiedAt", InstantText::parse),
                reader.string("verifier"));
    }

    private static Listing listing(ObjectReader reader) {
        return new Listing(
                reader.map("at", InstantText::parse),
                reader.integer("versions"),
                reader.integer("deleteMarkers"),
                reader.integer("uploads"));
    }

    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not a UUID in its usual form");
        }
        return uuid;
    }
}
