package dev.tenure.model;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database of histories: its clock can be set, and it can be made again what it was at the beginning. The clock is a function of the same name that is
 * found before PostgreSQL's own, so that all who ask the database what time it is get one answer: defaults, triggers, statements and the product's own
 * clock. It goes on by a microsecond with each question.
 */
final class JdbcSlate {

    /** What every connection says first. Waiting for the disk would only make histories slow; who sees what and when is the same. */
    static final String FIRST = "SET search_path = public, simulated, pg_catalog; SET synchronous_commit = off";

    private final DataSource dataSource;
    private final JdbcClient database;
    private final List<String> kept = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    JdbcSlate(DataSource dataSource) {
        this.dataSource = dataSource;
        this.database = JdbcClient.create(dataSource);
    }

    /** Before the tables are made, whose defaults ask for the time. */
    void makeClock(Instant now) throws SQLException {
        run(
                "CREATE SCHEMA simulated",
                "CREATE TABLE simulated.moment (at timestamptz NOT NULL)",
                "INSERT INTO simulated.moment VALUES ('" + now + "')",
                "CREATE SEQUENCE simulated.questions",
                """
                CREATE FUNCTION simulated.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                $$ SELECT at + nextval('simulated.questions') * interval '1 microsecond' FROM simulated.moment $$
                """);
    }

    void set(Instant now) {
        database.sql("UPDATE simulated.moment SET at = CAST(:at AS timestamptz)")
                .param("at", now.toString())
                .update();
    }

    /** Remembers what there is now, which a slate that is wiped has again. */
    void remember() throws SQLException {
        List<String> tables = new ArrayList<>();
        database.sql("""
                        SELECT tablename FROM pg_catalog.pg_tables
                         WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%' AND tablename NOT LIKE 'trail%'
                         ORDER BY tablename
                        """).query(row -> {
            tables.add(row.getString("tablename"));
        });
        for (String table : tables) {
            boolean any = database.sql("SELECT EXISTS (SELECT FROM " + table + ")")
                    .query(Boolean.class)
                    .single();
            (any ? kept : others).add(table);
            if (any) {
                run("CREATE TABLE simulated.first_" + table + " AS TABLE " + table);
            }
        }
    }

    /** Nothing of earlier histories is left but the trail. */
    void wipe() throws SQLException {
        List<String> statements = new ArrayList<>();
        // Neither triggers that refuse it nor references hold for who replicates.
        statements.add("SET session_replication_role = replica");
        others.forEach(table -> statements.add("DELETE FROM " + table));
        for (String table : kept) {
            statements.add("DELETE FROM " + table);
            statements.add("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM simulated.first_" + table);
        }
        statements.add("SET session_replication_role = origin");
        statements.add("ALTER SEQUENCE simulated.questions RESTART");
        run(String.join("; ", statements));
    }

    /** Makes an empty database of this name. */
    void make(String name) {
        database.sql("CREATE DATABASE " + name).update();
    }

    /** A defect to be found: holds that are no facts of the items, but copies that get lost. */
    void forgetHolds() {
        database.sql("UPDATE item SET hold_count = 0, cool_off_until = NULL").update();
        database.sql("DELETE FROM hold_item").update();
        database.sql("DELETE FROM hold_query").update();
    }

    /** A defect to be found: something else than a sweep begins destructions. */
    void destroyWithoutASweep() {
        database.sql("UPDATE item SET state = 'DESTROYING' WHERE state = 'READY'")
                .update();
    }

    private void run(String... statements) throws SQLException {
        try (var connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }
}
