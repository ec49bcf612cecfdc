package dev.tenure.retention.decision;

import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.manifest.ManifestSection;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.policy.ClassEditions;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

    @Bean
    ItemDecisions itemDecisions(
            RetentionClasses classes,
            ClassEditions editions,
            ItemFacts facts,
            Holds holds,
            RetentionSettings settings,
            InstantSource clock) {
        return new ItemDecisions(classes, editions, facts, holds, settings, clock);
    }

    @Bean
    ManifestSection retentionSection(ItemDecisions decisions, RetentionClasses classes, InstantSource clock) {
        return new RetentionSection(decisions, classes, clock);
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
