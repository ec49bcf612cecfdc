package dev.tenure.objectstore.sealing;

/**
 * A data key encrypted by a vault; useless without it.
 *
 * @param vaultKeyId which of the vault's keys can unwrap it
 * @param base64 the encrypted key, in Base64
 */
public record WrappedKey(String vaultKeyId, String base64) {

    @Override
    public String toString() {
        return "WrappedKey[by " + vaultKeyId + "]";
    }
}
