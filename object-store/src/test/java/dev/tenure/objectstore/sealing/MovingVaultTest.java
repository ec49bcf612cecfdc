package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovingVaultTest {

    private static final SealBinding BINDING = new SealBinding("account/item");

    /** Says which vault it was, and does nothing with the key. */
    private record Marked(String scheme) implements KeyVault {

        @Override
        public WrappedKey wrap(DataKey key, SealBinding binding) {
            return new WrappedKey(scheme + "1", Base64.getEncoder().encodeToString(key.secret()));
        }

        @Override
        public DataKey unwrap(WrappedKey key, SealBinding binding) {
            assertThat(wrapped(key)).isTrue();
            return new DataKey(Base64.getDecoder().decode(key.base64()));
        }

        @Override
        public String wrappingKeyId() {
            return scheme + "1";
        }

        @Override
        public boolean wrapped(WrappedKey key) {
            return key.vaultKeyId().startsWith(scheme);
        }
    }

    @Test
    void wrapsWithTheFirstAndUnwrapsWithWhicheverWrapped() {
        Marked before = new Marked("file:");
        Marked after = new Marked("kms:");
        DataKey key = DataKey.random();
        MovingVault vault = new MovingVault(after, List.of(before));

        assertThat(vault.wrap(key, BINDING).vaultKeyId()).isEqualTo("kms:1").isEqualTo(vault.wrappingKeyId());
        for (KeyVault one : List.of(before, after)) {
            assertThat(vault.unwrap(one.wrap(key, BINDING), BINDING).secret()).isEqualTo(key.secret());
        }
    }

    @Test
    void saysWhichKeyNoVaultOfItIsFor() {
        MovingVault vault = new MovingVault(new Marked("file:"), List.of());
        WrappedKey foreign = new Marked("kms:").wrap(DataKey.random(), BINDING);

        assertThat(vault.wrapped(foreign)).isFalse();
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> vault.unwrap(foreign, BINDING))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_UNKNOWN))
                .withMessageContaining("kms:1");
    }
}
