package dev.tenure.retention.expiry;

import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.decision.ItemDecisions;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class ExpiryConfiguration {

    @Bean
    ExpiryWarnings expiryWarnings(
            RetentionClasses classes,
            Items items,
            ItemDecisions decisions,
            JdbcClient database,
            Outbox outbox,
            InstantSource clock,
            TransactionOperations transaction) {
        return new ExpiryWarnings(
                classes, items, decisions, new JdbcExpiryNotices(database), outbox, clock, transaction);
    }
}
