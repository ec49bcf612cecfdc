package dev.tenure.catalog.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installation's signing key, kept in a PEM file: the private key (PKCS#8) followed by its public key, readable by
 * its owner only.
 */
public final class SigningKey {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final byte[] PROBE = "tenure".getBytes(StandardCharsets.UTF_8);

    /** A key file has some 250 bytes; whatever is this large is another file. */
    private static final long MAX_FILE_BYTES = 16_384;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** Opens the key, or makes one if there is no file. Of several processes that do so at once, all get the same key. */
    public static SigningKey openOrCreate(Path file) {
        if (Files.notExists(file)) {
            create(file);
        }
        return open(file);
    }

    /**
     * Opens a key that must exist.
     *
     * @throws UnusableSigningKey if it does not, if anybody but its owner has rights on it, or if it holds no key pair
     */
    public static SigningKey open(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UnusableSigningKey("There is no signing key at " + file
                        + ". Restore it from the backup: a new key could not stand for what was signed before.");
            }
            requireOwnerOnly(file);
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UnusableSigningKey(file + " is too large to be a signing key");
            }
            return parse(file, Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the signing key " + file, e);
        }
    }

    public String keyId() {
        return Ed25519.keyId(publicKey);
    }

    /** X.509 SubjectPublicKeyInfo. */
    byte[] publicKey() {
        return publicKey.getEncoded();
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(privateKey, message);
    }

    /** Writes the whole file aside and links it into place, so that it appears complete, once, or not at all. */
    private static void create(Path file) {
        KeyPair pair = Ed25519.generate();
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                + pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a key file has a directory");
        try {
            Files.createDirectories(directory);
            Path aside = Files.createTempFile(
                    directory, ".signing-key-", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                Files.writeString(aside, pem, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
                Files.createLink(file, aside);
                sync(directory);
            } catch (FileAlreadyExistsException e) {
                // Another process was first; its key is the installation's.
            } finally {
                Files.delete(aside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the signing key " + file, e);
        }
    }

    /** Without this a power cut could take the key away after a certificate was signed with it. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new UnusableSigningKey("The signing key " + file + " has the permissions "
                    + PosixFilePermissions.toString(permissions)
                    + ": others may have read it. Run chmod 600 on it, or replace it if they have.");
        }
    }

    private static SigningKey parse(Path file, String pem) {
        try {
            var key = new SigningKey(
                    Ed25519.privateKey(block(file, pem, "PRIVATE KEY")),
                    Ed25519.publicKey(block(file, pem, "PUBLIC KEY")));
            if (!Ed25519.verifies(key.publicKey, PROBE, key.sign(PROBE))) {
                throw new UnusableSigningKey("The public key in " + file + " does not belong to its private key");
            }
            return key;
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new UnusableSigningKey(file + " does not hold an Ed25519 key pair", e);
        }
    }

    private static byte[] block(Path file, String pem, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(pem);
        if (!matcher.find()) {
            throw new UnusableSigningKey(file + " lacks the block BEGIN " + label
                    + "; it needs a PKCS#8 private key and, after it, the output of openssl pkey -pubout");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
