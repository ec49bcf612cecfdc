package dev.tenure.benchmarks.trail;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.benchmarks.Figures;
import dev.tenure.benchmarks.Meter;
import dev.tenure.benchmarks.Quiet;
import dev.tenure.catalog.trail.TrailCheck;
import dev.tenure.catalog.trail.TrailReport;
import dev.tenure.catalog.trail.TrailSequencer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a trail takes to be checked. */
@Command(
        name = "trail",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a trail, gives its entries their leaves, and checks the whole of it as",
            "'tenure verify --trail' does, beside reading the entries once and hashing each.",
            "On an embedded database, which is removed afterwards."
        })
public final class TrailCommand implements Callable<Integer> {

    private static final String CHECK = "the check";
    private static final String BARE = "read and hash";

    /** Nothing else is to be done meanwhile. */
    private static final List<String> QUIET = Quiet.with();

    /** Rows that a reader of the bare rows has in memory at once. */
    private static final int PAGE = 1000;

    @Option(names = "--entries", defaultValue = "1000000", description = "to fill (default: ${DEFAULT-VALUE})")
    private long entries = 1_000_000;

    @Option(names = "--rounds", defaultValue = "3", description = "of each way (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("tenure-bench");
        try (Server server = Server.start(new ServerOptions(data, true, QUIET), Map.of())) {
            DataSource database = server.bean(Flyway.class).getConfiguration().getDataSource();
            out.printf("Filling %,d entries%n", entries);
            new TrailFill(database).fill(entries);
            Meter.Taken leaves =
                    Meter.take(() -> server.bean(TrailSequencer.class).run());
            out.printf("  leaves, nodes and heads: %,.0f entries/s%n", entries / leaves.seconds());
            measure(server.bean(TrailCheck.class), database);
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        return 0;
    }

    private void measure(TrailCheck check, DataSource database) throws Exception {
        Figures figures = new Figures();
        for (int round = 0; round < rounds; round++) {
            figures.add(BARE, Meter.take(() -> bare(database)));
            Meter.Taken taken = Meter.take(() -> whole(check.run(List.of())));
            figures.add(CHECK, taken);
            out.printf("  round %d: %.1f s, live heap %d MiB%n", round + 1, taken.seconds(), taken.liveHeap() >> 20);
        }
        int counted = Math.toIntExact(entries);
        figures.printCounted(out, "entries", Map.of(BARE, counted, CHECK, counted), BARE);
    }

    private static void whole(TrailReport report) {
        if (!report.whole()) {
            throw new IllegalStateException("the check found " + report.finding());
        }
    }

    private static void bare(DataSource database) throws SQLException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // Else the driver fetches all rows at once.
            connection.setAutoCommit(false);
            statement.setFetchSize(PAGE);
            try (ResultSet row = statement.executeQuery(
                    "SELECT commitment, salt, body FROM trail_entry JOIN trail_detail USING (sequence) ORDER BY sequence")) {
                while (row.next()) {
                    sha256.update(row.getBytes(1));
                    sha256.update(row.getBytes(2));
                    sha256.digest(row.getBytes(3));
                }
            }
        }
    }
}
