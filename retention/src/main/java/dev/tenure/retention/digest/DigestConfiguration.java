package dev.tenure.retention.digest;

import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.policy.RuleSets;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DigestSettings.class)
class DigestConfiguration {

    @Bean
    Digests hostDigests(
            JdbcClient database,
            Items items,
            ItemDecisions decisions,
            RuleSets ruleSets,
            DigestSettings settings,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Digests(
                new JdbcDigests(database),
                new News(new JdbcDigests(database), items, decisions),
                ruleSets,
                settings,
                trail,
                clock,
                transaction);
    }
}
