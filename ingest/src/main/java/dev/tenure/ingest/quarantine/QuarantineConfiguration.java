package dev.tenure.ingest.quarantine;

import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the quarantine onto the catalog. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnchorSettings.class)
class QuarantineConfiguration {

    @Bean
    Quarantine quarantine(
            JdbcClient database,
            Items items,
            ItemFacts facts,
            Meetings meetings,
            Trail trail,
            InstantSource clock,
            AnchorSettings settings,
            TransactionOperations transaction) {
        return new Quarantine(
                new JdbcQuarantine(database), items, facts, meetings, trail, clock, settings, transaction);
    }
}
