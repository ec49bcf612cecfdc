package dev.tenure.retention.destruction;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.PrefixDeletion;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.hold.StoreRefusals;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class DestructionConfiguration {

    @Bean
    JdbcDestructions jdbcDestructions(JdbcClient database) {
        return new JdbcDestructions(database);
    }

    /** A new key is made only before the first certificate: later it would silently stop being the one that auditors know. */
    @Bean
    CertificateSigner certificateSigner(RetentionSettings settings, JdbcDestructions destructions) {
        return destructions.anyCertificate()
                ? CertificateSigner.open(settings.signingKey())
                : CertificateSigner.openOrCreate(settings.signingKey());
    }

    @Bean
    Certificates certificates(
            JdbcDestructions destructions,
            Items items,
            StoredObjects objects,
            Meetings meetings,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            TransactionOperations transaction) {
        return new Certificates(destructions, items, objects, meetings, store, signer, ids, transaction);
    }

    @Bean
    Destruction destruction(
            Items items,
            RetentionClasses classes,
            ItemDecisions decisions,
            JdbcDestructions destructions,
            RetentionSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Destruction(items, classes, decisions, destructions, settings, clock, transaction);
    }

    @Bean
    Destroyer destroyer(
            Items items,
            StoredObjects objects,
            ObjectStore store,
            JdbcDestructions destructions,
            Certificates certificates,
            StoreRefusals refusals,
            Outbox outbox,
            RetentionSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        DestructionProblems problems = new DestructionProblems(destructions, refusals, outbox, transaction);
        PrefixDeletion deletion = new PrefixDeletion(store, DeletionLimits.usual());
        return new Destroyer(items, objects, deletion, destructions, certificates, problems, settings, clock);
    }

    @Bean
    Sweep sweep(
            RetentionClasses classes,
            Items items,
            ItemDecisions decisions,
            Destruction destruction,
            SweepBrake brake,
            RetentionSettings settings,
            InstantSource clock) {
        return new Sweep(new Candidates(classes, items, settings.skewBound()), decisions, destruction, brake, clock);
    }
}
