package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.util.List;
import java.util.stream.Stream;

/** Wraps with one vault and unwraps with whichever wrapped the key, so that moving from one to another is a re-wrap. */
public final class MovingVault implements KeyVault {

    private final KeyVault wrapping;
    private final List<KeyVault> all;

    /** @param others what older keys may be wrapped by; in the order in which they are asked */
    public MovingVault(KeyVault wrapping, List<KeyVault> others) {
        this.wrapping = wrapping;
        this.all = Stream.concat(Stream.of(wrapping), others.stream()).toList();
    }

    @Override
    public WrappedKey wrap(DataKey key, SealBinding binding) {
        return wrapping.wrap(key, binding);
    }

    @Override
    public DataKey unwrap(WrappedKey key, SealBinding binding) {
        return all.stream()
                .filter(vault -> vault.wrapped(key))
                .findFirst()
                .orElseThrow(() -> new KeyUnavailable(
                        Reason.KEY_UNKNOWN, "no vault of this machine is of the kind of the key " + key.vaultKeyId()))
                .unwrap(key, binding);
    }

    @Override
    public String wrappingKeyId() {
        return wrapping.wrappingKeyId();
    }

    @Override
    public boolean wrapped(WrappedKey key) {
        return all.stream().anyMatch(vault -> vault.wrapped(key));
    }

    @Override
    public void close() {
        all.forEach(KeyVault::close);
    }
}
