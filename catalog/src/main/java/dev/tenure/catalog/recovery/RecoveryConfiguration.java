package dev.tenure.catalog.recovery;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.RecoverySeal;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecoverySettings.class)
class RecoveryConfiguration {

    @Bean
    Ledger ledger(
            JdbcClient database,
            ObjectStore store,
            RecoverySettings settings,
            @Qualifier("trailKey") ObjectProvider<SigningKey> trailKey,
            TransactionOperations transaction) {
        return new Ledger(
                new JdbcLedger(database),
                new JdbcKeptTables(database),
                store,
                seal(settings),
                trailKey::getObject,
                transaction);
    }

    @Bean
    ItemCopies itemCopies(
            JdbcClient database,
            Items items,
            StoredObjects objects,
            ItemBytes bytes,
            ObjectStore store,
            KeyVault vault,
            RecoverySettings settings,
            @Qualifier("trailKey") ObjectProvider<SigningKey> trailKey,
            TransactionOperations transaction) {
        return new ItemCopies(
                new JdbcItemCopies(database, new JdbcKeptTables(database)),
                items,
                objects,
                bytes,
                store,
                vault,
                seal(settings),
                trailKey::getObject,
                transaction);
    }

    private static @Nullable RecoverySeal seal(RecoverySettings settings) {
        return settings.publicKey() != null && Files.exists(settings.publicKey())
                ? RecoverySeal.open(settings.publicKey())
                : null;
    }
}
