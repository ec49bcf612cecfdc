package dev.tenure.app.server;

import dev.tenure.app.doctor.StoreExamination;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.VaultClaim;
import dev.tenure.catalog.access.ApplicationGrants;
import dev.tenure.catalog.people.Credentials;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.recovery.Ledger;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.kms.KeySettings;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.MovingVault;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.migration.JavaMigration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the whole program can know: tools, keys, framework tables, the first account. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KeySettings.class, MediaSettings.class, ServerSettings.class})
class ServerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConfiguration.class);

    @Bean
    FfmpegTools ffmpegTools(MediaSettings settings) {
        return new FfmpegTools(settings.ffmpeg(), settings.ffprobe(), settings.environment());
    }

    @Bean
    JavaMigration frameworkTables() {
        return new FrameworkTables();
    }

    @Bean
    Callback applicationGrants(JdbcConnectionDetails database) {
        return new ApplicationGrants(
                Objects.requireNonNull(database.getUsername(), "spring.datasource.username is missing"));
    }

    /** Asks for its claim at once: the tables must be there. */
    @Bean
    @DependsOnDatabaseInitialization
    KeyVault keyVault(ServerSettings settings, KeySettings keys, DataSource database) {
        VaultClaim claim = VaultClaim.of(database);
        MovingVault vault = Vaults.forServer(settings.data(), keys, claim.wrappedBy());
        claim.hold(vault)
                .forEach((key, unopened) -> LOG.error(
                        "{} items cannot be read: {}",
                        unopened.keys(),
                        unopened.reason().getMessage()));
        return vault;
    }

    @Bean
    FirstStart firstStart(
            ObjectStore store,
            StoreExamination examination,
            Accounts accounts,
            People people,
            Credentials credentials,
            Trail trail,
            Ledger ledger,
            ServerSettings settings) {
        return new FirstStart(store, examination, accounts, people, credentials, trail, ledger, settings);
    }
}
