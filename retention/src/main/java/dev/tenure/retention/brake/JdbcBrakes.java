package dev.tenure.retention.brake;

import dev.tenure.catalog.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pauses, stops, releases, and the instant of the last sweep. */
final class JdbcBrakes {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int USUAL_DAYS = 30;

    private final JdbcClient database;

    JdbcBrakes(JdbcClient database) {
        this.database = database;
    }

    /** The usual is taken from what was destroyed, so that no counter can disagree with it. */
    Load load(AccountId account, long due, Instant now) {
        return database.sql("""
                        WITH gone AS (
                            SELECT floor(extract(epoch FROM :now - committed_at) / 86400) AS days
                              FROM destruction
                             WHERE account_id = :account AND committed_at > :since AND committed_at <= :now)
                        SELECT (SELECT count(*) FROM gone WHERE days = 0) AS today,
                               (SELECT coalesce(count(*)::float8 / nullif(count(DISTINCT days), 0), 0) FROM gone WHERE days > 0) AS usual,
                               (SELECT count(*) FROM item
                                 WHERE account_id = :account AND state IN ('STORED', 'READY', 'TRASHED', 'QUARANTINED')) AS kept
                        """)
                .param("account", account.value())
                .param("now", at(now))
                .param("since", at(now.minus(DAY.multipliedBy(USUAL_DAYS + 1))))
                .query((row, number) ->
                        new Load(due, row.getLong("today"), row.getDouble("usual"), row.getLong("kept")))
                .single();
    }

    Standing standing(AccountId account) {
        return new Standing(
                pause(account).orElse(null),
                stop(account).orElse(null),
                release(account).orElse(null));
    }

    Optional<Standing.Pause> pause(AccountId account) {
        return database.sql("SELECT since, by, reason FROM sweep_pause WHERE account_id = :account")
                .param("account", account.value())
                .query((row, number) ->
                        new Standing.Pause(instant(row, "since"), row.getString("by"), row.getString("reason")))
                .optional();
    }

    private Optional<Standing.Stop> stop(AccountId account) {
        return database.sql("SELECT since, due, cause FROM sweep_stop WHERE account_id = :account")
                .param("account", account.value())
                .query((row, number) ->
                        new Standing.Stop(instant(row, "since"), row.getLong("due"), row.getString("cause")))
                .optional();
    }

    Optional<Standing.Release> release(AccountId account) {
        return database.sql(
                        "SELECT released_at, until, up_to, by, reason FROM sweep_release WHERE account_id = :account")
                .param("account", account.value())
                .query((row, number) -> new Standing.Release(
                        instant(row, "released_at"),
                        instant(row, "until"),
                        row.getLong("up_to"),
                        row.getString("by"),
                        row.getString("reason")))
                .optional();
    }

    /** Pauses; false when it is paused already, by whom and why stays. */
    boolean pause(AccountId account, Standing.Pause pause) {
        return database.sql("""
                        INSERT INTO sweep_pause (account_id, since, by, reason) VALUES (:account, :since, :by, :reason)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("account", account.value())
                        .param("since", at(pause.since()))
                        .param("by", pause.by())
                        .param("reason", pause.reason())
                        .update()
                == 1;
    }

    boolean resume(AccountId account) {
        return database.sql("DELETE FROM sweep_pause WHERE account_id = :account")
                        .param("account", account.value())
                        .update()
                == 1;
    }

    /** Notes what a sweep asks about; true when it did not ask before. */
    boolean stopped(AccountId account, Standing.Stop stop) {
        return database.sql("""
                        INSERT INTO sweep_stop (account_id, since, due, cause) VALUES (:account, :since, :due, :cause)
                        ON CONFLICT (account_id) DO UPDATE SET due = EXCLUDED.due, cause = EXCLUDED.cause
                        RETURNING xmax = 0 AS fresh
                        """)
                .param("account", account.value())
                .param("since", at(stop.since()))
                .param("due", stop.due())
                .param("cause", stop.cause())
                .query(Boolean.class)
                .single();
    }

    void goesOn(AccountId account) {
        database.sql("DELETE FROM sweep_stop WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    void release(AccountId account, Standing.Release release) {
        database.sql("""
                        INSERT INTO sweep_release (account_id, released_at, until, up_to, by, reason)
                        VALUES (:account, :at, :until, :upTo, :by, :reason)
                        ON CONFLICT (account_id) DO UPDATE
                           SET released_at = EXCLUDED.released_at, until = EXCLUDED.until, up_to = EXCLUDED.up_to,
                               by = EXCLUDED.by, reason = EXCLUDED.reason
                        """)
                .param("account", account.value())
                .param("at", at(release.at()))
                .param("until", at(release.until()))
                .param("upTo", release.upTo())
                .param("by", release.by())
                .param("reason", release.reason())
                .update();
    }

    /** When the last sweep of any machine began. */
    Optional<Instant> lastSweep() {
        return database.sql("SELECT swept_at FROM sweep_clock")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Since when the clock is doubted, and why. */
    Optional<Doubt> doubt() {
        return database.sql("SELECT doubted_at, doubt FROM sweep_clock WHERE doubt IS NOT NULL")
                .query((row, number) -> new Doubt(instant(row, "doubted_at"), row.getString("doubt")))
                .optional();
    }

    record Doubt(Instant since, String cause) {}

    void swept(Instant now) {
        database.sql("""
                        INSERT INTO sweep_clock (swept_at) VALUES (:now)
                        ON CONFLICT (single) DO UPDATE SET swept_at = EXCLUDED.swept_at
                        """).param("now", at(now)).update();
    }

    /** Keeps the doubt until a person of each account has looked; an older one, which says the same, gives way. */
    void doubted(Instant now, String cause) {
        database.sql("""
                        INSERT INTO sweep_clock (swept_at, doubted_at, doubt) VALUES (:now, :now, :cause)
                        ON CONFLICT (single) DO UPDATE SET doubted_at = EXCLUDED.doubted_at, doubt = EXCLUDED.doubt
                        """).param("now", at(now)).param("cause", cause).update();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
