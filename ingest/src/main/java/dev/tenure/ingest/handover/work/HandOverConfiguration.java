package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.catalog.reach.Names;
import dev.tenure.ingest.Patience;
import dev.tenure.ingest.Uploads;
import dev.tenure.ingest.handover.Choosing;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the taking over of recordings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HandOverSettings.class)
class HandOverConfiguration {

    @Bean
    JdbcSources jdbcSources(JdbcClient database) {
        return new JdbcSources(database);
    }

    @Bean
    JdbcHandOvers jdbcHandOvers(JdbcClient database) {
        return new JdbcHandOvers(database);
    }

    @Bean
    JdbcEditions jdbcEditions(JdbcClient database) {
        return new JdbcEditions(database);
    }

    @Bean
    Replacing replacing(JdbcHandOvers rows, JdbcEditions editions, Items items, TransactionOperations transaction) {
        return new Replacing(rows, editions, items, transaction);
    }

    @Bean
    GivingUp givingUp(JdbcHandOvers rows, Outbox outbox, TransactionOperations transaction) {
        return new GivingUp(rows, outbox, transaction);
    }

    @Bean
    HttpFetcher handOverFetcher(HandOverSettings settings) throws NoSuchAlgorithmException {
        return new HttpFetcher(Names.ofThisMachine(), SSLContext.getDefault(), settings.deadline());
    }

    @Bean
    Places places(HttpFetcher fetcher, Accounts accounts, HandOverSettings settings) {
        return new Places(fetcher, Names.ofThisMachine(), accounts, settings);
    }

    @Bean
    Sources sources(
            JdbcSources sources,
            JdbcHandOvers handOvers,
            Secrets secrets,
            Trail trail,
            HandOverSettings settings,
            TransactionOperations transaction) {
        return new Sources(sources, handOvers, secrets, trail, settings, transaction);
    }

    @Bean
    Hearings hearings(
            JdbcSources sourceRows,
            JdbcHandOvers rows,
            JdbcEditions editions,
            Sources sources,
            Secrets secrets,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids,
            TransactionOperations transaction) {
        return new Hearings(sourceRows, rows, editions, sources, secrets, settings, clock, ids, transaction);
    }

    @Bean
    Fetching fetching(
            JdbcHandOvers rows,
            Sources sources,
            Places places,
            Uploads uploads,
            StoredObjects objects,
            ItemBytes itemBytes,
            Choosing choosing,
            Secrets secrets,
            HandOverSettings settings,
            InstantSource clock) {
        return new Fetching(
                rows,
                sources,
                places,
                uploads,
                objects,
                itemBytes,
                choosing,
                secrets,
                settings,
                clock,
                System::nanoTime);
    }

    @Bean
    Collector collector(
            JdbcSources sourceRows,
            JdbcHandOvers rows,
            Sources sources,
            Places places,
            Hearings hearings,
            Fetching fetching,
            Replacing replacing,
            GivingUp givingUp,
            HandOverSettings settings,
            InstantSource clock,
            Ids ids) {
        Patience patience = new Patience(() -> ThreadLocalRandom.current().nextDouble());
        Pulling pulling = new Pulling(sourceRows, sources, places, hearings, settings, clock);
        return new Collector(pulling, rows, fetching, replacing, givingUp, patience, settings, clock, ids);
    }
}
