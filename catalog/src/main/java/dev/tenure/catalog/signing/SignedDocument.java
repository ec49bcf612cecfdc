package dev.tenure.catalog.signing;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A document beside its signature: <code>{"certificate": {…}, "signature": {"algorithm": "Ed25519", "keyId": …,
 * "publicKey": …, "value": …}}</code>. The signature covers the document's canonical text. The public key is an X.509
 * SubjectPublicKeyInfo and the key id its SHA-256 in hex, so that standard tools can check a file too.
 */
public sealed interface SignedDocument {

    /** The signature is the named key's. */
    record Genuine(JsonObject document, String keyId) implements SignedDocument {}

    /** The signature proves nothing, for this reason. */
    record Forged(String reason) implements SignedDocument {}

    /** Puts a document into an envelope with its signature. */
    static JsonObject sign(String name, JsonObject document, SigningKey key) {
        JsonObject signature = JsonObject.builder()
                .put("algorithm", Ed25519.NAME)
                .put("keyId", key.keyId())
                .put("publicKey", Base64.getEncoder().encodeToString(key.publicKey()))
                .put("value", Base64.getEncoder().encodeToString(key.sign(document.canonicalBytes())))
                .build();
        return JsonObject.builder()
                .put(name, document)
                .put("signature", signature)
                .build();
    }

    /**
     * Takes an envelope apart and checks its signature.
     *
     * @param expectedKeyId refuses every other key; null accepts any
     * @throws dev.tenure.catalog.json.MalformedJson if it is no such envelope
     */
    static SignedDocument open(String name, JsonObject envelope, @Nullable String expectedKeyId) {
        ObjectReader reader = ObjectReader.of(envelope, "the file");
        JsonObject document = reader.object(name);
        SignatureFields signature = reader.nested("signature", SignatureFields::read);
        reader.end();
        return signature.check(name, document, expectedKeyId);
    }
}
