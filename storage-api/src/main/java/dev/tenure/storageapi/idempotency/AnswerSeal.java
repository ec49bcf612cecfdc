package dev.tenure.storageapi.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.databind.json.JsonMapper;

/** Seals answers under their idempotency key: HKDF-SHA256, then AES-256-GCM, bound to the row. */
final class AnswerSeal {

    private static final byte[] PURPOSE = "tenure idempotent answer 1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final JsonMapper json;

    AnswerSeal(JsonMapper json) {
        this.json = json;
    }

    byte[] seal(IdempotencyKey key, KeptAnswer answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, json.writeValueAsBytes(answer));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    KeptAnswer open(IdempotencyKey key, byte[] sealed) {
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] rest = new byte[parts.remaining()];
        parts.get(rest);
        return json.readValue(crypt(Cipher.DECRYPT_MODE, key, nonce, rest), KeptAnswer.class);
    }

    private static byte[] crypt(int mode, IdempotencyKey key, byte[] nonce, byte[] text) {
        try {
            SecretKey secret = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key.text().getBytes(StandardCharsets.US_ASCII))
                                    .addSalt(key.hash())
                                    .thenExpand(PURPOSE, KEY_BYTES));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(key.hash());
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept answer could not be sealed or opened", e);
        }
    }
}
