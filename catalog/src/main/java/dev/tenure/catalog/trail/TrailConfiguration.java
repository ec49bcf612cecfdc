package dev.tenure.catalog.trail;

import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.catalog.timestamp.TimestampAuthority;
import dev.tenure.catalog.timestamp.TimestampToken;
import dev.tenure.objectstore.ObjectStore;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrailSettings.class)
class TrailConfiguration {

    @Bean
    JdbcTree jdbcTree(JdbcClient database) {
        return new JdbcTree(database);
    }

    @Bean
    JdbcCheckedRows jdbcCheckedRows(JdbcClient database) {
        return new JdbcCheckedRows(database);
    }

    /** A new key is made only before the first head: later it would silently stop being the one that auditors know. */
    @Bean
    SigningKey trailKey(TrailSettings settings, JdbcTree tree) {
        return tree.anyHead() ? SigningKey.open(settings.signingKey()) : SigningKey.openOrCreate(settings.signingKey());
    }

    @Bean
    TrailSequencer trailSequencer(
            JdbcTree tree,
            SigningKey trailKey,
            TrailSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        return new TrailSequencer(tree, trailKey, Set.copyOf(settings.formerKeys()), clock, transaction);
    }

    @Bean
    TrailProofs trailProofs(JdbcTree tree) {
        return new TrailProofs(tree);
    }

    @Bean
    TrailCheck trailCheck(
            JdbcCheckedRows rows,
            JdbcTree tree,
            PlatformTransactionManager transactions,
            SigningKey trailKey,
            TrailSettings settings) {
        Set<String> keyIds = new HashSet<>(settings.formerKeys());
        keyIds.add(trailKey.keyId());
        return new TrailCheck(rows, tree, transactions, keyIds);
    }

    @Bean
    TrailAnchors trailAnchors(
            ObjectStore store, JdbcTree tree, TrailSequencer sequencer, TrailCheck check, TrailSettings settings) {
        TimestampAuthority authority = settings.timestampAuthority() == null
                ? null
                : new TimestampAuthority(
                        settings.timestampAuthority(),
                        settings.timestampTimeout(),
                        settings.timestampCertificate() == null
                                ? null
                                : TimestampToken.certificate(settings.timestampCertificate()));
        return new TrailAnchors(store, tree, sequencer, check, authority);
    }
}
