package dev.tenure.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.retention.CertificateVerdict.Invalid;
import dev.tenure.retention.CertificateVerdict.Valid;
import dev.tenure.retention.DestructionCertificate.Authority;
import dev.tenure.retention.DestructionCertificate.DestroyedItem;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import dev.tenure.retention.DestructionCertificate.Execution;
import dev.tenure.retention.DestructionCertificate.KeyDestruction;
import dev.tenure.retention.DestructionCertificate.Listing;
import dev.tenure.retention.DestructionCertificate.Method;
import dev.tenure.retention.DestructionCertificate.Verification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateVerifierTest {

    private static final Instant COMMITTED = Instant.parse("2026-04-28T02:00:01.25Z");
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    private CertificateSigner signer;
    private String file;

    @BeforeEach
    void sign() {
        signer = CertificateSigner.openOrCreate(directory.resolve("key.pem"));
        file = signer.sign(aCertificate());
    }

    @Test
    void aCertificateComesBackAsItWasSigned() {
        assertThat(verify(file)).isEqualTo(new Valid(aCertificate(), signer.keyId()));
        assertThat(CertificateVerifier.ofKey(signer.keyId()).verify(bytes(file)))
                .isInstanceOf(Valid.class);
    }

    @Test
    void theSecondSchemaComesBackAsItWasSignedAndEveryChangeIsNoticed() {
        DestructionCertificate certificate = SampleCertificates.withEvidence();
        String signed = signer.sign(certificate);
        assertThat(verify(signed)).isEqualTo(new Valid(certificate, signer.keyId()));
        List<JsonValue> tampered = variants(StrictJson.parseObject(bytes(signed), 100_000));
        assertThat(tampered).hasSizeGreaterThan(150);
        for (JsonValue variant : tampered) {
            assertThat(verify(variant.canonical())).as(variant.canonical()).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void aPathThatLeadsElsewhereIsRefusedEvenIfOurOwnKeySignedIt() {
        String leaf = Objects.requireNonNull(
                        Objects.requireNonNull(SampleCertificates.withEvidence().evidence())
                                .trail())
                .leaf()
                .hex();
        String elsewhere = CertificateJson.write(SampleCertificates.withEvidence())
                .canonical()
                .replace("\"leaf\":\"" + leaf, "\"leaf\":\"" + "0".repeat(64));
        assertThat(reason(signed(StrictJson.parseObject(bytes(elsewhere), 100_000))))
                .contains("does not lead");
    }

    @Test
    void whoDestroyedCannotHaveVerified() {
        String both = CertificateJson.write(SampleCertificates.withEvidence())
                .canonical()
                .replace("\"verifier\":\"system:verifier\"", "\"verifier\":\"system:sweep\"");
        assertThat(reason(signed(StrictJson.parseObject(bytes(both), 100_000)))).contains("has verified it, too");
    }

    @Test
    void anotherOrderOfFieldsAndOtherWhiteSpaceChangeNothing() {
        String pretty = prettyReversed(envelope(), "\n");
        assertThat(pretty).isNotEqualTo(file);
        assertThat(verify(pretty)).isEqualTo(new Valid(aCertificate(), signer.keyId()));
        assertThat(verify(" \n" + file + "\r\n")).isInstanceOf(Valid.class);
    }

    @Test
    void everyChangedValueIsNoticed() {
        List<JsonValue> tampered = variants(envelope());
        assertThat(tampered).hasSizeGreaterThan(100);
        for (JsonValue variant : tampered) {
            assertThat(verify(variant.canonical())).as(variant.canonical()).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void everyChangedByteIsNoticed() {
        BitFlips.inEachByteOf(
                file,
                (changed, position) -> assertThat(verify(changed))
                        .as("bit flipped in byte %d", position)
                        .isInstanceOf(Invalid.class));
    }

    /** The last character before the padding has four bits that decoders ignore. */
    @Test
    void anotherSpellingOfTheSameSignatureBytesIsRefused() {
        int last = file.indexOf("==\"", file.indexOf("\"value\":")) - 1;
        char respelled = (char) (file.charAt(last) + 1);
        String changed = file.substring(0, last) + respelled + file.substring(last + 1);
        assertThat(reason(changed)).contains("signature.value").contains("usual spelling");
        assertThat(reason(file.replace("==\"}", "\"}"))).contains("signature.value");
    }

    @Test
    void everyTruncationIsNoticed() {
        byte[] original = bytes(file);
        for (int length = 0; length < original.length; length++) {
            assertThat(verify(Arrays.copyOf(original, length))).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void aFieldGivenTwiceIsRefusedEvenWithTheSameValue() {
        String twice = file.replace("\"exceptions\":[]", "\"exceptions\":[],\"exceptions\":[]");
        assertThat(reason(twice)).containsIgnoringCase("duplicate");
    }

    @Test
    void anUnknownFieldIsRefusedInsideAndOutsideTheCertificate() {
        assertThat(reason(file.replaceFirst("\\{", "{\"note\":\"x\","))).contains("unknown field \"note\"");
        assertThat(reason(file.replace("{\"certificate\":{", "{\"certificate\":{\"note\":\"x\",")))
                .contains("signature does not fit");
    }

    @Test
    void anUnknownFieldIsRefusedEvenIfOurOwnKeySignedIt() {
        var members = new TreeMap<>(certificate().members());
        members.put("note", new JsonString("x"));
        assertThat(reason(signed(new JsonObject(members)))).contains("certificate has an unknown field \"note\"");
    }

    @Test
    void aSignedClaimOfAnUnfinishedDestructionIsRefused() {
        String leftover = certificate().canonical().replace("\"uploads\":0", "\"uploads\":1");
        assertThat(reason(signed(StrictJson.parseObject(bytes(leftover), 100_000))))
                .contains("listings[0]")
                .contains("uploads must be 0, but is 1");
        String otherSchema = certificate().canonical().replace("tenure-certificate/1", "tenure-certificate/3");
        assertThat(reason(signed(StrictJson.parseObject(bytes(otherSchema), 100_000))))
                .contains("only \"tenure-certificate/1\" and \"tenure-certificate/2\" are understood");
    }

    @Test
    void aWholeCertificateOfAnotherKeyIsRefusedWhereTheKeyIsKnown() {
        var stranger = CertificateSigner.openOrCreate(directory.resolve("stranger.pem"));
        String forged = stranger.sign(aCertificate());
        assertThat(verify(forged)).isEqualTo(new Valid(aCertificate(), stranger.keyId()));
        assertThat(CertificateVerifier.ofKey(signer.keyId()).verify(bytes(forged)))
                .isEqualTo(new Invalid(
                        "signed by the key " + stranger.keyId() + ", not by the expected " + signer.keyId()));
    }

    @Test
    void theSignatureOfAnotherKeyDoesNotFit() {
        var stranger = CertificateSigner.openOrCreate(directory.resolve("stranger.pem"));
        String theirs = stranger.sign(aCertificate());
        String mixed = theirs.substring(0, theirs.indexOf("\"value\":")) + file.substring(file.indexOf("\"value\":"));
        assertThat(reason(mixed)).contains("signature does not fit");
    }

    @Test
    void garbageIsRefusedWithoutAnException() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            assertThat(verify(garbage)).isInstanceOf(Invalid.class);
        }
        for (String text :
                List.of("", "{}", "[]", "null", "{\"certificate\":{}}", "{\"certificate\":1,\"signature\":2}")) {
            assertThat(verify(text)).as(text).isInstanceOf(Invalid.class);
        }
        assertThat(reason("{}")).isEqualTo("the file.certificate is missing");
    }

    @Test
    void aCertificateCannotBeMadeBeforeAbsenceWasShownTwice() {
        Listing early = new Listing(COMMITTED.minusSeconds(1), 0, 0, 0);
        Listing first = new Listing(COMMITTED.plusSeconds(5), 0, 0, 0);
        assertThatThrownBy(() -> new Verification(List.of(first), COMMITTED.plusSeconds(9), "v"))
                .hasMessageContaining("at least twice");
        assertThatThrownBy(() -> new Verification(List.of(first, first), COMMITTED.plusSeconds(9), "v"))
                .hasMessageContaining("later than the one before");
        assertThatThrownBy(() -> new Listing(COMMITTED, 0, 1, 0)).hasMessageContaining("deleteMarkers must be 0");
        var tooEarly = new Verification(List.of(early, first), COMMITTED.plusSeconds(9), "v");
        var good = aCertificate();
        assertThatThrownBy(() -> new DestructionCertificate(
                        good.id(),
                        good.item(),
                        good.objects(),
                        good.authority(),
                        good.execution(),
                        tooEarly,
                        good.residual(),
                        good.exceptions(),
                        null))
                .hasMessageContaining("before the destruction was committed");
    }

    private static CertificateVerdict verify(String text) {
        return verify(bytes(text));
    }

    private static CertificateVerdict verify(byte[] bytes) {
        return CertificateVerifier.ofAnyKey().verify(bytes);
    }

    private static String reason(String text) {
        return verify(text) instanceof Invalid(String reason) ? reason : "valid";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject envelope() {
        return StrictJson.parseObject(bytes(file), 100_000);
    }

    private JsonObject certificate() {
        return envelope().members().get("certificate") instanceof JsonObject object
                ? object
                : JsonObject.builder().build();
    }

    private String signed(JsonObject document) {
        return SignedDocument.sign("certificate", document, SigningKey.open(directory.resolve("key.pem")))
                .canonical();
    }

    /** Every document that differs from this one in a single place. */
    private static List<JsonValue> variants(JsonValue value) {
        var variants = new ArrayList<JsonValue>();
        switch (value) {
            case JsonObject object -> {
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    var without = new TreeMap<>(object.members());
                    without.remove(member.getKey());
                    variants.add(new JsonObject(without));
                    for (JsonValue variant : variants(member.getValue())) {
                        var with = new TreeMap<>(object.members());
                        with.put(member.getKey(), variant);
                        variants.add(new JsonObject(with));
                    }
                }
                var added = new TreeMap<>(object.members());
                added.put("zzz", new JsonNull());
                variants.add(new JsonObject(added));
            }
            case JsonArray array -> {
                for (int i = 0; i < array.elements().size(); i++) {
                    var without = new ArrayList<>(array.elements());
                    without.remove(i);
                    variants.add(new JsonArray(without));
                    for (JsonValue variant : variants(array.elements().get(i))) {
                        var with = new ArrayList<>(array.elements());
                        with.set(i, variant);
                        variants.add(new JsonArray(with));
                    }
                }
                var added = new ArrayList<>(array.elements());
                added.add(
                        array.elements().isEmpty()
                                ? new JsonString("x")
                                : array.elements().getFirst());
                variants.add(new JsonArray(added));
            }
            case JsonString string -> {
                variants.add(new JsonString(string.value() + " "));
                variants.add(new JsonString(""));
                variants.add(new JsonNull());
            }
            case JsonInteger integer -> variants.add(new JsonInteger(integer.value() + 1));
            case JsonBoolean truth -> variants.add(new JsonBoolean(!truth.value()));
            case JsonNull _ -> variants.add(new JsonString("x"));
        }
        return variants;
    }

    private static String prettyReversed(JsonValue value, String newline) {
        String inner = newline + "  ";
        return switch (value) {
            case JsonObject object -> {
                var members = new ArrayList<String>();
                object.members()
                        .forEach((name, member) -> members.addFirst(
                                inner + new JsonString(name).canonical() + " : " + prettyReversed(member, inner)));
                yield "{" + String.join(",", members) + newline + "}";
            }
            case JsonArray array ->
                "[ "
                        + String.join(
                                " , ",
                                array.elements().stream()
                                        .map(element -> prettyReversed(element, inner))
                                        .toList())
                        + " ]";
            case JsonString string -> string.canonical().replace("/", "\\/").replace("c", "\\u0063");
            default -> value.canonical();
        };
    }

    private static DestructionCertificate aCertificate() {
        return new DestructionCertificate(
                new UUID(7, 1),
                new DestroyedItem(new UUID(7, 2), HASH, "weekly-42", "RECORDING"),
                List.of(
                        new DestroyedObject("tenure", HASH, List.of("v1", "v2"), 1_048_576, HASH, "SOURCE"),
                        new DestroyedObject("tenure", HASH, List.of("v3"), 0, null, "POSTER")),
                new Authority(
                        Set.of(RuleClass.HOST, RuleClass.ACCOUNT_MIN),
                        new UUID(7, 3) + " revision 4",
                        HASH,
                        COMMITTED.minusSeconds(1),
                        Horizon.never(),
                        Horizon.at(COMMITTED.minusSeconds(60)),
                        null),
                new Execution(
                        COMMITTED.minusMillis(250),
                        COMMITTED,
                        "database",
                        Method.CRYPTO_ERASE,
                        new KeyDestruction("k-1", "trail entry 17", COMMITTED),
                        "tenure 0.1.0"),
                new Verification(
                        List.of(
                                new Listing(COMMITTED.plusSeconds(5), 0, 0, 0),
                                new Listing(COMMITTED.plusSeconds(65), 0, 0, 0)),
                        COMMITTED.plusSeconds(66),
                        "tenure verifier"),
                "Copies downloaded by people are beyond our reach: 2 downloads were made.",
                List.of(),
                null);
    }
}
