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
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The vault of an installation and the keys of its catalog, without a server: with the settings that a server there would have. */
public final class KeyDesk {

    private final Path data;
    private final Map<String, String> environment;
    private final Consumer<String> told;

    /** @param told hears which database and which vault are worked on, before they are */
    public KeyDesk(Path data, Map<String, String> environment, Consumer<String> told) {
        this.told = told;
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
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
     * Checks that a server has noted which database goes with this data directory: for what cannot be undone, the environment's word is not enough.
     *
     * @throws CatalogUnusable when none has
     */
    public void requireKnownDatabase() {
        if (KnownDatabase.read(data).isEmpty()) {
            throw new CatalogUnusable(
                    "no server of this version has noted in " + data.resolve("database")
                            + " which database it uses: start one on this data directory, then try again",
                    null);
        }
    }

    /**
     * Works on the keys of the catalog, in the database that the environment names or in the embedded one, which is started for it.
     *
     * @throws dev.tenure.embedded.EmbeddedPartInUse when a server runs on the embedded database
     * @throws CatalogUnusable when it is not the database that the servers of this data directory use, or was never used by any
     */
    public <T> T withCatalog(Function<ItemKeys, T> work) {
        String found = Parts.databaseNamed(environment)
                ? KnownDatabase.named(settings(List.of()).getRequiredProperty(Parts.URL))
                : KnownDatabase.EMBEDDED;
        requireKnown(found);
        // Asked first: without a vault there is no installation here, and none is to be made.
        try (MovingVault vault = Vaults.open(data, keySettings(settings(List.of())));
                Parts parts = Parts.existingDatabase(data, environment)) {
            told.accept("on " + found + ", with the vault " + vaults());
            ConfigurableEnvironment settings = settings(parts.settings());
            try (SingleConnectionDataSource database = InstallationSettings.database(settings)) {
                return work.apply(ItemKeys.of(database, vault));
            }
        } catch (BadSqlGrammarException e) {
            throw new CatalogUnusable(
                    "no server of this version was ever started on this database: start one, then try again", e);
        }
    }

    private void requireKnown(String found) {
        KnownDatabase.read(data).filter(known -> !known.equals(found)).ifPresent(known -> {
            throw new CatalogUnusable(
                    "the servers on " + data + " use " + known + ", and this would be " + found
                            + ": set TENURE_DB_URL as it is set for them",
                    null);
        });
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
