package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetFileVaultTest {

    private static final SealBinding BINDING = new SealBinding("account/item");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("keys").resolve("vault.json");
    }

    @Test
    void givesBackTheKeyItWrapped() {
        DataKey key = DataKey.random();
        WrappedKey wrapped = KeysetFileVault.create(file).wrap(key, BINDING);

        assertThat(KeysetFileVault.open(file).unwrap(wrapped, BINDING).secret()).isEqualTo(key.secret());
        assertThat(wrapped.toString()).doesNotContain(wrapped.base64());
    }

    @Test
    void isReadableByItsOwnerOnlyAndLeavesNothingElseBehind() throws IOException {
        KeysetFileVault.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory.resolve("keys"))) {
            assertThat(files).containsExactlyInAnyOrder(file, file.resolveSibling("vault.json.lock"));
        }
    }

    @Test
    void keepsTheVaultThatIsThere() throws IOException {
        WrappedKey wrapped = KeysetFileVault.create(file).wrap(DataKey.random(), BINDING);
        byte[] before = Files.readAllBytes(file);

        assertThat(KeysetFileVault.create(file).unwrap(wrapped, BINDING)).isNotNull();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void agreesOnOneVaultWhenManyMakeItAtOnce() throws InterruptedException, ExecutionException {
        int makers = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<WrappedKey>> wrapped = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(makers)) {
            for (int i = 0; i < makers; i++) {
                wrapped.add(threads.submit(() -> {
                    start.await();
                    return KeysetFileVault.create(file).wrap(DataKey.random(), BINDING);
                }));
            }
            start.countDown();
            KeyVault vault = null;
            for (Future<WrappedKey> one : wrapped) {
                WrappedKey key = one.get();
                vault = vault == null ? KeysetFileVault.open(file) : vault;
                assertThat(vault.unwrap(key, BINDING)).isNotNull();
            }
        }
    }

    @Test
    void saysWhatToDoWhenTheFileIsMissing() {
        assertRefused(file, Reason.FILE_MISSING).hasMessageContainingAll(file.toString(), "restore it from its backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void refusesAFileThatOthersCanReach(String permissions) throws IOException {
        KeysetFileVault.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertRefused(file, Reason.FILE_EXPOSED).hasMessageContainingAll("chmod 600", permissions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{}", "{\"primaryKeyId\":1,\"key\":[]}", "[1,2]", "{\"primaryKeyId\":"})
    void refusesAFileThatIsNoKeyset(String content) throws IOException {
        KeysetFileVault.create(file);
        Files.writeString(file, content);

        assertRefused(file, Reason.FILE_DAMAGED).hasMessageContaining("restore it from its backup");
    }

    @Test
    void refusesAFileThatWasCutAnywhere() throws IOException {
        KeysetFileVault.create(file).rotate();
        String whole = Files.readString(file).strip();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            assertRefused(file, Reason.FILE_DAMAGED);
        }
    }

    @Test
    void refusesAPlaceWhereItCannotBeMade() throws IOException {
        Path blocked = Files.writeString(directory.resolve("file"), "x").resolve("vault.json");

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> KeysetFileVault.create(blocked))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.FILE_UNWRITABLE))
                .withMessageContaining("writable place");
    }

    @Test
    void unwrapsOnlyItsOwnKeysUnderTheirOwnBinding() {
        KeysetFileVault vault = KeysetFileVault.create(file);
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        KeysetFileVault other = KeysetFileVault.create(directory.resolve("other.json"));

        assertUnavailable(other, wrapped, BINDING, Reason.KEY_UNKNOWN);
        assertUnavailable(vault, wrapped, new SealBinding("account/other"), Reason.WRAPPED_KEY_ALTERED);
    }

    @Test
    void refusesAnAlteredKey() {
        KeysetFileVault vault = KeysetFileVault.create(file);
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        byte[] bytes = Base64.getDecoder().decode(wrapped.base64());
        for (int place : new int[] {0, 4, 5, bytes.length / 2, bytes.length - 1}) {
            byte[] altered = bytes.clone();
            altered[place] ^= 1;
            String text = Base64.getEncoder().encodeToString(altered);
            assertUnavailable(vault, new WrappedKey(wrapped.vaultKeyId(), text), BINDING, Reason.WRAPPED_KEY_ALTERED);
        }
        for (String text : List.of("", "!no base64!")) {
            assertUnavailable(vault, new WrappedKey(wrapped.vaultKeyId(), text), BINDING, Reason.WRAPPED_KEY_ALTERED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\u0000b", "ä"})
    void bindsToPrintableTextOnly(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SealBinding(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void refusesADirectoryInWhichOthersCanReplaceTheFile(String permissions) throws IOException {
        KeysetFileVault.create(file);
        Files.setPosixFilePermissions(directory.resolve("keys"), PosixFilePermissions.fromString(permissions));

        assertRefused(file, Reason.FILE_EXPOSED)
                .hasMessageContainingAll("chmod 700", directory.resolve("keys").toString());
    }

    @Test
    void makesADirectoryForItsOwnerOnly() throws IOException {
        KeysetFileVault.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys"))))
                .isEqualTo("rwx------");
    }

    @Test
    void followsALinkOnlyToAPlaceAsPrivate() throws IOException {
        Path real = directory.resolve("elsewhere").resolve("real.json");
        WrappedKey wrapped = KeysetFileVault.create(real).wrap(DataKey.random(), BINDING);
        Files.createDirectories(directory.resolve("keys"));
        Files.createSymbolicLink(file, real);

        KeysetFileVault vault = KeysetFileVault.open(file);
        vault.rotate();
        assertThat(file).isSymbolicLink();
        assertThat(KeysetFileVault.open(real).keys()).isEqualTo(vault.keys()).hasSize(2);
        assertThat(vault.unwrap(wrapped, BINDING)).isNotNull();

        Files.setPosixFilePermissions(directory.resolve("elsewhere"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(file, Reason.FILE_EXPOSED)
                .hasMessageContaining(directory.resolve("elsewhere").toString());
        Files.setPosixFilePermissions(directory.resolve("elsewhere"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(file, Reason.FILE_EXPOSED).hasMessageContaining(real.toString());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file, Reason reason) {
        return assertThatThrownBy(() -> KeysetFileVault.open(file))
                .isInstanceOfSatisfying(
                        KeyUnavailable.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static void assertUnavailable(KeyVault vault, WrappedKey wrapped, SealBinding binding, Reason reason) {
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> vault.unwrap(wrapped, binding))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason))
                .satisfies(refused -> assertThat(refused.worthRetrying()).isFalse());
    }
}
