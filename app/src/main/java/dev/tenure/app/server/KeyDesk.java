package dev.tenure.app.server;

import dev.tenure.catalog.ItemKeys;
import dev.tenure.objectstore.kms.KeySettings;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.MovingVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** The vault of an installation and the keys of its catalog, without a server: with the settings that a server there would have. */
public final class KeyDesk {

    private final Path data;
    private final Map<String, String> environment;
    private final CatalogDesk catalog;

    /** @param told hears which database and which vault are worked on, before they are */
    public KeyDesk(Path data, Map<String, String> environment, Consumer<String> told) {
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.catalog = new CatalogDesk(data, environment, where -> told.accept(where + ", with the vault " + vaults()));
    }

    /** Whether KMS wraps; its keys are rotated and retired there. */
    public boolean kmsWraps() {
        return keySettings(settings(List.of())).kmsWraps();
    }

    /** Where the vault file lies, or would. */
    public Path vaultFile() {
        return Vaults.file(data);
    }

    /** Whether there is a vault file. */
    public boolean hasFile() {
        return Files.exists(Vaults.file(data));
    }

    /** The vault file. */
    public KeysetFileVault file() {
        return KeysetFileVault.open(Vaults.file(data));
    }

    /**
     * As {@link CatalogDesk#requireKnownDatabase()}.
     *
     * @throws CatalogUnusable when no server has noted one
     */
    public void requireKnownDatabase() {
        catalog.requireKnownDatabase();
    }

    /**
     * Works on the keys of the catalog, as {@link CatalogDesk#with}.
     *
     * @throws dev.tenure.embedded.EmbeddedPartInUse when a server runs on the embedded database
     * @throws CatalogUnusable when it is not the database that the servers of this data directory use, or was never used by any
     */
    public <T> T withCatalog(Function<ItemKeys, T> work) {
        catalog.requireSameDatabase();
        // Asked first: without a vault there is no installation here, and none is to be made.
        try (MovingVault vault = Vaults.open(data, keySettings(settings(List.of())))) {
            return catalog.with(database -> work.apply(ItemKeys.of(database, vault)));
        }
    }

    /** The vaults in words. */
    private String vaults() {
        String file = hasFile() ? Vaults.file(data).toString() : "";
        return kmsWraps() ? "in KMS" + (file.isEmpty() ? "" : " and " + file) : file;
    }

    private static KeySettings keySettings(ConfigurableEnvironment settings) {
        return Binder.get(settings).bindOrCreate("tenure.keys", KeySettings.class);
    }

    private ConfigurableEnvironment settings(List<String> more) {
        return InstallationSettings.of(environment, more);
    }
}
