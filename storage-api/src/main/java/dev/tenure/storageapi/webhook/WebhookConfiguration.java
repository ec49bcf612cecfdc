package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.reach.HttpSender;
import dev.tenure.catalog.reach.Names;
import dev.tenure.catalog.reach.Reach;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the sending of events. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {

    @Bean
    HttpSender webhookSender(WebhookSettings settings) throws NoSuchAlgorithmException {
        Reach reach = new Reach(settings.allowedHosts(), settings.allowedNetworks());
        return new HttpSender(reach, Names.ofThisMachine(), SSLContext.getDefault(), settings.deadline());
    }

    @Bean
    JdbcWebhooks jdbcWebhooks(JdbcClient database) {
        return new JdbcWebhooks(database);
    }

    @Bean
    JdbcDeliveries jdbcDeliveries(JdbcClient database) {
        return new JdbcDeliveries(database);
    }

    @Bean
    Webhooks webhooks(
            JdbcWebhooks webhooks,
            JdbcDeliveries deliveries,
            Outbox outbox,
            Secrets secrets,
            Trail trail,
            TransactionOperations transaction) {
        return new Webhooks(webhooks, deliveries, outbox, secrets, trail, transaction);
    }

    @Bean
    Dispatcher webhookDispatcher(
            Outbox outbox,
            JdbcWebhooks webhooks,
            JdbcDeliveries deliveries,
            Secrets secrets,
            Trail trail,
            HttpSender sender,
            WebhookSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        RetrySchedule schedule =
                new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());
        return new Dispatcher(
                outbox, webhooks, deliveries, secrets, trail, sender, schedule, settings, clock, transaction);
    }
}
