package dev.tenure.ingest.companion;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.inspect.text.TextExtractor;
import dev.tenure.objectstore.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires what is done with companions onto catalog and store. */
@Configuration(proxyBeanMethods = false)
class CompanionConfiguration {

    @Bean
    JdbcTexts jdbcTexts(JdbcClient database) {
        return new JdbcTexts(database);
    }

    @Bean
    DerivedObjects derivedObjects(StoredObjects objects, ItemBytes bytes, ObjectStore store) {
        return new DerivedObjects(objects, bytes, store);
    }

    @Bean
    Texts texts(
            Items items,
            StoredObjects objects,
            ItemBytes bytes,
            Trail trail,
            JdbcTexts texts,
            DerivedObjects derived,
            TextExtractor extractor,
            TransactionOperations transaction) {
        return new Texts(items, objects, bytes, trail, texts, derived, extractor, transaction);
    }

    @Bean
    Companions companions(
            Items items,
            Meetings meetings,
            StoredObjects objects,
            ItemBytes bytes,
            Trail trail,
            JdbcClient database,
            JdbcTexts texts,
            DerivedObjects derived,
            TransactionOperations transaction) {
        return new Companions(
                items, meetings, objects, bytes, trail, new JdbcCompanions(database), texts, derived, transaction);
    }
}
