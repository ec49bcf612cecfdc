package dev.tenure.catalog.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.signing.SigningKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(CatalogWorld.Shared.class)
class TrailMigrationIT {

    private final CatalogWorld shared;

    TrailMigrationIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @Test
    void entriesOfBeforeMoveOverUnderTheirNumbersAndBecomePartOfTheTree(@TempDir Path directory) {
        try (HikariDataSource owner = shared.asOwner(shared.ownDatabase("template1"))) {
            flyway(owner).target("202611260050").load().migrate();
            JdbcClient database = JdbcClient.create(owner);
            UUID account = UUID.randomUUID();
            database.sql("INSERT INTO account (id, slug, name) VALUES (:id, 'main', 'Main')")
                    .param("id", account)
                    .update();
            database.sql("""
                            INSERT INTO audit_entry (account_id, actor, action, detail) VALUES
                            (:account, 'system:sweep', 'item.destroyed', '{"rule": "a \\"quoted\\"\\n\\u0001 word", "by": "x", "a": "é"}'),
                            (:account, 'token:one', 'rules.revised', '{}')
                            """).param("account", account).update();
            flyway(owner).load().migrate();

            JdbcTree tree = new JdbcTree(database);
            assertThat(tree.pending(10)).extracting(LoggedEntry::sequence).containsExactly(1L, 2L);
            JdbcTree.Whole first = tree.find(new AccountId(account), 1).orElseThrow();
            assertThat(first.detail())
                    .isNotNull()
                    .satisfies(
                            detail -> assertThat(detail.body())
                                    .isEqualTo(
                                            "{\"actor\":\"system:sweep\",\"detail\":{\"a\":\"é\",\"by\":\"x\",\"rule\":\"a \\\"quoted\\\"\\n\\u0001 word\"}}"));

            new TrailSequencer(
                            tree,
                            SigningKey.openOrCreate(directory.resolve("trail.pem")),
                            Set.of(),
                            InstantSource.system(),
                            new TransactionTemplate(new JdbcTransactionManager(owner)))
                    .run();
            TrailReport report = TrailCheck.of(owner, Set.of()).run(List.of());
            assertThat(report.finding()).isEmpty();
            assertThat(report.leaves()).isEqualTo(2);
            database.sql("INSERT INTO trail_entry (account_id, action, commitment) VALUES (:id, 'x', sha256('x'))")
                    .param("id", account)
                    .update();
            assertThat(database.sql("SELECT max(sequence) FROM trail_entry")
                            .query(Long.class)
                            .single())
                    .isEqualTo(3);
        }
    }

    private static FluentConfiguration flyway(HikariDataSource owner) {
        return Flyway.configure().dataSource(owner).locations("classpath:db/migration");
    }
}
