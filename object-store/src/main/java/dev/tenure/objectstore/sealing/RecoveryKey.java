package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.hybrid.PredefinedHybridParameters;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens what servers sealed to be read after a disaster only. It lies in one file, which is kept away from all servers: whoever has it and the bucket can read
 * every item that is not destroyed.
 */
public final class RecoveryKey {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final KeysetHandle keyset;
    private final List<HybridDecrypt> openers;

    private RecoveryKey(KeysetHandle keyset, List<HybridDecrypt> openers) {
        this.keyset = keyset;
        this.openers = List.copyOf(openers);
    }

    private static RecoveryKey of(KeysetHandle keyset) throws GeneralSecurityException {
        return new RecoveryKey(keyset, List.of(keyset.getPrimitive(HybridConfig2026.get(), HybridDecrypt.class)));
    }

    /** Opens what either of the two opens; otherwise it is this key. For the time in which what an earlier key opens is replaced. */
    public RecoveryKey or(RecoveryKey earlier) {
        return new RecoveryKey(
                keyset,
                Stream.concat(openers.stream(), earlier.openers.stream()).toList());
    }

    /**
     * Makes a new key; its file is on disk, readable by its owner only, when this returns.
     *
     * @throws KeyUnavailable when there is a file already, which stays as it is, or none can be written
     */
    public static RecoveryKey create(Path file) {
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(
                    PredefinedHybridParameters.HPKE_X25519_HKDF_SHA256_AES_128_GCM, HybridConfig2026.get());
            write(
                    file,
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            keyset, HybridConfig2026.get(), InsecureSecretKeyAccess.get()));
            return open(file);
        } catch (FileAlreadyExistsException e) {
            throw new KeyUnavailable(Reason.FILE_UNWRITABLE, "there is a file " + file + " already; choose another", e);
        } catch (IOException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNWRITABLE, "the recovery key " + file + " cannot be made (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has X25519 and AES-GCM", e);
        }
    }

    /**
     * Opens a key.
     *
     * @throws KeyUnavailable when the file cannot be read, or is no recovery key
     */
    public static RecoveryKey open(Path file) {
        try {
            return of(TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8),
                    HybridConfig2026.get(),
                    InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNREADABLE, "the recovery key " + file + " cannot be read (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable(Reason.FILE_DAMAGED, file + " holds no recovery key", e);
        }
    }

    /** Writes the public half, which is no secret; it replaces the one that is there, whole or not at all. */
    public void publish(Path file) {
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(aside);
            write(
                    aside,
                    TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
                            keyset.getPublicKeysetHandle(), HybridConfig2026.get()));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new KeyUnavailable(
                    Reason.FILE_UNWRITABLE, "the public recovery key " + file + " cannot be written (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private key has a public half", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Names it, for instance {@code recovery:2748392017}. */
    public String id() {
        return id(keyset);
    }

    /**
     * Opens bytes.
     *
     * @throws KeyUnavailable when they were sealed to another key, for another purpose, or altered
     */
    public byte[] open(byte[] sealed, String purpose) {
        GeneralSecurityException refusal = new GeneralSecurityException("no key");
        for (HybridDecrypt opener : openers) {
            try {
                return opener.decrypt(sealed, context(purpose));
            } catch (GeneralSecurityException e) {
                refusal = e;
            }
        }
        throw new KeyUnavailable(
                Reason.WRAPPED_KEY_ALTERED,
                id() + " does not open " + purpose + ": sealed to another, or altered",
                refusal);
    }

    /**
     * Opens a data key.
     *
     * @throws KeyUnavailable as {@link #open}
     */
    public DataKey open(String escrowed, SealBinding binding) {
        try {
            return new DataKey(open(Base64.getUrlDecoder().decode(escrowed), binding.value()));
        } catch (IllegalArgumentException e) {
            throw new KeyUnavailable(
                    Reason.WRAPPED_KEY_ALTERED, "the sealed data key of " + binding.value() + " was altered", e);
        }
    }

    static String id(KeysetHandle keyset) {
        return "recovery:" + Integer.toUnsignedString(keyset.getPrimary().getId());
    }

    static byte[] context(String purpose) {
        return ("tenure-recovery/1 " + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
