package dev.tenure.catalog.signing;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The signature's half of an envelope. */
final class SignatureFields {

    private final String keyId;
    private final byte[] publicKey;
    private final byte[] value;

    private SignatureFields(String keyId, byte[] publicKey, byte[] value) {
        this.keyId = keyId;
        this.publicKey = publicKey;
        this.value = value;
    }

    static SignatureFields read(ObjectReader reader) {
        reader.constant("algorithm", Ed25519.NAME);
        return new SignatureFields(
                reader.string("keyId"),
                reader.map("publicKey", SignatureFields::base64),
                reader.map("value", SignatureFields::base64));
    }

    /** Decodes, and refuses the other spellings that decoders let pass: a file must not be changeable unnoticed. */
    private static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not in the usual spelling of Base64");
        }
        return bytes;
    }

    SignedDocument check(String name, JsonObject document, @Nullable String expectedKeyId) {
        PublicKey key;
        try {
            key = Ed25519.publicKey(publicKey);
        } catch (InvalidKeySpecException e) {
            return new SignedDocument.Forged("signature.publicKey is not an Ed25519 key");
        }
        if (!Arrays.equals(key.getEncoded(), publicKey)) {
            return new SignedDocument.Forged("signature.publicKey is not in the usual encoding");
        }
        if (!Ed25519.keyId(key).equals(keyId)) {
            return new SignedDocument.Forged("signature.keyId does not belong to signature.publicKey");
        }
        if (expectedKeyId != null && !expectedKeyId.equals(keyId)) {
            return new SignedDocument.Forged("signed by the key " + keyId + ", not by the expected " + expectedKeyId);
        }
        if (!Ed25519.verifies(key, document.canonicalBytes(), value)) {
            return new SignedDocument.Forged(
                    "the signature does not fit: the " + name + " was changed after signing, or signed by another key");
        }
        return new SignedDocument.Genuine(document, keyId);
    }
}
