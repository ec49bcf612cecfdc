package dev.tenure.ingest;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.inspect.Inspections;
import dev.tenure.objectstore.ObjectStore;
import java.time.InstantSource;
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
    JdbcUploads jdbcUploads(JdbcClient database) {
        return new JdbcUploads(database);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    UploadLocks uploadLocks(DataSource dataSource) {
        return new UploadLocks(dataSource);
    }

    @Bean
    Digests digests() {
        return new Digests();
    }

    @Bean
    Finishing finishing(
            JdbcUploads uploads,
            Items items,
            StoredObjects objects,
            ItemBytes itemBytes,
            ObjectStore store,
            Digests digests,
            Inspections inspections,
            TransactionOperations transaction,
            UploadLocks locks) {
        return new Finishing(uploads, items, objects, itemBytes, store, digests, inspections, transaction, locks);
    }

    @Bean
    Receiving receiving(
            JdbcUploads uploads,
            UploadLocks locks,
            StoredObjects objects,
            ItemBytes itemBytes,
            ObjectStore store,
            Digests digests,
            Finishing finishing) {
        return new Receiving(uploads, locks, objects, itemBytes, store, digests, finishing);
    }

    @Bean
    Uploads uploads(
            Items items,
            Meetings meetings,
            StoredObjects objects,
            JdbcUploads uploads,
            Receiving receiving,
            IngestSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        return new Uploads(items, meetings, objects, uploads, receiving, settings, clock, ids, transaction);
    }
}
