package dev.tenure.catalog.processing;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcProcessings implements Processings {

    /** What is to be worked on. The lease asks the same. */
    private static final String OPEN =
            "i.kind = 'RECORDING' AND ((i.state = 'STORED' AND i.problem IS NULL) OR (i.state = 'READY' AND i.remake IS NOT NULL))";

    private static final String PHASE = """
            CASE WHEN i.kind <> 'RECORDING' OR i.state NOT IN ('STORED', 'READY') THEN 'NONE'
                 WHEN (i.state = 'STORED' AND i.problem IS NULL) OR i.remake IS NOT NULL
                     THEN CASE WHEN i.lease_until > clock_timestamp() THEN 'RUNNING' ELSE 'WAITING' END
                 WHEN p.cancelled THEN 'CANCELLED'
                 WHEN i.problem IS NOT NULL THEN 'PARKED'
                 ELSE 'DONE' END
            """;

    private static final String SELECT =
            "SELECT * FROM (SELECT i.id, i.account_id, i.owner_id, i.kind, i.state, i.revision, i.problem, i.priority, i.round, i.remake, i.progress,"
                    + " i.progress_stage, COALESCE(p.waiting_since, i.state_since) AS waiting_since, COALESCE(p.attempts, 0) AS attempts,"
                    + " COALESCE(p.failures, 0) AS failures, p.not_before, p.failure, p.last_lines, p.failed_at, p.ready_at, "
                    + PHASE
                    + " AS phase FROM item i LEFT JOIN processing p ON p.item_id = i.id) AS i ";

    /** Each account's first comes before any account's second; what runs has had its turn. */
    private static final String TURNS = "WITH open AS (SELECT i.id, i.account_id, i.priority,"
            + " COALESCE(p.waiting_since, i.state_since) AS since, COALESCE(i.lease_until > clock_timestamp(), false) AS running,"
            + " COALESCE(p.not_before <= clock_timestamp(), true) AS due"
            + " FROM item i LEFT JOIN processing p ON p.item_id = i.id WHERE " + OPEN + """
            ), busy AS (SELECT account_id, count(*) AS running FROM open WHERE running GROUP BY account_id),
            turns AS (
                SELECT open.id, priority, since,
                       COALESCE(busy.running, 0)
                           + row_number() OVER (PARTITION BY open.account_id ORDER BY priority DESC, since, open.id) AS turn
                  FROM open LEFT JOIN busy USING (account_id)
                 WHERE NOT open.running AND due AND priority >= :least),
            places AS (SELECT id, row_number() OVER (ORDER BY turn, priority DESC, since, id) AS place FROM turns)
            """;

    private final JdbcClient database;

    JdbcProcessings(JdbcClient database) {
        this.database = database;
    }

    @Override
    public Optional<Processing> find(ItemId item) {
        return database.sql(SELECT + "WHERE id = :id")
                .param("id", item.value())
                .query(JdbcProcessings::read)
                .optional();
    }

    @Override
    public List<Processing> page(
            AccountId account, @Nullable PersonId onlyOf, Set<Phase> phases, @Nullable ItemId after, int limit) {
        return database.sql(SELECT + """
                         WHERE account_id = :account AND kind = 'RECORDING'
                           AND (state = 'STORED' OR (state = 'READY' AND (remake IS NOT NULL OR problem IS NOT NULL)))
                           AND phase = ANY (:phases)
                           AND (CAST(:onlyOf AS uuid) IS NULL OR owner_id = :onlyOf)
                           AND (CAST(:after AS uuid) IS NULL OR id < :after)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("phases", phases.stream().map(Enum::name).toArray(String[]::new))
                .param("onlyOf", onlyOf == null ? null : onlyOf.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcProcessings::read)
                .list();
    }

    @Override
    public List<ItemId> next(Priority least, int limit) {
        return database.sql(TURNS + "SELECT id FROM places ORDER BY place LIMIT :limit")
                .param("least", least.rank())
                .param("limit", limit)
                .query((row, number) -> new ItemId(Rows.uuid(row, "id")))
                .list();
    }

    @Override
    public Map<ItemId, Integer> places(Collection<ItemId> items) {
        Map<ItemId, Integer> places = new HashMap<>();
        if (!items.isEmpty()) {
            database.sql(TURNS + "SELECT id, place FROM places WHERE id = ANY (:ids)")
                    .param("least", Priority.LOW.rank())
                    .param("ids", items.stream().map(ItemId::value).toArray(UUID[]::new))
                    .query(row -> {
                        places.put(new ItemId(Rows.uuid(row, "id")), row.getInt("place"));
                    });
        }
        return places;
    }

    @Override
    @Transactional
    public void begin(ItemId item, String owner) {
        int mine = database.sql(
                        "UPDATE item SET progress = 0, progress_stage = NULL WHERE id = :id AND lease_owner = :owner")
                .param("id", item.value())
                .param("owner", owner)
                .update();
        if (mine == 1) {
            database.sql("""
                            INSERT INTO processing (item_id, attempts) VALUES (:id, 1)
                            ON CONFLICT (item_id) DO UPDATE SET attempts = processing.attempts + 1, ready_at = NULL
                            """).param("id", item.value()).update();
        }
    }

    @Override
    public void estimate(ItemId item, String owner, Duration left) {
        database.sql("""
                        UPDATE processing SET ready_at = clock_timestamp() + make_interval(secs => :left)
                         WHERE item_id = :id AND EXISTS (SELECT FROM item WHERE id = :id AND lease_owner = :owner)
                        """)
                .param("id", item.value())
                .param("owner", owner)
                .param("left", left.toMillis() / 1000.0)
                .update();
    }

    @Override
    public int failed(ItemId item, Failure failure, boolean counts) {
        return database.sql("""
                        INSERT INTO processing (item_id, failures, outages, failure, last_lines, failed_at)
                        VALUES (:id, :failures, :outages, :failure, :lines, clock_timestamp())
                        ON CONFLICT (item_id) DO UPDATE
                           SET failures = processing.failures + :failures, outages = processing.outages + :outages,
                               failure = :failure, last_lines = :lines, failed_at = clock_timestamp(), ready_at = NULL
                        RETURNING CASE WHEN :failures = 1 THEN failures ELSE outages END
                        """)
                .param("id", item.value())
                .param("failures", counts ? 1 : 0)
                .param("outages", counts ? 0 : 1)
                .param("failure", failure.reason())
                .param("lines", failure.lastLines())
                .query(Integer.class)
                .single();
    }

    @Override
    public void rest(ItemId item, Duration rest) {
        database.sql("""
                        UPDATE processing SET not_before = clock_timestamp() + make_interval(secs => :rest)
                         WHERE item_id = :id
                        """)
                .param("id", item.value())
                .param("rest", rest.toMillis() / 1000.0)
                .update();
    }

    @Override
    public void ended(ItemId item) {
        database.sql(
                        "UPDATE processing SET failures = 0, outages = 0, not_before = NULL, ready_at = NULL WHERE item_id = :id")
                .param("id", item.value())
                .update();
    }

    @Override
    public boolean remade(ItemId item, int round) {
        return database.sql("""
                                UPDATE item SET remake = NULL, facts_version = facts_version + 1
                                 WHERE id = :id AND state = 'READY' AND remake IS NOT NULL AND round = :round
                                """).param("id", item.value()).param("round", round).update() == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancel(ItemId item, String problem) {
        database.sql("""
                        UPDATE item SET remake = NULL, problem = CASE WHEN state = 'STORED' THEN :problem END,
                               progress = CASE WHEN state = 'READY' THEN 1 ELSE progress END,
                               progress_stage = CASE WHEN state = 'READY' THEN 'ready' ELSE progress_stage END
                         WHERE id = :id
                        """).param("id", item.value()).param("problem", problem).update();
        database.sql("""
                        INSERT INTO processing (item_id, cancelled) SELECT id, state = 'STORED' FROM item WHERE id = :id
                        ON CONFLICT (item_id) DO UPDATE SET cancelled = excluded.cancelled, not_before = NULL, ready_at = NULL
                        """).param("id", item.value()).update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(ItemId item, @Nullable Remake remake) {
        database.sql("UPDATE item SET problem = NULL, round = round + 1, remake = :remake WHERE id = :id")
                .param("id", item.value())
                .param("remake", remake == null ? null : remake.name())
                .update();
        database.sql("""
                        INSERT INTO processing (item_id, waiting_since) VALUES (:id, clock_timestamp())
                        ON CONFLICT (item_id) DO UPDATE
                           SET waiting_since = clock_timestamp(), failures = 0, outages = 0, not_before = NULL, cancelled = false
                        """).param("id", item.value()).update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void hurry(ItemId item) {
        database.sql("UPDATE processing SET not_before = NULL WHERE item_id = :id")
                .param("id", item.value())
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void prioritise(ItemId item, Priority priority) {
        database.sql("UPDATE item SET priority = :priority WHERE id = :id")
                .param("id", item.value())
                .param("priority", priority.rank())
                .update();
    }

    private static Processing read(ResultSet row, int number) throws SQLException {
        String remake = row.getString("remake");
        return new Processing(
                new ItemId(Rows.uuid(row, "id")),
                new AccountId(Rows.uuid(row, "account_id")),
                ItemState.valueOf(row.getString("state")),
                row.getLong("revision"),
                Phase.valueOf(row.getString("phase")),
                row.getString("problem"),
                Priority.of(row.getInt("priority")),
                row.getInt("round"),
                remake == null ? null : Remake.valueOf(remake),
                new Processing.Run(
                        Rows.fraction(row, "progress"),
                        row.getString("progress_stage"),
                        Rows.instantOrNull(row, "ready_at")),
                new Processing.Tries(
                        row.getInt("attempts"),
                        row.getInt("failures"),
                        Rows.instantOrNull(row, "not_before"),
                        failure(row)),
                Rows.instant(row, "waiting_since"));
    }

    private static Failure.@Nullable Noted failure(ResultSet row) throws SQLException {
        Instant at = Rows.instantOrNull(row, "failed_at");
        String reason = row.getString("failure");
        return at == null || reason == null
                ? null
                : new Failure.Noted(new Failure(reason, row.getString("last_lines")), at);
    }
}
