package dev.tenure.retention.reconcile;

import dev.tenure.catalog.FolderOwner;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.VersionDeletion;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.fixity.ObjectAlarms;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcileSettings.class)
class ReconcileConfiguration {

    @Bean
    OrphanCertificates orphanCertificates(
            JdbcClient database,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            Trail trail,
            TransactionOperations transaction) {
        return new OrphanCertificates(new JdbcOrphanDestructions(database), store, signer, ids, trail, transaction);
    }

    @Bean
    Reconciliation reconciliation(
            JdbcClient database,
            ObjectProvider<FolderOwner> owners,
            StoredObjects objects,
            Items items,
            ObjectAlarms objectAlarms,
            ObjectStore store,
            OrphanCertificates certificates,
            Ids ids,
            Trail trail,
            TransactionOperations transaction,
            ReconcileSettings settings,
            ObjectProvider<DeletionLimits> otherLimits,
            InstantSource clock) {
        JdbcInventory inventory = new JdbcInventory(database, owners.stream().toList());
        JdbcOrphans orphans = new JdbcOrphans(database);
        JdbcOrphanDestructions destructions = new JdbcOrphanDestructions(database);
        return new Reconciliation(
                new JdbcPlace(database),
                inventory,
                orphans,
                new Comparison(inventory, objects, objectAlarms, store, clock),
                new OrphanAlarms(orphans, trail, transaction),
                new OrphanDestruction(
                        orphans,
                        destructions,
                        inventory,
                        items,
                        store,
                        new VersionDeletion(store, otherLimits.getIfAvailable(DeletionLimits::usual)),
                        ids,
                        trail,
                        transaction,
                        clock,
                        System::nanoTime),
                destructions,
                certificates,
                store,
                transaction,
                settings,
                clock,
                System::nanoTime);
    }
}
