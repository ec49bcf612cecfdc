package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryKeyTest {

    private static final byte[] TEXT = "what the catalog knows".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private RecoveryKey aKey(String name) {
        return RecoveryKey.create(directory.resolve(name));
    }

    private RecoverySeal publicHalf(RecoveryKey key) {
        Path file = directory.resolve("public-" + key.id().replace(':', '-'));
        key.publish(file);
        return RecoverySeal.open(file);
    }

    @Test
    void whatThePublicHalfSealsOnlyThePrivateOneOpens() throws IOException {
        RecoveryKey key = aKey("key");
        RecoverySeal seal = publicHalf(key);
        assertThat(seal.id()).isEqualTo(key.id());
        byte[] sealed = seal.seal(TEXT, "ledger/1");

        assertThat(RecoveryKey.open(directory.resolve("key")).open(sealed, "ledger/1"))
                .isEqualTo(TEXT);
        assertThat(Files.readString(directory.resolve("public-" + key.id().replace(':', '-'))))
                .doesNotContain("PRIVATE");
        assertThatThrownBy(() -> aKey("another").open(sealed, "ledger/1"))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("does not open ledger/1");
        assertThatThrownBy(() -> key.open(sealed, "ledger/2")).isInstanceOf(KeyUnavailable.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.open(altered, "ledger/1")).isInstanceOf(KeyUnavailable.class);
        }
    }

    /** Tags of an object take 256 characters, and some servers alter plus, slash and equals signs in them. */
    @Test
    void aDataKeyFitsIntoATagAndIsBoundToItsItem() {
        RecoveryKey key = aKey("key");
        DataKey data = DataKey.random();
        SealBinding item = new SealBinding("account/item");
        String escrowed = publicHalf(key).escrow(data, item);

        assertThat(escrowed).matches("[A-Za-z0-9_-]{114}");
        assertThat(key.open(escrowed, item).secret()).isEqualTo(data.secret());
        assertThatThrownBy(() -> key.open(escrowed, new SealBinding("account/other")))
                .isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> key.open("no Base64!", item)).isInstanceOf(KeyUnavailable.class);
    }

    @Test
    void theFileIsPrivateAndNeverReplaced() throws IOException {
        RecoveryKey key = aKey("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> aKey("key"))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("there is a file");
        assertThat(RecoveryKey.open(directory.resolve("key")).id()).isEqualTo(key.id());
    }

    @Test
    void filesThatAreNoKeyAreNamed() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "{}");
        assertThatThrownBy(() -> RecoveryKey.open(other))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("holds no recovery key");
        assertThatThrownBy(() -> RecoverySeal.open(other))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("holds no public recovery key");
        assertThatThrownBy(() -> RecoveryKey.open(directory.resolve("none")))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("cannot be read");
    }
}
