package dev.tenure.catalog.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    @TempDir
    Path directory;

    @Test
    void theFirstUseMakesAKeyThatOnlyItsOwnerCanReadAndLaterUsesFindIt() throws IOException {
        Path file = directory.resolve("keys/certificates.pem");
        String keyId = SigningKey.openOrCreate(file).keyId();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.openOrCreate(file).keyId()).isEqualTo(keyId);
        assertThat(SigningKey.open(file).keyId()).isEqualTo(keyId);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void manyThatStartAtOnceShareOneKey() throws Exception {
        Path file = directory.resolve("certificates.pem");
        var start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var keyIds = new ArrayList<Future<String>>();
            for (int i = 0; i < 16; i++) {
                Callable<String> open = () -> {
                    start.await();
                    return SigningKey.openOrCreate(file).keyId();
                };
                keyIds.add(executor.submit(open));
            }
            start.countDown();
            String keyId = keyIds.getFirst().get();
            for (Future<String> other : keyIds) {
                assertThat(other.get()).isEqualTo(keyId);
            }
        }
    }

    @Test
    void aKeyThatOthersCanReadIsRefusedWithTheRemedy() throws IOException {
        Path file = directory.resolve("certificates.pem");
        SigningKey.openOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKey.open(file))
                .isInstanceOf(UnusableSigningKey.class)
                .hasMessageContaining("rw-r-----")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aMissingKeyIsNotReplacedUnasked() {
        Path file = directory.resolve("certificates.pem");
        assertThatThrownBy(() -> SigningKey.open(file))
                .isInstanceOf(UnusableSigningKey.class)
                .hasMessageContaining(file.toString());
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatHoldsNoKeyPairIsRefused() throws IOException {
        Path file = directory.resolve("certificates.pem");
        SigningKey.openOrCreate(file);
        String pem = Files.readString(file);
        Path other = directory.resolve("other.pem");
        SigningKey.openOrCreate(other);
        String otherPem = Files.readString(other);

        Files.writeString(file, "");
        assertThatThrownBy(() -> SigningKey.open(file)).hasMessageContaining("PRIVATE KEY");
        Files.writeString(file, pem.substring(0, pem.indexOf("-----BEGIN PUBLIC")));
        assertThatThrownBy(() -> SigningKey.open(file)).hasMessageContaining("pkey -pubout");
        Files.writeString(file, pem.replaceFirst("MC4C", "MC4D"));
        assertThatThrownBy(() -> SigningKey.open(file)).hasMessageContaining("does not hold an Ed25519 key pair");
        Files.writeString(
                file,
                pem.substring(0, pem.indexOf("-----BEGIN PUBLIC"))
                        + otherPem.substring(otherPem.indexOf("-----BEGIN PUBLIC")));
        assertThatThrownBy(() -> SigningKey.open(file)).hasMessageContaining("does not belong to its private key");
        Files.write(file, new byte[20_000]);
        assertThatThrownBy(() -> SigningKey.open(file)).hasMessageContaining("too large");
    }
}
