package dev.tenure.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A PostgreSQL server of our own on the loopback interface, with everything on that makes it keep what it acknowledged.
 *
 * <p>Its accounts are the superuser {@code tenure}, which owns the database of that name, and {@code tenure_app}, which may
 * connect and owns nothing. Both have generated passwords; there is no socket file.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    static final String NAME = "embedded PostgreSQL";
    static final String VARIABLE = "TENURE_DB_URL";

    private static final String DATABASE = "tenure";
    private static final String DIRECTORY = "postgres";

    private final DataLock lock;
    private final PostgresCluster cluster;
    private final SupervisedProcess process;
    private final String password;
    private final String applicationPassword;
    private final int port;

    private EmbeddedPostgres(
            DataLock lock,
            PostgresCluster cluster,
            SupervisedProcess process,
            String password,
            String applicationPassword,
            int port) {
        this.lock = lock;
        this.cluster = cluster;
        this.process = process;
        this.password = password;
        this.applicationPassword = applicationPassword;
        this.port = port;
    }

    /** As {@link #start(EmbeddedDirectories, int)} on a free port. */
    public static EmbeddedPostgres start(EmbeddedDirectories directories) {
        return start(directories, 0);
    }

    /** Whether a cluster was made on this data directory. */
    public static boolean exists(EmbeddedDirectories directories) {
        return Files.exists(PostgresCluster.directory(directories.data().resolve(DIRECTORY)));
    }

    /**
     * Returns when the server answers; the first start on a data directory makes the cluster (a few seconds).
     *
     * @param port to listen on; 0 for a free one. The server keeps its port when it has to be restarted.
     * @throws EmbeddedPartFailed if it cannot be started, or another process uses the data directory
     */
    public static EmbeddedPostgres start(EmbeddedDirectories directories, int port) {
        Platform.requireSupported(NAME, VARIABLE);
        try {
            Path binaries = Cache.directory(
                    directories.cache(), "postgres-" + Cache.version("postgres"), EmbeddedPostgres::unpack);
            DataLock lock = DataLock.hold(NAME, directories.data().resolve(DIRECTORY));
            EmbeddedPostgres started = null;
            try {
                PostgresCluster cluster = new PostgresCluster(lock.directory(), binaries, PostgresIdentity.choose());
                String password = cluster.createIfAbsent();
                started = FreePort.orWanted(port, usable -> start(lock, cluster, password, usable));
                return started;
            } finally {
                if (started == null) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new EmbeddedPartFailed(
                    NAME, "its files could not be prepared: " + e, "Check disk space and permissions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartFailed(NAME, "the start was interrupted", "Start again", e);
        }
    }

    private static EmbeddedPostgres start(DataLock lock, PostgresCluster cluster, String password, int port)
            throws IOException {
        SupervisedProcess process = SupervisedProcess.start(
                new Server(cluster, password, port, guardScript()),
                lock.directory().resolve("server.log"));
        EmbeddedPostgres started =
                new EmbeddedPostgres(lock, cluster, process, password, cluster.applicationPassword(), port);
        try {
            started.createDatabase();
        } catch (SQLException e) {
            process.close();
            throw new EmbeddedPartFailed(NAME, "its database could not be created: " + e, "Start again", e);
        }
        return started;
    }

    public String jdbcUrl() {
        return url(port, DATABASE);
    }

    /** Who owns the database, and changes its schema. */
    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return password;
    }

    /** As whom the application connects: it may do what it was granted, and owns nothing. */
    public String applicationUser() {
        return PostgresCluster.APPLICATION;
    }

    public String applicationPassword() {
        return applicationPassword;
    }

    public int port() {
        return port;
    }

    /** The server's process id; another one after a restart. -1 while there is none. */
    public long pid() {
        try {
            return cluster.serverPid().orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Ends the server in order (open transactions are rolled back) and gives the data directory free. Repeatable. */
    @Override
    public void close() {
        process.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedPartFailed(NAME, "the lock on its data directory could not be given up", "", e);
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect(port, "postgres", password);
                Statement statement = connection.createStatement()) {
            if (!holds(statement, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '" + DATABASE + "')")) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            String role = PostgresCluster.APPLICATION;
            if (!holds(statement, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "')")) {
                statement.execute("CREATE ROLE " + role);
            }
            // Always, so that the role is what the files say, in data directories of earlier versions too.
            statement.execute("ALTER ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
                    + " NOBYPASSRLS PASSWORD '" + applicationPassword + "'");
        }
    }

    private static boolean holds(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Past DriverManager, which finds drivers by the class loader of whoever asks first. */
    private static Connection connect(int port, String database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresCluster.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        for (Driver driver : ServiceLoader.load(Driver.class, EmbeddedPostgres.class.getClassLoader())) {
            Connection connection = driver.connect(url(port, database), properties);
            if (connection != null) {
                return connection;
            }
        }
        throw new SQLException("no JDBC driver takes " + url(port, database));
    }

    private static String guardScript() throws IOException {
        try (InputStream in = Cache.resource("postgres-guard.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void unpack(Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(Cache.resource("/postgres-linux-x86_64.txz")))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry leaves its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Cache.write(tar, path, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    private record Server(PostgresCluster cluster, String password, int port, String guardScript)
            implements SupervisedProcess.Part {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String variable() {
            return VARIABLE;
        }

        @Override
        public ProcessBuilder command() throws IOException, InterruptedException {
            cluster.clearLeftovers();
            List<String> command = new ArrayList<>(Command.awayFromTerminal());
            command.addAll(cluster.identity().command(List.of("/bin/sh", "-c", guardScript, "tenure-postgres")));
            command.add(cluster.binaries().resolve("bin/postgres").toString());
            command.addAll(List.of("-D", cluster.directory().toString()));
            Map<String, String> settings = Map.of(
                    "port", Integer.toString(port),
                    "listen_addresses", "127.0.0.1",
                    "unix_socket_directories", "",
                    "fsync", "on",
                    "full_page_writes", "on",
                    "synchronous_commit", "on",
                    "timezone", "UTC",
                    "log_timezone", "UTC");
            settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(
                            cluster.directory().resolveSibling(".").normalize().toFile());
            Command.plain(builder, Map.of());
            return builder;
        }

        @Override
        public boolean answers() {
            try (Connection connection = connect(port, "postgres", password);
                    Statement statement = connection.createStatement()) {
                return statement.execute("SELECT 1");
            } catch (SQLException e) {
                return false;
            }
        }
    }
}
