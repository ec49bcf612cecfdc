package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * A vault whose wrapping keys lie in one file: a Tink keyset (AES-256-GCM) in Tink's JSON form, readable by its owner only.
 *
 * <p>Whoever copies this file and the database can read every recording; whoever loses it loses every recording. Back it up apart from both
 * the database and the bucket.
 */
public final class KeysetFileVault implements KeyVault {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Aead aead;
    private final String keyId;
    private final Path file;

    private KeysetFileVault(Path file, KeysetHandle keyset) throws GeneralSecurityException {
        this.file = file;
        this.aead = keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
        this.keyId = "keyset:" + Integer.toUnsignedString(keyset.getPrimary().getId());
    }

    /**
     * Opens the vault.
     *
     * @throws KeyUnavailable when the file is missing, readable by others, or no keyset
     */
    public static KeysetFileVault open(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new KeyUnavailable(
                        "the key vault " + file
                                + " is missing: restore it from its backup; without it no recording can be read",
                        null);
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new KeyUnavailable(
                        "the key vault " + file + " can be read by others than its owner: chmod 600 it", null);
            }
            return new KeysetFileVault(
                    file,
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            Files.readString(file), AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyUnavailable("the key vault " + file + " cannot be read: restore it from its backup", e);
        }
    }

    /**
     * Makes a new vault and opens it; where the file exists already, by this or another process, that one is opened. The file appears whole or
     * not at all, and is on disk when this returns.
     */
    public static KeysetFileVault create(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                KeysetHandle fresh =
                        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
                write(
                        file,
                        TinkJsonProtoKeysetFormat.serializeKeyset(
                                fresh, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyUnavailable("the key vault " + file + " cannot be made: give the process a writable place", e);
        }
        return open(file);
    }

    private static void write(Path file, String keyset) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(directory, "vault", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(whole, keyset);
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // A link, unlike a move, never replaces a vault that another process made meanwhile.
            Files.createLink(file, whole);
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
        } catch (FileAlreadyExistsException made) {
            // Theirs is as good, and is the one that counts.
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    @Override
    public WrappedKey wrap(DataKey key, SealBinding binding) {
        try {
            byte[] wrapped = aead.encrypt(key.secret(), binding.bytes());
            return new WrappedKey(keyId, Base64.getEncoder().encodeToString(wrapped));
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable("the vault " + file + " could not wrap a key", e);
        }
    }

    @Override
    public DataKey unwrap(WrappedKey key, SealBinding binding) {
        try {
            return new DataKey(aead.decrypt(Base64.getDecoder().decode(key.base64()), binding.bytes()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Altered text may be no Base64 at all.
            throw new KeyUnavailable(
                    "the vault " + file + " (" + keyId + ") does not open a key wrapped by " + key.vaultKeyId()
                            + ": restore the vault that wrapped it, or the wrapped key was altered",
                    e);
        }
    }
}
