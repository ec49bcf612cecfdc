package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    private Path root;

    @Test
    void keepsWhatItCommittedOverTheServersDeathAndOverARestart() throws SQLException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories)) {
            execute(postgres, "CREATE TABLE kept (id int PRIMARY KEY)");
            execute(postgres, "INSERT INTO kept SELECT generate_series(1, 1000)");
            long first = postgres.pid();
            Until.kill(first);
            Until.holds(
                    "the server is back with its rows",
                    () -> "1000".equals(ask(postgres, "SELECT count(*) FROM kept")));
            assertThat(postgres.pid()).isNotEqualTo(first);
            execute(postgres, "INSERT INTO kept VALUES (1001)");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories)) {
            assertThat(ask(postgres, "SELECT count(*) FROM kept")).isEqualTo("1001");
        }
    }

    @Test
    void isSetUpToKeepData() throws SQLException, IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(root))) {
            assertThat(ask(postgres, "SELECT current_setting('server_version_num')::int / 10000"))
                    .isEqualTo("18");
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(postgres, "SELECT lower('ÄÖÜ')")).isEqualTo("äöü");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("postgres/password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedDirectories.under(root))) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .withMessageContaining("password");
        }
    }

    @Test
    void hasARoleForTheApplicationThatOwnsNothingAlsoInADirectoryOfBefore() throws SQLException, IOException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories)) {
            execute(postgres, "CREATE TABLE owned (id int PRIMARY KEY)");
            execute(postgres, "DROP ROLE " + postgres.applicationUser());
        }
        Files.delete(root.resolve("postgres/application-password"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories);
                Connection application = DriverManager.getConnection(
                        postgres.jdbcUrl(), postgres.applicationUser(), postgres.applicationPassword());
                Statement statement = application.createStatement()) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(root.resolve("postgres/application-password"))))
                    .isEqualTo("rw-------");
            for (String refused : new String[] {
                "SELECT * FROM owned",
                "DROP TABLE owned",
                "CREATE TABLE mine (id int)",
                "CREATE ROLE other",
                "ALTER ROLE tenure PASSWORD 'x'",
                "SET session_replication_role = replica"
            }) {
                assertThatExceptionOfType(SQLException.class).as(refused).isThrownBy(() -> statement.execute(refused));
            }
        }
    }

    @Test
    void refusesASecondServerOnTheSameDirectoryAndStopsOnce() {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directories);
        long pid = postgres.pid();
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> EmbeddedPostgres.start(directories))
                .withMessageContaining(
                        "this process (pid " + ProcessHandle.current().pid());
        postgres.close();
        postgres.close();
        Until.gone(pid);
        assertThat(postgres.pid()).isEqualTo(-1);
    }

    @Test
    void startsOverALockFileThatNamesAnotherProgram() throws IOException, SQLException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        EmbeddedPostgres.start(directories).close();
        // What a killed container leaves when its successor gives the same process id to something else.
        Files.writeString(
                root.resolve("postgres/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + root.resolve("postgres/cluster") + "\n1\n1\n\n127.0.0.1\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories)) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void saysWhyItCannotStart() throws IOException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        EmbeddedPostgres.start(directories).close();
        Files.writeString(root.resolve("postgres/cluster/postgresql.conf"), "no_such_setting = 1\n");
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> EmbeddedPostgres.start(directories))
                .withMessageContaining("no_such_setting")
                .withMessageContaining("TENURE_DB_URL");
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
