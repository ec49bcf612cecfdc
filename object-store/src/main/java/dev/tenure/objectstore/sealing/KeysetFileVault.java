package dev.tenure.objectstore.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A vault whose wrapping keys lie in one file: a Tink keyset (AES-256-GCM) in Tink's JSON form, readable by its owner only.
 *
 * <p>Whoever copies this file and the database can read every recording; whoever loses it loses every recording. Back it up apart from both
 * the database and the bucket.
 *
 * <p>{@link #rotate} adds a key that wraps from then on; the older ones stay and unwrap. {@link #retire} removes one of those. No copy of the
 * previous file is kept: before a rotation it holds nothing that the new one does not hold, and after a retirement it would hold the very key
 * that was to be gone. Any number of processes use and change one file; each follows a change within {@link #FOLLOW}, and at once when it
 * meets a key that it does not know.
 */
public final class KeysetFileVault implements KeyVault {

    private static final String SCHEME = "keyset:";

    /**
     * How long a change by another process may go unseen while wrapping. Longer keeps the old key in use after a rotation and a retired one in
     * memory, shorter only asks the file system more often.
     */
    static final Duration FOLLOW = Duration.ofSeconds(2);

    private final KeysetFile file;
    private final LongSupplier nanos;
    private final AtomicReference<Loaded> loaded;

    private KeysetFileVault(KeysetFile file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
        this.loaded = new AtomicReference<>(load());
    }

    /** One state of the file, ready for use. */
    private record Loaded(Aead aead, String primary, List<VaultKey> keys, KeysetFile.Stamp stamp, long checkedAt) {

        boolean has(String id) {
            return keys.stream().anyMatch(key -> key.id().equals(id));
        }

        Loaded checked(long now) {
            return new Loaded(aead, primary, keys, stamp, now);
        }
    }

    /**
     * Opens the vault.
     *
     * @throws KeyUnavailable when the file is missing, within reach of others, or no keyset
     */
    public static KeysetFileVault open(Path file) {
        return open(file, System::nanoTime);
    }

    static KeysetFileVault open(Path file, LongSupplier nanos) {
        return new KeysetFileVault(new KeysetFile(file), nanos);
    }

    /**
     * Makes a new vault and opens it; where the file exists already, by this or another process, that one is opened. The file appears whole or
     * not at all, and is on disk when this returns.
     */
    public static KeysetFileVault create(Path path) {
        KeysetFile file = new KeysetFile(path);
        if (!file.exists()) {
            try {
                file.create(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has AES-GCM", e);
            }
        }
        return open(path);
    }

    /**
     * Adds a fresh key and makes it the primary. No object is touched, and what older keys wrapped stays readable; wrap it anew at leisure.
     * Two processes that rotate at once leave both keys in the file.
     *
     * @return the new primary's id
     * @throws KeyUnavailable when the file cannot be read or changed; the old one is in force, or the new one, whole
     */
    public String rotate() {
        KeysetHandle after = file.change(before -> KeysetHandle.newBuilder(before)
                .setConfiguration(AeadConfig2026.get())
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build());
        follow();
        return id(after.getPrimary());
    }

    /**
     * Removes a key that is not the primary. What it wrapped can be read by nobody from then on, out of whatever backup of the database it comes:
     * see first that nothing needs it any more.
     */
    public Retirement retire(String vaultKeyId) {
        AtomicReference<Retirement> outcome = new AtomicReference<>(Retirement.UNKNOWN);
        file.change(before -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(before).setConfiguration(AeadConfig2026.get());
            for (int i = 0; i < before.size(); i++) {
                if (id(before.getAt(i)).equals(vaultKeyId)) {
                    if (before.getAt(i).isPrimary()) {
                        outcome.set(Retirement.IS_PRIMARY);
                        return null;
                    }
                    outcome.set(Retirement.RETIRED);
                    return builder.deleteAt(i).build();
                }
            }
            return null;
        });
        follow();
        return outcome.get();
    }

    /** Its keys, oldest first. */
    public List<VaultKey> keys() {
        return followed().keys();
    }

    @Override
    public String wrappingKeyId() {
        return followed().primary();
    }

    @Override
    public boolean wrapped(WrappedKey key) {
        return names(key.vaultKeyId());
    }

    /** Whether this is the id of a key of such a file, of whichever file it may be. */
    public static boolean names(String vaultKeyId) {
        return vaultKeyId.startsWith(SCHEME);
    }

    @Override
    public WrappedKey wrap(DataKey key, SealBinding binding) {
        // Not from memory: what is wrapped by a file that is gone would be lost when this process ends.
        Loaded now = followed();
        try {
            byte[] wrapped = SteadyThreads.call(() -> now.aead().encrypt(key.secret(), binding.bytes()));
            return new WrappedKey(now.primary(), Base64.getEncoder().encodeToString(wrapped));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the vault " + file + " could not wrap a key", e);
        }
    }

    @Override
    public DataKey unwrap(WrappedKey key, SealBinding binding) {
        Loaded now = loaded.get();
        if (!now.has(key.vaultKeyId())) {
            now = follow();
        }
        if (!now.has(key.vaultKeyId())) {
            throw new KeyUnavailable(
                    Reason.KEY_UNKNOWN,
                    "the key vault " + file + " lacks the key " + key.vaultKeyId() + "; it has "
                            + now.keys().stream().map(VaultKey::id).collect(Collectors.joining(", ")));
        }
        try {
            return new DataKey(now.aead().decrypt(Base64.getDecoder().decode(key.base64()), binding.bytes()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Altered text may be no Base64 at all.
            throw new KeyUnavailable(
                    Reason.WRAPPED_KEY_ALTERED,
                    "the key wrapped by " + key.vaultKeyId() + " for " + binding.value()
                            + " was altered, or is another's",
                    e);
        }
    }

    /** The file as it is, at most {@link #FOLLOW} ago. */
    private Loaded followed() {
        Loaded now = loaded.get();
        long at = nanos.getAsLong();
        if (at - now.checkedAt() < FOLLOW.toNanos()) {
            return now;
        }
        if (!file.stamp().equals(now.stamp())) {
            return follow();
        }
        Loaded same = now.checked(at);
        loaded.compareAndSet(now, same);
        return same;
    }

    private Loaded follow() {
        Loaded fresh = load();
        loaded.set(fresh);
        return fresh;
    }

    private Loaded load() {
        long at = nanos.getAsLong();
        KeysetFile.Content content = file.read();
        KeysetHandle keyset = content.keyset();
        List<VaultKey> keys = new ArrayList<>();
        for (int i = 0; i < keyset.size(); i++) {
            keys.add(new VaultKey(id(keyset.getAt(i)), keyset.getAt(i).isPrimary()));
        }
        try {
            return new Loaded(
                    keyset.getPrimitive(AeadConfig2026.get(), Aead.class),
                    id(keyset.getPrimary()),
                    List.copyOf(keys),
                    content.stamp(),
                    at);
        } catch (GeneralSecurityException e) {
            throw new KeyUnavailable(Reason.FILE_DAMAGED, "the key vault " + file + " is no keyset for wrapping", e);
        }
    }

    private static String id(KeysetHandle.Entry key) {
        return SCHEME + Integer.toUnsignedString(key.getId());
    }
}
