package dev.tenure.catalog.processing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the processing of items onto the one data source. */
@Configuration(proxyBeanMethods = false)
class ProcessingConfiguration {

    @Bean
    Processings processings(JdbcClient database) {
        return new JdbcProcessings(database);
    }
}
