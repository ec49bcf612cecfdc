package dev.tenure.benchmarks.retention;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.benchmarks.Latencies;
import dev.tenure.benchmarks.Meter;
import dev.tenure.benchmarks.Quiet;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.change.Simulation;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the rules of a large account. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Fills an account over several retention classes and measures how long it takes until",
            "changed rules are in force, a simulation, explanations, and a sweep's plan, each beside",
            "bare SQL. On an embedded database, which is removed afterwards."
        })
public final class RetentionCommand implements Callable<Integer> {

    /** The bars, in milliseconds. */
    private static final double IN_FORCE = 100;

    private static final double SIMULATED = 3000;
    private static final double EXPLAINED = 50;

    private static final Actor ACTOR = Actor.system("bench");

    /** What hosts chose; null is the account's default. */
    private static final List<String> CHOICES = List.of("P400D", "P2Y", "P1100D", "P5Y", "P10Y");

    /** Nothing else is to be done meanwhile. */
    private static final List<String> QUIET = Quiet.with();

    @Option(names = "--items", defaultValue = "1000000", description = "to fill (default: ${DEFAULT-VALUE})")
    private long items = 1_000_000;

    @Option(names = "--changes", defaultValue = "20", description = "of the rules (default: ${DEFAULT-VALUE})")
    private int changes = 20;

    @Option(names = "--simulations", defaultValue = "7", description = "to run (default: ${DEFAULT-VALUE})")
    private int simulations = 7;

    @Option(names = "--explanations", defaultValue = "2000", description = "to ask for (default: ${DEFAULT-VALUE})")
    private int explanations = 2000;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("tenure-bench");
        try (Server server = Server.start(new ServerOptions(data, true, QUIET), Map.of())) {
            DataSource database = server.bean(Flyway.class).getConfiguration().getDataSource();
            AccountId account =
                    server.bean(Accounts.class).register("bench", "Bench").id();
            RuleSets rules = server.bean(RuleSets.class);
            rules.revise(account, wish("P3Y"), ACTOR);
            List<String> classes = new ArrayList<>();
            classes.add(chosen(server, account, null));
            for (String choice : CHOICES) {
                classes.add(chosen(server, account, choice));
            }
            Meter.Taken filled = Meter.take(() -> new RetentionFill(database).fill(account, classes, items));
            out.printf("Filled %,d items of %d classes in %.0f s%n", items, classes.size(), filled.seconds());
            out.printf("  %-26s %10s %10s %10s %10s%n", "in milliseconds", "p50", "p99", "max", "the bar");
            try (Connection connection = database.getConnection()) {
                sweep(server, account, connection);
                change(server, account, connection);
                simulate(server, account, connection);
                explain(server, account, connection);
            }
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        return 0;
    }

    private static String chosen(Server server, AccountId account, @Nullable String choice) {
        return ((Choices.Chosen) server.bean(Choices.class).choose(account, choice, Instant.EPOCH)).retentionClass();
    }

    private static RuleSets.Wish wish(String hostDefault) {
        return new RuleSets.Wish(
                ZoneId.of("Europe/Berlin"),
                RuleSet.Range.OPEN,
                RuleSet.Range.OPEN,
                RetentionPeriod.parse(hostDefault),
                Grace.ofDays(30),
                Grace.ofDays(30));
    }

    /** The plan explains up to 10,000 items; counting looks at each that is due. */
    private void sweep(Server server, AccountId account, Connection connection) throws Exception {
        Latencies bare = new Latencies();
        Latencies counted = new Latencies();
        for (int i = 0; i < 3; i++) {
            bare.take(
                    () -> read(
                            connection,
                            "SELECT count(*) FROM item WHERE account_id = '" + account
                                    + "' AND anchor < now() - interval '400 days' AND state IN ('STORED', 'READY', 'TRASHED')"));
            counted.take(() -> server.bean(Sweep.class).due(account));
        }
        print("count by anchor, bare", bare, 0);
        print("count what is due", counted, 0);
        out.printf("    due: %,d%n", server.bean(Sweep.class).due(account));
        Latencies planned = new Latencies();
        planned.take(() -> server.bean(Sweep.class).plan());
        print("plan of a sweep", planned, 0);
    }

    private void change(Server server, AccountId account, Connection connection) throws Exception {
        RuleSets rules = server.bean(RuleSets.class);
        Latencies bare = new Latencies();
        Latencies revised = new Latencies();
        String id = one(connection, "SELECT id FROM retention_class WHERE account_id = '" + account + "' LIMIT 1");
        for (int i = 0; i < changes; i++) {
            bare.take(() -> update(
                    connection,
                    "INSERT INTO retention_edition (class_id, made_at, effective_at, facts) SELECT id, '1970-01-01', '1970-01-01', facts"
                            + " FROM retention_class WHERE account_id = '" + account + "'"));
            String longer = "P" + (1200 + i) + "D";
            revised.take(() -> rules.revise(account, wish(longer), ACTOR));
        }
        print("a row for each class, bare", bare, 0);
        print("changed rules in force", revised, IN_FORCE);
        long touched = Long.parseLong(one(
                connection,
                "SELECT count(*) FROM item WHERE account_id = '" + account
                        + "' AND (revision <> 1 OR facts_version <> 0)"));
        out.printf(
                "    items rewritten: %d; editions of class %.8s…: %s%n",
                touched, id, one(connection, "SELECT count(*) FROM retention_edition WHERE class_id = '" + id + "'"));
        Latencies each = new Latencies();
        connection.setAutoCommit(false);
        each.take(() -> update(
                connection, "UPDATE item SET facts_version = facts_version + 1 WHERE account_id = '" + account + "'"));
        connection.rollback();
        connection.setAutoCommit(true);
        print("a write for each item, bare", each, 0);
        update(connection, "VACUUM ANALYZE item");
    }

    private void simulate(Server server, AccountId account, Connection connection) throws Exception {
        Simulator simulator = server.bean(Simulator.class);
        Latencies bare = new Latencies();
        Latencies simulated = new Latencies();
        Simulation last = simulator.simulate(account, wish("P30D"));
        for (int i = 0; i < simulations; i++) {
            bare.take(() -> read(
                    connection,
                    "SELECT retention_class, count(*), sum(size) FROM item JOIN stored_object o ON o.item_id = item.id AND o.status = 'VISIBLE'"
                            + " WHERE account_id = '" + account
                            + "' AND item.state IN ('STORED', 'READY', 'TRASHED') GROUP BY 1"));
            String shorter = "P" + (30 + i) + "D";
            simulated.take(() -> simulator.simulate(account, wish(shorter)));
        }
        print("count and bytes, bare", bare, 0);
        print("simulation", simulated, SIMULATED);
        out.printf(
                "    of %,d items %,d would go sooner (%,d GB), %,d of them at once%n",
                last.items(),
                last.preview().items(),
                last.preview().bytes() / 1_000_000_000,
                last.preview().itemsAtOnce());
    }

    private void explain(Server server, AccountId account, Connection connection) throws Exception {
        List<ItemId> asked = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM item WHERE account_id = '" + account
                        + "' ORDER BY md5(id::text) LIMIT " + explanations)) {
            while (row.next()) {
                asked.add(new ItemId(row.getObject(1, UUID.class)));
            }
        }
        ItemDecisions decisions = server.bean(ItemDecisions.class);
        Items catalog = server.bean(Items.class);
        Instant now = Instant.parse("2027-01-01T00:00:00Z");
        Latencies bare = new Latencies();
        Latencies explained = new Latencies();
        for (int round = 0; round < 2; round++) {
            for (ItemId id : asked) {
                (round == 0 ? new Latencies() : bare)
                        .take(() -> read(
                                connection,
                                "SELECT item.*, c.facts FROM item JOIN retention_class c ON c.id = retention_class WHERE item.id = '"
                                        + id + "'"));
                (round == 0 ? new Latencies() : explained).take(() -> {
                    Item item = catalog.find(account, id).orElseThrow();
                    if (decisions.outlook(item, now).isEmpty()) {
                        throw new IllegalStateException("item " + id + " has no explanation");
                    }
                });
            }
        }
        print("item and class, bare", bare, 0);
        print("explanation", explained, EXPLAINED);
    }

    private void print(String what, Latencies taken, double bar) {
        double judged = bar == EXPLAINED ? taken.quantile(0.99) : taken.quantile(1);
        out.printf(
                "  %-26s %10.2f %10.2f %10.2f %10s%n",
                what,
                taken.quantile(0.5),
                taken.quantile(0.99),
                taken.quantile(1),
                bar == 0 ? "" : judged <= bar ? "met" : "MISSED");
    }

    private static void read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
