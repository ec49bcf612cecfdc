package dev.tenure.retention.destruction;

import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.trail.TrailProofs;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.FolderDeletion;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.hold.StoreRefusals;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CertificateSettings.class)
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
            Endings endings,
            StoredObjects objects,
            ObjectStore store,
            CertificateSigner signer,
            Ids ids,
            Trail trail,
            TrailProofs proofs,
            CertificateSettings settings,
            TransactionOperations transaction) {
        return new Certificates(
                destructions, endings, objects, store, signer, ids, trail, proofs, settings.backupsKept(), transaction);
    }

    @Bean
    Destruction destruction(
            Endings endings,
            RetentionClasses classes,
            ItemDecisions decisions,
            JdbcDestructions destructions,
            RetentionSettings settings,
            InstantSource clock,
            TransactionOperations transaction) {
        return new Destruction(endings, classes, decisions, destructions, settings, clock, transaction);
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
            ObjectProvider<DeletionLimits> otherLimits,
            TransactionOperations transaction) {
        DestructionProblems problems = new DestructionProblems(destructions, refusals, outbox, transaction);
        FolderDeletion deletion = new FolderDeletion(store, otherLimits.getIfAvailable(DeletionLimits::usual));
        return new Destroyer(items, objects, deletion, destructions, certificates, problems, settings, clock);
    }

    @Bean
    SweepRuns sweepRuns(
            JdbcClient database,
            Ids ids,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction,
            RetentionSettings settings) {
        return new SweepRuns(new JdbcSweepRuns(database), ids, trail, clock, transaction, settings.runLease());
    }

    /** To close a run is its work, and nothing that a context that ends should have done. */
    @Bean(destroyMethod = "")
    RunClosing runClosing(
            SweepRuns runs,
            JdbcDestructions destructions,
            CertificateSigner signer,
            CertificateSettings settings,
            InstantSource clock) {
        return new RunClosing(runs, destructions, signer, settings.reportAfter(), clock);
    }

    @Bean
    Sweep sweep(
            RetentionClasses classes,
            Items items,
            StoredObjects objects,
            SweepRuns runs,
            ItemDecisions decisions,
            Destruction destruction,
            SweepBrake brake,
            RetentionSettings settings,
            InstantSource clock) {
        Candidates candidates = new Candidates(classes, items, settings.skewBound());
        return new Sweep(candidates, new Planning(candidates, objects), runs, decisions, destruction, brake, clock);
    }
}
