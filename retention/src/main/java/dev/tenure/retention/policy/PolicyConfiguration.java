package dev.tenure.retention.policy;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class PolicyConfiguration {

    @Bean
    ClassEditions classEditions(RetentionClasses classes) {
        return new ClassEditions(classes);
    }

    @Bean
    RuleSets ruleSets(
            JdbcClient database,
            ClassEditions editions,
            InstantSource clock,
            Trail trail,
            Ids ids,
            TransactionOperations transaction) {
        return new RuleSets(new JdbcRuleSets(database), editions, clock, trail, ids, transaction);
    }

    @Bean
    Choices choices(
            RuleSets ruleSets,
            RetentionClasses classes,
            Items items,
            Meetings meetings,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Choices(ruleSets, classes, items, meetings, clock, transaction);
    }
}
