package dev.tenure.app.server;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.WrappedKey;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What only the whole program can know: tools, keys, framework tables, the first account. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MediaSettings.class, ServerSettings.class})
class ServerConfiguration {

    @Bean
    FfmpegTools ffmpegTools(MediaSettings settings) {
        return new FfmpegTools(settings.ffmpeg(), settings.ffprobe(), settings.environment());
    }

    @Bean
    JavaMigration frameworkTables() {
        return new FrameworkTables();
    }

    /**
     * A new vault is made only for a catalog without keys. A catalog with keys and no vault means that the vault was lost or the data directory
     * is the wrong one: a fresh vault would hide that until somebody wants to play a recording.
     */
    @Bean
    KeyVault keyVault(ServerSettings settings, JdbcClient database) {
        Path file = settings.data().resolve("keys/vault.json");
        boolean keys = database.sql("SELECT EXISTS (SELECT FROM item_key)")
                .query(Boolean.class)
                .single();
        KeyVault vault = keys || Files.exists(file) ? KeysetFileVault.open(file) : KeysetFileVault.create(file);
        if (keys) {
            tryOneKey(vault, database);
        }
        return vault;
    }

    /** Another installation's vault would seal new recordings under keys that the right one does not have. */
    private static void tryOneKey(KeyVault vault, JdbcClient database) {
        database.sql(
                        "SELECT i.account_id, k.item_id, k.vault_key_id, k.wrapped FROM item_key k JOIN item i ON i.id = k.item_id LIMIT 1")
                .query((row, number) -> vault.unwrap(
                        new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped")),
                        StoredObject.keyBinding(
                                new AccountId(row.getObject("account_id", UUID.class)),
                                new ItemId(row.getObject("item_id", UUID.class)))))
                .list();
    }

    @Bean
    FirstStart firstStart(ObjectStore store, Accounts accounts, ServerSettings settings) {
        return new FirstStart(store, accounts, settings);
    }
}
