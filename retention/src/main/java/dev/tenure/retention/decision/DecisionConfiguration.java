package dev.tenure.retention.decision;

import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.manifest.ManifestSection;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

    @Bean
    ItemDecisions itemDecisions(
            RetentionClasses classes, Holds holds, RetentionSettings settings, InstantSource clock) {
        return new ItemDecisions(classes, holds, settings, clock);
    }

    @Bean
    ManifestSection retentionSection(ItemDecisions decisions, RetentionClasses classes) {
        return new RetentionSection(decisions, classes);
    }

    @Bean
    Trash trash(Items items, Meetings meetings, TransactionOperations transaction) {
        return new Trash(items, meetings, transaction);
    }

    @Bean
    Tagging tagging(Items items, StoredObjects objects, ItemDecisions decisions, ObjectStore store) {
        return new Tagging(items, objects, decisions, store);
    }
}
