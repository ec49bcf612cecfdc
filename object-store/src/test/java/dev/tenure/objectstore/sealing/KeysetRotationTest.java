package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetRotationTest {

    private static final SealBinding BINDING = new SealBinding("account/item");
    private static final long FOLLOW = KeysetFileVault.FOLLOW.toNanos();

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("vault.json");
    }

    @Test
    void wrapsWithTheNewKeyAndStillUnwrapsWithTheOld() {
        KeysetFileVault vault = KeysetFileVault.create(file);
        DataKey key = DataKey.random();
        WrappedKey old = vault.wrap(key, BINDING);
        String fresh = vault.rotate();

        WrappedKey wrapped = vault.wrap(key, BINDING);
        assertThat(wrapped.vaultKeyId()).isEqualTo(fresh).isNotEqualTo(old.vaultKeyId());
        assertThat(vault.wrappingKeyId()).isEqualTo(fresh);
        for (WrappedKey one : List.of(old, wrapped)) {
            assertThat(vault.unwrap(one, BINDING).secret()).isEqualTo(key.secret());
            assertThat(KeysetFileVault.open(file).unwrap(one, BINDING).secret()).isEqualTo(key.secret());
        }
        assertThat(vault.keys()).containsExactly(new VaultKey(old.vaultKeyId(), false), new VaultKey(fresh, true));
    }

    @Test
    void keepsNoCopyOfAnOlderFile() throws IOException {
        KeysetFileVault vault = KeysetFileVault.create(file);
        String first = vault.wrappingKeyId();
        vault.rotate();
        vault.retire(first);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, directory.resolve("vault.json.lock"));
        }
        assertThat(Files.readString(file)).doesNotContain(first.substring(first.indexOf(':') + 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void losesNoKeyWhenManyRotateAtOnce() throws InterruptedException, ExecutionException {
        KeysetFileVault.create(file);
        int rotators = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<WrappedKey>> wrapped = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(rotators)) {
            for (int i = 0; i < rotators; i++) {
                wrapped.add(threads.submit(() -> {
                    KeysetFileVault own = KeysetFileVault.open(file);
                    start.await();
                    own.rotate();
                    return own.wrap(DataKey.random(), BINDING);
                }));
            }
            start.countDown();
            for (Future<WrappedKey> one : wrapped) {
                WrappedKey key = one.get();
                assertThat(KeysetFileVault.open(file).unwrap(key, BINDING)).isNotNull();
            }
        }
        assertThat(KeysetFileVault.open(file).keys())
                .hasSize(rotators + 1)
                .filteredOn(VaultKey::primary)
                .hasSize(1);
    }

    @Test
    void goesOnAfterACrashBetweenWritingAsideAndReplacing() throws IOException {
        KeysetFileVault vault = KeysetFileVault.create(file);
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        Path aside = directory.resolve("vault.json.next");
        String whole = Files.readString(file);
        for (String left : List.of("", whole.substring(0, whole.length() / 2), whole)) {
            Files.writeString(aside, left);
            KeysetFileVault survivor = KeysetFileVault.open(file);
            int before = survivor.keys().size();
            assertThat(survivor.unwrap(wrapped, BINDING)).isNotNull();
            survivor.rotate();
            assertThat(KeysetFileVault.open(file).keys()).hasSize(before + 1);
            assertThat(aside).doesNotExist();
        }
        assertThat(KeysetFileVault.open(file).unwrap(wrapped, BINDING)).isNotNull();
    }

    @Test
    void unwrapsAtOnceWhatAnotherProcessWrappedAfterItsRotation() {
        KeysetFileVault.create(file);
        KeysetFileVault running = KeysetFileVault.open(file, nanos::get);
        KeysetFileVault other = KeysetFileVault.open(file);
        other.rotate();
        WrappedKey wrapped = other.wrap(DataKey.random(), BINDING);

        assertThat(running.unwrap(wrapped, BINDING)).isNotNull();
    }

    @Test
    void followsARotationWithinItsInterval() {
        String first = KeysetFileVault.create(file).wrappingKeyId();
        KeysetFileVault running = KeysetFileVault.open(file, nanos::get);
        String second = KeysetFileVault.open(file).rotate();

        nanos.addAndGet(FOLLOW - 1);
        assertThat(running.wrap(DataKey.random(), BINDING).vaultKeyId()).isEqualTo(first);
        nanos.addAndGet(1);
        assertThat(running.wrap(DataKey.random(), BINDING).vaultKeyId()).isEqualTo(second);
        assertThat(running.wrappingKeyId()).isEqualTo(second);
    }

    @Test
    void wrapsNothingOnceItsFileIsGoneOrDamaged() throws IOException {
        KeysetFileVault vault = KeysetFileVault.create(file);
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        KeysetFileVault running = KeysetFileVault.open(file, nanos::get);
        byte[] whole = Files.readAllBytes(file);

        Files.delete(file);
        nanos.addAndGet(FOLLOW);
        assertUnavailable(() -> running.wrap(DataKey.random(), BINDING), Reason.FILE_MISSING);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, new byte[] {'{'});
        assertUnavailable(() -> running.wrap(DataKey.random(), BINDING), Reason.FILE_DAMAGED);
        // What it has in memory can still be read with.
        assertThat(running.unwrap(wrapped, BINDING)).isNotNull();
        Files.write(file, whole);
        assertThat(running.unwrap(running.wrap(DataKey.random(), BINDING), BINDING))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrapsNothingOnceItsFileIsExposed(boolean directoryToo) throws IOException {
        WrappedKey wrapped = KeysetFileVault.create(file).wrap(DataKey.random(), BINDING);
        KeysetFileVault running = KeysetFileVault.open(file, nanos::get);

        Files.setPosixFilePermissions(
                directoryToo ? directory : file,
                PosixFilePermissions.fromString(directoryToo ? "rwxrwxrwx" : "rw-r--r--"));
        nanos.addAndGet(FOLLOW);

        assertUnavailable(() -> running.wrap(DataKey.random(), BINDING), Reason.FILE_EXPOSED);
        assertThat(running.unwrap(wrapped, BINDING)).isNotNull();
    }

    @Test
    void sweepsWhatACrashLeftAlsoWhenItChangesNothing() throws IOException {
        Path aside = Files.writeString(directory.resolve("vault.json.next"), "left by a crash while it was made");
        KeysetFileVault vault = KeysetFileVault.create(file);
        assertThat(aside).doesNotExist();

        Files.createLink(aside, file);
        vault.retire("keyset:1");
        assertThat(aside).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void retiresAKeyForEveryProcess() {
        KeysetFileVault vault = KeysetFileVault.create(file);
        WrappedKey old = vault.wrap(DataKey.random(), BINDING);
        KeysetFileVault running = KeysetFileVault.open(file, nanos::get);
        String second = vault.rotate();

        assertThat(vault.retire(old.vaultKeyId())).isEqualTo(Retirement.RETIRED);
        assertThat(vault.keys()).containsExactly(new VaultKey(second, true));
        assertUnavailable(() -> vault.unwrap(old, BINDING), Reason.KEY_UNKNOWN);
        nanos.addAndGet(FOLLOW);
        assertThat(running.wrappingKeyId()).isEqualTo(second);
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> running.unwrap(old, BINDING))
                .withMessageContainingAll(file.toString(), old.vaultKeyId(), "it has " + second, "restore the vault");
    }

    @Test
    void retiresNeitherThePrimaryNorWhatItDoesNotHave() throws IOException {
        KeysetFileVault vault = KeysetFileVault.create(file);
        String first = vault.wrappingKeyId();
        byte[] before = Files.readAllBytes(file);

        assertThat(vault.retire(first)).isEqualTo(Retirement.IS_PRIMARY);
        assertThat(vault.retire("keyset:1")).isEqualTo(Retirement.UNKNOWN);
        assertThat(vault.retire("kms:arn:aws:kms:eu-central-1:1:key/1")).isEqualTo(Retirement.UNKNOWN);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void rotatesNothingThatIsExposedOrDamaged() throws IOException {
        KeysetFileVault vault = KeysetFileVault.create(file);
        byte[] whole = Files.readAllBytes(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertUnavailable(vault::rotate, Reason.FILE_EXPOSED);
        assertUnavailable(() -> vault.retire("keyset:1"), Reason.FILE_EXPOSED);
        assertThat(file).hasBinaryContent(whole);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "{}");
        assertUnavailable(vault::rotate, Reason.FILE_DAMAGED);
        Files.delete(file);
        assertUnavailable(vault::rotate, Reason.FILE_MISSING);
        assertThat(file).doesNotExist();
    }

    private static void assertUnavailable(ThrowingCallable call, Reason reason) {
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
