package dev.tenure.objectstore.sealing;

/** Wraps and unwraps data keys. Whoever has the vault and a wrapped key can read; with either missing nobody can. */
public interface KeyVault {

    /** Wraps a data key for this binding; unwrapping needs the same binding. */
    WrappedKey wrap(DataKey key, SealBinding binding);

    /**
     * Gives the data key back.
     *
     * @throws KeyUnavailable when the vault lacks the wrapping key, or the wrapped key was altered or belongs to another binding
     */
    DataKey unwrap(WrappedKey key, SealBinding binding);
}
