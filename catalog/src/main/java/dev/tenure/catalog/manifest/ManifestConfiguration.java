package dev.tenure.catalog.manifest;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.recovery.ItemCopies;
import dev.tenure.objectstore.ObjectStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires manifests onto the catalog and whatever other modules have to say. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManifestSettings.class)
class ManifestConfiguration {

    @Bean
    Manifests manifests(
            JdbcClient database,
            Items items,
            Meetings meetings,
            Notices notices,
            NoticesOnMedia onMedia,
            StoredObjects objects,
            ItemBytes bytes,
            ObjectStore store,
            ObjectProvider<ManifestSection> sections,
            TransactionOperations transaction,
            ManifestSettings settings,
            ObjectProvider<ItemCopies> copies) {
        return new Manifests(
                new JdbcManifests(database),
                new ManifestText(
                        meetings,
                        notices,
                        onMedia,
                        objects,
                        sections.orderedStream().toList()),
                items,
                objects,
                bytes,
                store,
                transaction,
                settings,
                item -> copies.ifAvailable(kept -> kept.write(item, Manifests.WRITTEN)));
    }
}
