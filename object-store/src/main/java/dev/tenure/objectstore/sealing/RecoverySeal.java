package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The public half of a {@link RecoveryKey}, which servers have: what it seals only that key opens, and no server can (HPKE, RFC 9180: X25519, HKDF-SHA256,
 * AES-128-GCM; Tink's form with the key's id before it). May be used by many threads.
 */
public final class RecoverySeal {

    private final HybridEncrypt seal;
    private final String id;

    private RecoverySeal(HybridEncrypt seal, String id) {
        this.seal = seal;
        this.id = id;
    }

    /**
     * Opens the file that {@link RecoveryKey#publish} made.
     *
     * @throws KeyUnavailable when there is none, or it is no public recovery key
     */
    public static RecoverySeal open(Path file) {
        try {
            KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
                    Files.readString(file, StandardCharsets.UTF_8), HybridConfig2026.get());
            return new RecoverySeal(
                    keyset.getPrimitive(HybridConfig2026.get(), HybridEncrypt.class), RecoveryKey.id(keyset));
        } catch (IOException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNREADABLE, "the public recovery key " + file + " cannot be read (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable(Reason.FILE_DAMAGED, file + " holds no public recovery key", e);
        }
    }

    /** The id of the key that opens what this seals. */
    public String id() {
        return id;
    }

    /**
     * Seals bytes.
     *
     * @param purpose what they are; opening needs the same
     */
    public byte[] seal(byte[] plaintext, String purpose) {
        try {
            return seal.encrypt(plaintext, RecoveryKey.context(purpose));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the recovery key " + id + " could not seal", e);
        }
    }

    /** Seals a data key, as 114 characters of Base64 (RFC 4648, section 5, unpadded): some servers alter others that stand in a tag. */
    public String escrow(DataKey key, SealBinding binding) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seal(key.secret(), binding.value()));
    }
}
