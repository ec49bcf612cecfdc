package dev.tenure.retention.change;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.policy.ClassEditions;
import dev.tenure.retention.policy.RuleSets;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChangeSettings.class)
class ChangeConfiguration {

    @Bean
    Simulator simulator(
            RetentionClasses classes,
            RuleSets ruleSets,
            JdbcClient database,
            ChangeSettings settings,
            InstantSource clock) {
        return new Simulator(classes, ruleSets, new JdbcSimulation(database), settings, clock);
    }

    @Bean
    Changes changes(
            JdbcClient database,
            Simulator simulator,
            RuleSets ruleSets,
            ClassEditions editions,
            ChangeSettings settings,
            Trail trail,
            Outbox outbox,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Changes(
                new JdbcChanges(database),
                simulator,
                ruleSets,
                editions,
                settings,
                new Changes.Told(trail, outbox),
                ids,
                clock,
                transaction);
    }
}
