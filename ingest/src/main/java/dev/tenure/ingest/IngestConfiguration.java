package dev.tenure.ingest;

import dev.tenure.catalog.FolderOwner;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.inspect.Inspections;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.quarantine.AnchorSettings;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires ingest onto catalog and store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestSettings.class)
class IngestConfiguration {

    @Bean
    JdbcUploads jdbcUploads(JdbcClient database, IngestSettings settings) {
        return new JdbcUploads(database, settings);
    }

    @Bean
    JdbcJoins jdbcJoins(JdbcClient database, JdbcUploads uploads) {
        return new JdbcJoins(database, uploads);
    }

    @Bean
    FailedJoins failedJoins(
            JdbcUploads uploads,
            JdbcJoins joins,
            JdbcGivenUp givenUp,
            Items items,
            Meetings meetings,
            Quarantine quarantine,
            SourceObjects sources,
            ObjectStore store,
            InstantSource clock,
            TransactionOperations transaction) {
        Patience patience = new Patience(() -> ThreadLocalRandom.current().nextDouble());
        return new FailedJoins(
                uploads, joins, givenUp, items, meetings, quarantine, sources, store, patience, clock, transaction);
    }

    @Bean
    JdbcReservations jdbcReservations(JdbcClient database, IngestSettings settings) {
        return new JdbcReservations(database, settings);
    }

    @Bean
    JdbcGivenUp jdbcGivenUp(JdbcClient database) {
        return new JdbcGivenUp(database);
    }

    @Bean
    FolderOwner uploadFolders(JdbcClient database) {
        return new JdbcUploadFolders(database);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    UploadLocks uploadLocks(DataSource dataSource) {
        return new UploadLocks(dataSource);
    }

    @Bean
    Senders senders(UploadLocks locks) {
        return new Senders(locks, System::nanoTime);
    }

    @Bean
    Digests digests() {
        return new Digests();
    }

    @Bean
    SourceObjects sourceObjects(
            StoredObjects objects, ItemBytes itemBytes, SealedTransfers transfers, KeyVault vault, ObjectStore store) {
        return new SourceObjects(objects, itemBytes, transfers, vault, store);
    }

    @Bean
    StagingKeys stagingKeys(JdbcClient database, KeyVault vault) {
        return new StagingKeys(new JdbcStagingKeys(database), vault);
    }

    @Bean
    Finishing finishing(
            JdbcUploads uploads,
            JdbcGivenUp givenUp,
            Items items,
            Meetings meetings,
            Evidence evidence,
            Quarantine quarantine,
            StoredObjects objects,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Inspections inspections,
            TransactionOperations transaction,
            Senders senders) {
        return new Finishing(
                uploads,
                givenUp,
                items,
                new Admission(meetings, evidence, quarantine),
                objects,
                sources,
                store,
                digests,
                inspections,
                transaction,
                senders);
    }

    @Bean
    Receiving receiving(
            JdbcUploads uploads,
            JdbcReservations reservations,
            Senders senders,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Finishing finishing,
            IngestSettings settings) {
        return new Receiving(
                uploads, reservations, senders, sources, store, digests, finishing, settings, System::nanoTime);
    }

    @Bean
    Reaping reaping(
            JdbcUploads uploads,
            JdbcGivenUp givenUp,
            Items items,
            StoredObjects objects,
            SourceObjects sources,
            ObjectStore store,
            Senders senders,
            InstantSource clock,
            TransactionOperations transaction) {
        PrefixDeletion deletion = new PrefixDeletion(store, DeletionLimits.usual());
        return new Reaping(uploads, givenUp, items, objects, sources, store, deletion, senders, clock, transaction);
    }

    @Bean(destroyMethod = "close")
    Joining joining(
            JdbcUploads uploads,
            JdbcJoins joins,
            FailedJoins failedJoins,
            Senders senders,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Finishing finishing,
            Reaping reaping) {
        return new Joining(
                uploads, joins, failedJoins, senders, sources, store, digests, finishing, reaping, System::nanoTime);
    }

    @Bean
    ArrivingItems arrivingItems(
            Items items,
            Meetings meetings,
            Notices notices,
            Evidence evidence,
            Quarantine quarantine,
            AnchorSettings anchors,
            InstantSource clock) {
        return new ArrivingItems(items, meetings, notices, evidence, quarantine, anchors, clock);
    }

    @Bean
    Announcing announcing(
            Items items,
            ArrivingItems arriving,
            StoredObjects objects,
            JdbcUploads uploads,
            JdbcJoins joins,
            JdbcReservations reservations,
            IngestSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        return new Announcing(
                items, arriving, objects, uploads, joins, reservations, settings, clock, ids, transaction);
    }

    @Bean
    Uploads uploads(
            JdbcUploads uploads,
            JdbcJoins joins,
            Announcing announcing,
            Receiving receiving,
            Joining joining,
            Reaping reaping,
            IngestSettings settings) {
        return new Uploads(uploads, joins, announcing, receiving, joining, reaping, settings);
    }
}
