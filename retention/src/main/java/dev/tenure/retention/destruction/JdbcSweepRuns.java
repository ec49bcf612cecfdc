package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.retention.RunReport;
import dev.tenure.retention.destruction.SweepRun.ClassPlan;
import dev.tenure.retention.destruction.SweepRun.Outcome;
import dev.tenure.retention.destruction.SweepRun.Plan;
import dev.tenure.retention.destruction.SweepRun.RunItem;
import dev.tenure.retention.destruction.SweepRun.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of runs. */
final class JdbcSweepRuns {

    private static final String SELECT = """
            SELECT r.id, r.account_id, r.state, r.preview, r.planned_at, r.plan_items, r.plan_bytes, r.plan_kept, r.objection,
                   r.started_at, r.swept_at, r.ended_at, r.deferred, r.cause,
                   (SELECT count(*) FROM destruction d WHERE d.run_id = r.id) AS destroyed,
                   (SELECT count(*) FROM destruction d JOIN certificate c ON c.item_id = d.item_id WHERE d.run_id = r.id) AS proven
              FROM sweep_run r
            """;

    private final JdbcClient database;

    JdbcSweepRuns(JdbcClient database) {
        this.database = database;
    }

    /** Keeps a new plan; false where the account has an open run already. */
    boolean insert(UUID id, AccountId account, boolean preview, Plan plan) {
        int inserted = database.sql("""
                        INSERT INTO sweep_run (id, account_id, state, preview, planned_at, plan_items, plan_bytes, plan_kept, objection)
                        VALUES (:id, :account, 'PLANNED', :preview, :at, :items, :bytes, :kept, :objection)
                        ON CONFLICT (account_id) WHERE NOT preview AND state IN ('PLANNED', 'RUNNING') AND swept_at IS NULL DO NOTHING
                        """)
                .param("id", id)
                .param("account", account.value())
                .param("preview", preview)
                .param("at", at(plan.at()))
                .param("items", plan.items())
                .param("bytes", plan.bytes())
                .param("kept", plan.kept())
                .param("objection", plan.objection())
                .update();
        if (inserted == 1) {
            classes(id, plan.classes());
        }
        return inserted == 1;
    }

    /** Replaces the plan of a run that did not start; false when it has. */
    boolean replan(UUID id, Plan plan) {
        int replanned = database.sql("""
                        UPDATE sweep_run
                           SET planned_at = :at, plan_items = :items, plan_bytes = :bytes, plan_kept = :kept, objection = :objection
                         WHERE id = :id AND state = 'PLANNED'
                        """)
                .param("id", id)
                .param("at", at(plan.at()))
                .param("items", plan.items())
                .param("bytes", plan.bytes())
                .param("kept", plan.kept())
                .param("objection", plan.objection())
                .update();
        if (replanned == 1) {
            database.sql("DELETE FROM sweep_run_class WHERE run_id = :id")
                    .param("id", id)
                    .update();
            database.sql("DELETE FROM sweep_run_item WHERE run_id = :id")
                    .param("id", id)
                    .update();
            classes(id, plan.classes());
        }
        return replanned == 1;
    }

    private void classes(UUID id, List<ClassPlan> classes) {
        database.sql("""
                        INSERT INTO sweep_run_class (run_id, retention_class, anchored_up_to, items, bytes)
                        SELECT :id, * FROM unnest(:classes, :anchors, :items, :bytes)
                        """)
                .param("id", id)
                .param(
                        "classes",
                        classes.stream().map(ClassPlan::retentionClass).toArray(String[]::new))
                .param("anchors", classes.stream().map(ClassPlan::anchoredUpTo).toArray(String[]::new))
                .param("items", classes.stream().map(ClassPlan::items).toArray(Long[]::new))
                .param("bytes", classes.stream().map(ClassPlan::bytes).toArray(Long[]::new))
                .update();
    }

    /** The account's run that waits or destroys keys; locked until the transaction ends. */
    Optional<UUID> open(AccountId account) {
        return database.sql("""
                        SELECT id FROM sweep_run
                         WHERE account_id = :account AND NOT preview AND state IN ('PLANNED', 'RUNNING') AND swept_at IS NULL
                           FOR UPDATE
                        """)
                .param("account", account.value())
                .query(UUID.class)
                .optional();
    }

    /** Accounts whose run is under way and was not looked through to the end. */
    List<AccountId> interrupted() {
        return database.sql("SELECT account_id FROM sweep_run WHERE state = 'RUNNING' AND swept_at IS NULL")
                .query((row, number) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }

    /** Takes a run, or keeps it; false while somebody else has it, or when it is looked through already. */
    boolean take(UUID id, String owner, Duration lifetime, Instant now) {
        return database.sql("""
                                UPDATE sweep_run
                                   SET state = 'RUNNING', started_at = coalesce(started_at, :now), taken_by = :owner,
                                       taken_until = clock_timestamp() + make_interval(secs => :lifetime)
                                 WHERE id = :id AND NOT preview AND swept_at IS NULL
                                   AND (state = 'PLANNED'
                                        OR state = 'RUNNING' AND (taken_by = :owner OR taken_until < clock_timestamp()))
                                """)
                        .param("id", id)
                        .param("owner", owner)
                        .param("now", at(now))
                        .param("lifetime", lifetime.toMillis() / 1000.0)
                        .update()
                == 1;
    }

    /** Notes items with their causes, or without for a plan; at most so many of a run in all. */
    void items(UUID run, Map<ItemId, Destruction.Kept> kept, Collection<ItemId> planned, int most) {
        List<Map.Entry<ItemId, Destruction.Kept>> causes = List.copyOf(kept.entrySet());
        UUID[] items = Stream.concat(causes.stream().map(Map.Entry::getKey), planned.stream())
                .map(ItemId::value)
                .toArray(UUID[]::new);
        String[] words = new String[items.length];
        String[] names = new String[items.length];
        for (int i = 0; i < causes.size(); i++) {
            names[i] = causes.get(i).getValue().cause().name();
            words[i] = causes.get(i).getValue().words();
        }
        database.sql("""
                        INSERT INTO sweep_run_item (run_id, item_id, cause, words)
                        SELECT :run, item, cause, words FROM unnest(:items, :causes, :words) AS one (item, cause, words)
                         LIMIT greatest(0, :most - (SELECT count(*) FROM sweep_run_item WHERE run_id = :run))
                        ON CONFLICT (run_id, item_id) DO UPDATE SET cause = excluded.cause, words = excluded.words
                        """)
                .param("run", run)
                .param("items", items)
                .param("causes", names)
                .param("words", words)
                .param("most", most)
                .update();
    }

    /** Forgets what is known of items so far: the run is looked through anew. */
    void forgetItems(UUID run) {
        database.sql("DELETE FROM sweep_run_item WHERE run_id = :run")
                .param("run", run)
                .update();
    }

    /** Notes that no more keys are destroyed in it: because every candidate was looked at, or for this cause. */
    void swept(UUID id, Instant now, long deferred, @Nullable String cause) {
        database.sql("""
                        UPDATE sweep_run
                           SET swept_at = :now, deferred = :deferred, cause = :cause, taken_by = NULL, taken_until = NULL
                         WHERE id = :id AND state = 'RUNNING'
                        """)
                .param("id", id)
                .param("now", at(now))
                .param("deferred", deferred)
                .param("cause", cause)
                .update();
    }

    /** Ends a run; false when it has ended. */
    boolean end(UUID id, State state, Instant at, long deferred, @Nullable String cause, @Nullable String report) {
        return database.sql("""
                                UPDATE sweep_run
                                   SET state = :state, ended_at = :at, deferred = :deferred, cause = :cause, report = :report,
                                       taken_by = NULL, taken_until = NULL
                                 WHERE id = :id AND state IN ('PLANNED', 'RUNNING')
                                """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("at", at(at))
                        .param("deferred", deferred)
                        .param("cause", cause)
                        .param("report", report)
                        .update()
                == 1;
    }

    /** Runs whose keys are destroyed and that are not ended, the oldest first. */
    List<SweepRun> swept(int limit) {
        return database.sql(SELECT + " WHERE r.state = 'RUNNING' AND r.swept_at IS NOT NULL ORDER BY r.id LIMIT :limit")
                .param("limit", limit)
                .query(this::run)
                .list();
    }

    Optional<SweepRun> find(AccountId account, UUID id) {
        return database.sql(SELECT + " WHERE r.id = :id AND r.account_id = :account")
                .param("id", id)
                .param("account", account.value())
                .query(this::run)
                .optional();
    }

    boolean exists(AccountId account, UUID id) {
        return database.sql("SELECT EXISTS (SELECT FROM sweep_run WHERE id = :id AND account_id = :account)")
                .param("id", id)
                .param("account", account.value())
                .query(Boolean.class)
                .single();
    }

    List<SweepRun> page(AccountId account, @Nullable UUID before, int limit) {
        return database.sql(SELECT + """
                         WHERE r.account_id = :account AND (CAST(:before AS uuid) IS NULL OR r.id < :before)
                         ORDER BY r.id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("before", before)
                .param("limit", limit)
                .query(this::run)
                .list();
    }

    /** Those that were destroyed, and those that are noted with a cause or on the plan. */
    private static final String ITEMS = """
            SELECT d.item_id, CASE WHEN c.id IS NULL THEN 'DESTROYED' ELSE 'PROVEN' END AS outcome,
                   CASE WHEN c.id IS NULL AND i.lease_until > clock_timestamp() THEN 'LEASE'
                        WHEN c.id IS NULL AND d.problem IS NOT NULL THEN 'STORE' END AS cause,
                   CASE WHEN c.id IS NULL THEN d.problem END AS words, d.committed_at, c.id AS certificate
              FROM destruction d JOIN item i ON i.id = d.item_id LEFT JOIN certificate c ON c.item_id = d.item_id
             WHERE d.run_id = :run AND (CAST(:after AS uuid) IS NULL OR d.item_id > :after)
            UNION ALL
            SELECT item_id, CASE WHEN cause IS NULL THEN 'PLANNED' ELSE 'DEFERRED' END, cause, words, NULL, NULL
              FROM sweep_run_item
             WHERE run_id = :run AND (CAST(:after AS uuid) IS NULL OR item_id > :after)
            """;

    /** Items of a run in order of id. */
    List<RunItem> items(UUID run, @Nullable UUID after, int limit) {
        return database.sql("SELECT * FROM (" + ITEMS + ") AS items ORDER BY item_id LIMIT :limit")
                .param("run", run)
                .param("after", after)
                .param("limit", limit)
                .query(JdbcSweepRuns::item)
                .list();
    }

    /** Items of a run that stay, or are not proven gone. */
    List<RunItem> unproven(UUID run, int limit) {
        return database.sql("SELECT * FROM (" + ITEMS
                        + ") AS items WHERE outcome IN ('DESTROYED', 'DEFERRED') ORDER BY item_id LIMIT :limit")
                .param("run", run)
                .param("after", null)
                .param("limit", limit)
                .query(JdbcSweepRuns::item)
                .list();
    }

    /** How many items of a run are noted as staying. */
    long kept(UUID run) {
        return database.sql("SELECT count(*) FROM sweep_run_item WHERE run_id = :run AND cause IS NOT NULL")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    /** What of a run is proven gone, in order of item, from the one after {@code after} on. */
    List<RunReport.Destroyed> certified(UUID run, @Nullable UUID after, int limit) {
        return database.sql("""
                        SELECT d.item_id, d.committed_at, c.id, encode(sha256(convert_to(c.document, 'UTF8')), 'hex') AS digest
                          FROM destruction d JOIN certificate c ON c.item_id = d.item_id
                         WHERE d.run_id = :run AND (CAST(:after AS uuid) IS NULL OR d.item_id > :after)
                         ORDER BY d.item_id LIMIT :limit
                        """)
                .param("run", run)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new RunReport.Destroyed(
                        row.getObject("item_id", UUID.class),
                        row.getObject("committed_at", OffsetDateTime.class).toInstant(),
                        row.getObject("id", UUID.class),
                        row.getString("digest")))
                .list();
    }

    Optional<String> report(AccountId account, UUID id) {
        return database.sql(
                        "SELECT report FROM sweep_run WHERE id = :id AND account_id = :account AND report IS NOT NULL")
                .param("id", id)
                .param("account", account.value())
                .query(String.class)
                .optional();
    }

    private SweepRun run(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        long destroyed = row.getLong("destroyed");
        long proven = row.getLong("proven");
        State state = State.valueOf(row.getString("state"));
        return new SweepRun(
                id,
                new AccountId(row.getObject("account_id", UUID.class)),
                state,
                row.getBoolean("preview"),
                new Plan(
                        row.getObject("planned_at", OffsetDateTime.class).toInstant(),
                        row.getLong("plan_items"),
                        row.getLong("plan_bytes"),
                        row.getLong("plan_kept"),
                        row.getString("objection"),
                        classes(id)),
                instant(row, "started_at"),
                instant(row, "swept_at"),
                instant(row, "ended_at"),
                destroyed,
                proven,
                row.getLong("deferred"),
                row.getString("cause"));
    }

    private List<ClassPlan> classes(UUID run) {
        return database.sql("""
                        SELECT retention_class, anchored_up_to, items, bytes FROM sweep_run_class
                         WHERE run_id = :run ORDER BY retention_class
                        """)
                .param("run", run)
                .query((row, number) -> new ClassPlan(
                        row.getString("retention_class"),
                        row.getString("anchored_up_to"),
                        row.getLong("items"),
                        row.getLong("bytes")))
                .list();
    }

    private static RunItem item(ResultSet row, int number) throws SQLException {
        String cause = row.getString("cause");
        return new RunItem(
                row.getObject("item_id", UUID.class),
                Outcome.valueOf(row.getString("outcome")),
                cause == null ? null : Cause.valueOf(cause),
                row.getString("words"),
                instant(row, "committed_at"),
                row.getObject("certificate", UUID.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
