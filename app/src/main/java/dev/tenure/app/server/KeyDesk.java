package dev.tenure.app.server;

import dev.tenure.catalog.ItemKeys;
import dev.tenure.objectstore.kms.KeySettings;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.MovingVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The vault of an installation and the keys of its catalog, without a server: with the settings that a server there would have. */
public final class KeyDesk {

    private final Path data;
    private final Map<String, String> environment;

    public KeyDesk(Path data, Map<String, String> environment) {
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
    }

    /** Whether KMS wraps; its keys are rotated and retired there. */
    public boolean kmsWraps() {
        return keySettings(settings(List.of())).kmsWraps();
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
     * Works on the keys of the catalog, in the database that the environment names or in the embedded one, which is started for it.
     *
     * @throws dev.tenure.embedded.EmbeddedPartFailed when a server runs on the embedded database
     */
    public <T> T withCatalog(Function<ItemKeys, T> work) {
        // Asked first: without a vault there is no installation here, and none is to be made.
        try (MovingVault vault = Vaults.open(data, keySettings(settings(List.of())));
                Parts parts = Parts.database(data, environment)) {
            ConfigurableEnvironment settings = settings(parts.settings());
            try (SingleConnectionDataSource database = new SingleConnectionDataSource(
                    settings.getRequiredProperty("spring.datasource.url"),
                    settings.getRequiredProperty("spring.datasource.username"),
                    settings.getRequiredProperty("spring.datasource.password"),
                    true)) {
                return work.apply(ItemKeys.of(database, vault));
            }
        } catch (BadSqlGrammarException e) {
            throw new IllegalStateException(
                    "no server of this version was ever started on this database: start one, then try again", e);
        }
    }

    private static KeySettings keySettings(ConfigurableEnvironment settings) {
        return Binder.get(settings).bindOrCreate("tenure.keys", KeySettings.class);
    }

    private ConfigurableEnvironment settings(List<String> more) {
        ConfigurableEnvironment settings = new StandardEnvironment();
        MutablePropertySources sources = settings.getPropertySources();
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        sources.addFirst(new SimpleCommandLinePropertySource(more.toArray(String[]::new)));
        sources.addLast(new SystemEnvironmentPropertySource("environment", Map.copyOf(environment)));
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yaml"))
                    .forEach(sources::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own settings cannot be read", e);
        }
        return settings;
    }
}
