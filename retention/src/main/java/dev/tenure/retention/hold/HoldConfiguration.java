package dev.tenure.retention.hold;

import dev.tenure.catalog.HoldLock;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.policy.RuleSets;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class HoldConfiguration {

    @Bean
    JdbcHolds jdbcHolds(JdbcClient database) {
        return new JdbcHolds(database);
    }

    @Bean
    JdbcHoldQueries jdbcHoldQueries(JdbcClient database) {
        return new JdbcHoldQueries(database);
    }

    @Bean
    Holds holds(
            JdbcHolds holds,
            JdbcHoldQueries queries,
            Items items,
            HoldLock lock,
            RuleSets ruleSets,
            Trail trail,
            Ids ids,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Holds(holds, queries, items, lock, ruleSets, trail, ids, clock, transaction);
    }

    @Bean
    Covering covering(
            JdbcHolds holds,
            JdbcHoldQueries queries,
            JdbcClient database,
            Items items,
            HoldLock lock,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Covering(holds, queries, new JdbcBindingDue(database), items, lock, trail, clock, transaction);
    }

    @Bean
    HoldReviews holdReviews(
            JdbcClient database, Outbox outbox, InstantSource clock, TransactionOperations transaction) {
        return new HoldReviews(new JdbcHoldReviews(database), outbox, clock, transaction);
    }

    @Bean
    JdbcHoldMirror jdbcHoldMirror(JdbcClient database) {
        return new JdbcHoldMirror(database);
    }

    @Bean
    @DependsOnDatabaseInitialization
    HoldMirror holdMirror(
            JdbcHoldMirror mirror,
            Items items,
            StoredObjects objects,
            ObjectStore store,
            Trail trail,
            DataSource dataSource,
            InstantSource clock,
            TransactionOperations transaction,
            RetentionSettings settings) {
        // The proof of a destruction waits for the same: until no call to the store can be under way.
        ItemMirror each = new ItemMirror(
                mirror,
                items,
                objects,
                store,
                trail,
                new MirrorLocks(dataSource),
                clock,
                transaction,
                settings.verifyDelay());
        return new HoldMirror(mirror, each, store, clock);
    }

    @Bean
    HoldAudit holdAudit(HoldMirror mirror, JdbcClient database, InstantSource clock) {
        return new HoldAudit(mirror, new JdbcHoldAudit(database), clock, System::nanoTime);
    }

    @Bean
    StoreRefusals storeRefusals(JdbcHoldMirror mirror) {
        return new StoreRefusals(mirror);
    }
}
