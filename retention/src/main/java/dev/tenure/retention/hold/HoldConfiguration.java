package dev.tenure.retention.hold;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.policy.RuleSets;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class HoldConfiguration {

    @Bean
    Holds holds(
            JdbcClient database,
            Items items,
            RuleSets ruleSets,
            Trail trail,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Holds(new JdbcHolds(database), items, ruleSets, trail, ids, clock, transaction);
    }
}
