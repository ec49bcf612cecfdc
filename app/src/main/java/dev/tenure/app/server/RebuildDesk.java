package dev.tenure.app.server;

import dev.tenure.app.doctor.StoreAlone;
import dev.tenure.catalog.CatalogMigrations;
import dev.tenure.catalog.VaultClaim;
import dev.tenure.catalog.recovery.Rebuild;
import dev.tenure.catalog.recovery.RebuildReport;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.kms.KeySettings;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.RecoveryKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Makes the catalog of an installation again, without a server: in the database that the environment names, or in the embedded one. */
public final class RebuildDesk {

    private final Path data;
    private final Map<String, String> environment;
    private final Consumer<String> told;

    /** @param told hears which database is worked on, before it is */
    public RebuildDesk(Path data, Map<String, String> environment, Consumer<String> told) {
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.told = told;
    }

    /**
     * Puts back what the bucket knows; a database that has no tables yet gets them first.
     *
     * @param recoveryKeys files of the key and, where it replaced another one not long ago, of that
     * @param giveUp whether items whose copies cannot be read are given up
     * @param signedBy ids of keys that signed the trail, beside those of the data directory
     * @throws dev.tenure.embedded.EmbeddedPartInUse when a server runs on embedded parts of the data directory
     * @throws CatalogUnusable when it is not known who may have signed what lies in the bucket
     */
    public RebuildReport run(List<Path> recoveryKeys, Collection<String> signedBy, boolean giveUp) {
        RecoveryKey key = recoveryKeys.stream()
                .map(RecoveryKey::open)
                .reduce(RecoveryKey::or)
                .orElseThrow();
        DataDirectory.prepare(data);
        try (StoreAlone alone = StoreAlone.open(data, environment);
                ObjectStore store = alone.store();
                Parts parts = Parts.database(data, environment)) {
            ConfigurableEnvironment settings = InstallationSettings.of(environment, parts.settings());
            Set<String> signers = signers(settings, signedBy);
            told.accept("on " + parts.database(settings.getRequiredProperty(Parts.URL)) + " and the bucket "
                    + store.bucket());
            Flyway.configure()
                    .dataSource(
                            settings.getRequiredProperty(Parts.URL),
                            settings.getRequiredProperty("spring.flyway.user"),
                            settings.getRequiredProperty("spring.flyway.password"))
                    .locations(settings.getRequiredProperty("spring.flyway.locations"))
                    .javaMigrations(Stream.concat(CatalogMigrations.inJava().stream(), Stream.of(new FrameworkTables()))
                            .toArray(JavaMigration[]::new))
                    .load()
                    .migrate();
            KeySettings keys = Binder.get(settings).bindOrCreate("tenure.keys", KeySettings.class);
            try (SingleConnectionDataSource database = InstallationSettings.database(settings);
                    KeyVault vault =
                            Vaults.forServer(data, keys, VaultClaim.of(database).wrappedBy())) {
                return new Rebuild(database, store, vault, key, signers).run(giveUp);
            }
        }
    }

    private Set<String> signers(ConfigurableEnvironment settings, Collection<String> signedBy) {
        Set<String> signers = new HashSet<>(signedBy);
        Path trailKey = data.resolve("keys/trail.pem");
        if (Files.exists(trailKey)) {
            signers.add(SigningKey.open(trailKey).keyId());
        }
        signers.addAll(Binder.get(settings)
                .bind("tenure.trail.former-keys", Bindable.listOf(String.class))
                .orElse(List.of()));
        if (signers.isEmpty()) {
            throw new CatalogUnusable(
                    "there is no " + trailKey
                            + ": restore it from its backup, or name the key that the trail was signed by"
                            + " with --signed-by, as tenure verify prints it",
                    null);
        }
        return signers;
    }
}
