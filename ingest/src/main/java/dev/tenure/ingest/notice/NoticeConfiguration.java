package dev.tenure.ingest.notice;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.manifest.ManifestSection;
import dev.tenure.ingest.quarantine.Quarantine;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires evidence onto the catalog. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NoticeSettings.class)
class NoticeConfiguration {

    @Bean
    ManifestSection noticeEvidenceSection(Evidence evidence) {
        return new EvidenceSection(evidence);
    }

    @Bean
    Evidence evidence(
            JdbcClient database,
            Notices notices,
            Meetings meetings,
            ItemFacts facts,
            Quarantine quarantine,
            Trail trail,
            Ids ids,
            InstantSource clock,
            NoticeSettings settings,
            TransactionOperations transaction) {
        return new Evidence(
                new JdbcEvidence(database),
                notices,
                meetings,
                facts,
                quarantine,
                trail,
                ids,
                clock,
                settings,
                transaction);
    }
}
