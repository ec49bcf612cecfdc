package dev.tenure.app.server;

import dev.tenure.objectstore.kms.KeySettings;
import dev.tenure.objectstore.kms.KmsVault;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.MovingVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vaults of one installation: the file below its data directory, and KMS. One of them wraps, both unwrap. */
final class Vaults {

    private Vaults() {}

    static Path file(Path data) {
        return data.resolve("keys").resolve("vault.json");
    }

    /**
     * A new file is made only where nothing was wrapped by one. Keys without their file mean that it was lost or the data directory is the
     * wrong one: a fresh vault would hide that until somebody wants to play a recording.
     */
    static MovingVault forServer(Path data, KeySettings settings, Map<String, Long> wrappedBy) {
        Path file = file(data);
        long byFile = wrappedBy.entrySet().stream()
                .filter(key -> KeysetFileVault.names(key.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (byFile > 0 && !Files.exists(file)) {
            throw new KeyUnavailable(
                    KeyUnavailable.Reason.FILE_MISSING,
                    "the key vault " + file + " is missing, and " + byFile + " keys of this catalog are wrapped by it");
        }
        if (!settings.kmsWraps() && !Files.exists(file)) {
            KeysetFileVault.create(file);
        }
        return open(data, settings);
    }

    /** The vaults that are there; nothing is made. */
    static MovingVault open(Path data, KeySettings settings) {
        KmsVault kms = new KmsVault(settings);
        Optional<KeyVault> file = settings.kmsWraps() && !Files.exists(file(data))
                ? Optional.empty()
                : Optional.of(KeysetFileVault.open(file(data)));
        return settings.kmsWraps()
                ? new MovingVault(kms, file.stream().toList())
                : new MovingVault(file.orElseThrow(), List.of(kms));
    }
}
