package dev.tenure.objectstore.sealing;

/** Wraps and unwraps data keys. Whoever has the vault and a wrapped key can read; with either missing nobody can. */
public interface KeyVault extends AutoCloseable {

    /**
     * Wraps a data key for this binding; unwrapping needs the same binding. May call a server: never inside a transaction.
     *
     * @throws KeyUnavailable when the vault cannot wrap now
     */
    WrappedKey wrap(DataKey key, SealBinding binding);

    /**
     * Gives the data key back. May call a server: never inside a transaction.
     *
     * @throws KeyUnavailable when the vault lacks the wrapping key, or the wrapped key was altered or belongs to another binding
     */
    DataKey unwrap(WrappedKey key, SealBinding binding);

    /**
     * The {@link WrappedKey#vaultKeyId} of what is wrapped from now on. Whatever was wrapped by another waits to be wrapped anew.
     *
     * @throws KeyUnavailable when the vault cannot say now
     */
    String wrappingKeyId();

    /** Whether a vault of this kind wrapped this key, by the key's word alone; it may lack the wrapping key all the same. */
    boolean wrapped(WrappedKey key);

    /** Gives up what it holds of the system, such as connections; most vaults hold nothing. */
    @Override
    default void close() {}
}
