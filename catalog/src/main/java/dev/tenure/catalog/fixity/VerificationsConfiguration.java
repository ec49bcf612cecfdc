package dev.tenure.catalog.fixity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class VerificationsConfiguration {

    @Bean
    Verifications verifications(JdbcClient database) {
        return new JdbcVerifications(database);
    }
}
