package dev.tenure.benchmarks.catalog;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.benchmarks.Latencies;
import dev.tenure.benchmarks.Quiet;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.listing.Listing;
import dev.tenure.storageapi.security.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the lists of a large catalog. */
@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a catalog and measures its lists: plain JDBC with the same plan, the",
            "catalog's own call, and the page over HTTP, in turns. On the empty database that",
            "TENURE_DB_URL, _USER and _PASSWORD name (a superuser is needed), else on an",
            "embedded one. Everything is removed afterwards."
        })
public final class CatalogCommand implements Callable<Integer> {

    /** The bar: the page's p99 is at most this many times the bare query's, and as many milliseconds. */
    private static final double TIMES = 1.5;

    private static final double PLUS_MILLIS = 3;

    /** The items have neither keys nor bytes, so nothing is to be done with them beside the lists. */
    private static final List<String> QUIET = Quiet.with("--tenure.limits.per-caller=100000000");

    private static final String LISTS = "/api/v1/items?";

    /** Says who asks, and no more: what an answer costs that has nothing to look for. */
    private static final String NO_LIST = "/api/v1/session";

    /** Requests of each kind before anything is measured. */
    private static final int WARM_UP = 1500;

    @Option(names = "--items", defaultValue = "10000000", description = "to fill (default: ${DEFAULT-VALUE})")
    private long items = 10_000_000;

    @Option(names = "--requests", defaultValue = "400", description = "of each kind (default: ${DEFAULT-VALUE})")
    private int requests = 400;

    @Option(names = "--keep", description = "keep the data, and say where it is")
    private boolean keep;

    @Option(names = "--data", description = "measure what --keep left in this directory")
    private @Nullable Path kept;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = System.getenv();
        boolean own = environment.getOrDefault("TENURE_DB_URL", "").isBlank();
        if (!own) {
            refuseUnlessEmpty(environment);
        }
        Path data = kept == null ? Files.createTempDirectory("tenure-bench") : kept;
        try {
            try (Server server = Server.start(new ServerOptions(data, true, QUIET), environment)) {
                DataSource database = asOwner(server);
                if (kept == null) {
                    out.printf("Filling %,d items%n", items);
                    new BulkFill(database, out).fill(items);
                }
                measure(server, database);
                if (!own && !keep) {
                    execute(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
                }
            }
        } finally {
            if (keep || kept != null) {
                out.println("Kept in " + data);
            } else {
                delete(data);
            }
        }
        return 0;
    }

    private static void refuseUnlessEmpty(Map<String, String> environment) throws SQLException {
        PGSimpleDataSource given = new PGSimpleDataSource();
        given.setURL(environment.getOrDefault("TENURE_DB_URL", ""));
        given.setUser(environment.getOrDefault("TENURE_DB_USER", "tenure"));
        given.setPassword(environment.getOrDefault("TENURE_DB_PASSWORD", ""));
        try (Connection connection = given.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
            row.next();
            if (row.getInt(1) > 0) {
                throw new IllegalArgumentException("the database of TENURE_DB_URL is not empty, and would be emptied");
            }
        }
    }

    /** The database as its owner, outside the pool: what a fill sets on its connections must not come to the server's. */
    private static DataSource asOwner(Server server) {
        return server.bean(Flyway.class).getConfiguration().getDataSource();
    }

    private void measure(Server server, DataSource database) throws Exception {
        Questions questions = new Questions();
        Listing listing = server.bean(Listing.class);
        Map<FilledAccount, String> tokens = new HashMap<>();
        try (Connection connection = database.getConnection()) {
            execute(connection, "SET enable_sort = off; SET jit = off");
            out.printf("%d requests of each kind, in milliseconds%n", requests);
            out.printf(
                    "  %-14s %17s %17s %17s %8s%n", "", "bare p50/p99", "listing p50/p99", "HTTP p50/p99", "the bar");
            // Once through everything first: code that is not compiled yet would be measured with whatever kind comes
            // first.
            for (boolean measured : new boolean[] {false, true}) {
                int asked = measured ? requests : WARM_UP;
                for (Map.Entry<String, Function<FilledAccount, Question>> kind :
                        questions.kinds().entrySet()) {
                    Latencies bare = new Latencies();
                    Latencies listed = new Latencies();
                    Latencies served = new Latencies();
                    for (int i = 0; i < asked; i++) {
                        Question question = kind.getValue().apply(questions.account());
                        String token = tokens.computeIfAbsent(question.account(), account -> token(server, account));
                        // In turns, so that none always finds warm what another one read.
                        for (int turn = 0; turn < 3; turn++) {
                            switch ((i + turn) % 3) {
                                case 0 -> bare.take(() -> bare(connection, question));
                                case 1 -> listed.take(() -> listing.page(question.query()));
                                default -> {
                                    String parameters = question.parameters();
                                    if (parameters != null) {
                                        served.take(() -> serve(server.address(), token, LISTS + parameters));
                                    }
                                }
                            }
                        }
                    }
                    if (measured) {
                        print(kind.getKey(), bare, listed, served);
                    }
                }
            }
        }
        Latencies nothing = new Latencies();
        for (int i = 0; i < WARM_UP + requests; i++) {
            String token = tokens.values().iterator().next();
            Latencies taken = i < WARM_UP ? new Latencies() : nothing;
            taken.take(() -> serve(server.address(), token, NO_LIST));
        }
        out.printf("  %-14s %17s %17s %17s%n", "no list at all", "", "", both(nothing));
    }

    private void print(String kind, Latencies bare, Latencies listed, Latencies served) {
        Latencies judged = served.none() ? listed : served;
        double allowed = TIMES * bare.quantile(0.99) + PLUS_MILLIS;
        out.printf(
                "  %-14s %17s %17s %17s %8s%n",
                kind,
                both(bare),
                both(listed),
                served.none() ? "–" : both(served),
                judged.quantile(0.99) <= allowed ? "met" : "MISSED");
    }

    private static String both(Latencies latencies) {
        return "%.2f / %.2f".formatted(latencies.quantile(0.5), latencies.quantile(0.99));
    }

    private static String token(Server server, FilledAccount account) {
        return server.bean(Accounts.class)
                .issueToken(new AccountId(account.id()), "bench", Set.of(Scope.READ.word()), Duration.ofDays(1));
    }

    private static void bare(Connection connection, Question question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question.bare())) {
            for (int i = 0; i < question.values().size(); i++) {
                statement.setObject(i + 1, question.values().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        rows.getObject(i);
                    }
                }
            }
        }
    }

    /** On this thread and over a connection that stays: a client that hands its work from thread to thread would be measured with it. */
    private static void serve(URI server, String token, String path) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) server.resolve(path).toURL().openConnection();
        request.setRequestProperty("Authorization", "Bearer " + token);
        if (request.getResponseCode() != 200) {
            throw new IOException(path + " was answered with " + request.getResponseCode());
        }
        try (InputStream answer = request.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
