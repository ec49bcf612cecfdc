package dev.tenure.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.CatalogWorld;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(CatalogWorld.Shared.class)
class ApplicationGrantsIT {

    private final CatalogWorld shared;
    private HikariDataSource owner;
    private HikariDataSource application;

    ApplicationGrantsIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @BeforeEach
    void aCatalog() {
        String name = shared.ownDatabase("template1");
        owner = shared.asOwner(name);
        application = shared.asApplication(name);
        migrate(shared.applicationRole());
    }

    @AfterEach
    void end() {
        application.close();
        owner.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE trail_entry SET action = 'x'",
                "DELETE FROM trail_entry",
                "TRUNCATE trail_entry CASCADE",
                "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
                "ALTER TABLE trail_entry DISABLE TRIGGER USER",
                "DROP TABLE trail_entry CASCADE",
                "DROP TRIGGER trail_entry_append_only ON trail_entry",
                "DROP FUNCTION refuse_change() CASCADE",
                "SET session_replication_role = replica",
                "UPDATE trail_leaf SET index = index + 1",
                "DELETE FROM trail_leaf",
                "TRUNCATE trail_leaf",
                "ALTER TABLE trail_leaf DISABLE TRIGGER ALL",
                "UPDATE trail_node SET hash = sha256('x')",
                "DELETE FROM trail_node",
                "TRUNCATE trail_node",
                "ALTER TABLE trail_node DISABLE TRIGGER ALL",
                "UPDATE trail_head SET document = ''",
                "DELETE FROM trail_head",
                "TRUNCATE trail_head CASCADE",
                "ALTER TABLE trail_head DISABLE TRIGGER ALL",
                "DELETE FROM trail_anchor",
                "UPDATE trail_detail SET body = '{}'",
                "TRUNCATE trail_detail",
                "UPDATE trail_pending SET sequence = 1",
                "TRUNCATE trail_pending",
                "DELETE FROM flyway_schema_history",
                "CREATE TABLE mine (id int)"
            })
    void theApplicationsRoleMayNot(String statement) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> JdbcClient.create(application).sql(statement).update())
                .withStackTraceContaining(refusal(statement));
    }

    private static String refusal(String statement) {
        boolean ownersAlone = statement.startsWith("ALTER") || statement.startsWith("DROP");
        return ownersAlone ? "must be owner" : "permission denied";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM trail_detail",
                "DELETE FROM trail_pending",
                "DO 'BEGIN PERFORM count(*) FROM trail_entry; END'",
                "UPDATE item SET hold_count = hold_count",
                "DELETE FROM item_key",
                "DO 'BEGIN PERFORM nextval(''trail_entry_sequence_seq''); END'"
            })
    void theApplicationsRoleMay(String statement) {
        JdbcClient.create(application).sql("BEGIN; " + statement + "; ROLLBACK").update();
    }

    @Test
    void aTableThatBecomesAppendOnlyLosesTheRightsWithTheNextStart() {
        JdbcClient database = JdbcClient.create(owner);
        database.sql("CREATE TABLE diary (line text)").update();
        migrate(shared.applicationRole());
        assertThat(JdbcClient.create(application)
                        .sql("UPDATE diary SET line = ''")
                        .update())
                .isZero();
        database.sql("CREATE TRIGGER diary_append_only BEFORE UPDATE ON diary"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
                .update();
        migrate(shared.applicationRole());
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> JdbcClient.create(application)
                        .sql("UPDATE diary SET line = ''")
                        .update());
        JdbcClient.create(application).sql("INSERT INTO diary VALUES ('kept')").update();
    }

    @Test
    void oneRoleForBothIsLeftAsItIs() {
        migrate("tenure");
        JdbcClient.create(owner).sql("UPDATE item SET hold_count = 0").update();
    }

    private void migrate(String role) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .callbacks(new ApplicationGrants(role))
                .load()
                .migrate();
    }
}
