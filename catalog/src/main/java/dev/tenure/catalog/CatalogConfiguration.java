package dev.tenure.catalog;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the catalog onto the one data source. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    @Bean
    InstantSource databaseClock(JdbcClient database) {
        return new DatabaseClock(database);
    }

    @Bean
    Ids ids() {
        return new Ids(InstantSource.system());
    }

    @Bean
    Trail trail(JdbcClient database) {
        return new JdbcTrail(database);
    }

    @Bean
    Accounts accounts(JdbcClient database, Ids ids) {
        return new JdbcAccounts(database, ids);
    }

    @Bean
    Meetings meetings(JdbcClient database, Ids ids) {
        return new JdbcMeetings(database, ids);
    }

    @Bean
    ItemFacts itemFacts(JdbcClient database, HoldLock holdLock, Trail trail) {
        return new JdbcItemFacts(database, holdLock, trail);
    }

    @Bean
    Notices notices(JdbcClient database, Ids ids, Trail trail) {
        return new JdbcNotices(database, ids, trail);
    }

    @Bean
    NoticesOnMedia noticesOnMedia(JdbcClient database, Trail trail) {
        return new JdbcNoticesOnMedia(database, trail);
    }

    @Bean
    JavaMigration wordsOfEarlierMeetings() {
        return new JdbcEarlierMeetingWords();
    }

    @Bean
    RetentionClasses retentionClasses(JdbcClient database) {
        return new JdbcRetentionClasses(database);
    }

    @Bean
    HoldLock holdLock(JdbcClient database) {
        return new JdbcHoldLock(database);
    }

    @Bean
    Items items(
            JdbcClient database,
            Ids ids,
            Trail trail,
            Outbox outbox,
            KeyVault vault,
            HoldLock holdLock,
            ObjectProvider<CoveringHolds> holds,
            ObjectProvider<PromisedRetention> promises) {
        // Holds and promises are asked for late: what knows them needs items.
        JdbcKinship kinship =
                new JdbcKinship(database, holdLock, holds::getIfAvailable, promises::getIfAvailable, trail);
        return new JdbcItems(database, ids, trail, outbox, vault, holdLock, kinship);
    }

    @Bean
    Endings endings(
            JdbcClient database, Trail trail, Outbox outbox, HoldLock holdLock, ObjectProvider<CoveringHolds> holds) {
        return new JdbcEndings(database, trail, outbox, holdLock, holds::getIfAvailable);
    }

    @Bean
    Outbox outbox(JdbcClient database, Ids ids) {
        return new JdbcOutbox(database, ids);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Secrets secrets(DataSource dataSource, KeyVault vault) {
        return new Secrets(dataSource, vault);
    }

    @Bean
    StoredObjects storedObjects(JdbcClient database, Ids ids, ObjectStore store) {
        return new JdbcStoredObjects(database, ids, store);
    }

    @Bean
    Removals removals(JdbcClient database, Items items, Trail trail, InstantSource clock) {
        return new JdbcRemovals(database, items, trail, clock);
    }

    @Bean
    @DependsOnDatabaseInitialization
    ItemKeys itemKeys(DataSource dataSource, KeyVault vault) {
        return ItemKeys.of(dataSource, vault);
    }

    @Bean
    StoreDiagnoses storeDiagnoses(JdbcClient database) {
        return new JdbcStoreDiagnoses(database);
    }

    @Bean
    ItemBytes itemBytes(Items items, KeyVault vault, SealedTransfers transfers) {
        return new ItemBytes(items, vault, transfers);
    }
}
