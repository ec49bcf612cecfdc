package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.function.Consumer;

/** A real vault; something else happens just before it unwraps or wraps. */
record HookedVault(KeyVault vault, Consumer<SealBinding> beforeUnwrap, Consumer<SealBinding> beforeWrap)
        implements KeyVault {

    @Override
    public WrappedKey wrap(DataKey key, SealBinding binding) {
        beforeWrap.accept(binding);
        return vault.wrap(key, binding);
    }

    @Override
    public DataKey unwrap(WrappedKey key, SealBinding binding) {
        beforeUnwrap.accept(binding);
        return vault.unwrap(key, binding);
    }

    @Override
    public String wrappingKeyId() {
        return vault.wrappingKeyId();
    }

    @Override
    public boolean wrapped(WrappedKey key) {
        return vault.wrapped(key);
    }
}
