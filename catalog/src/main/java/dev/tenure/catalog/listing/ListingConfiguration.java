package dev.tenure.catalog.listing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires lists onto the one data source. */
@Configuration(proxyBeanMethods = false)
class ListingConfiguration {

    @Bean
    Listing listing(JdbcClient database, PlatformTransactionManager transactions) {
        return new JdbcListing(database, transactions);
    }
}
