package dev.tenure.objectstore.sealing;

/**
 * One of a vault's wrapping keys, without its secret.
 *
 * @param id as it stands in {@link WrappedKey#vaultKeyId}
 * @param primary whether it wraps what is wrapped from now on; the others only unwrap
 */
public record VaultKey(String id, boolean primary) {}
