package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventId;
import dev.tenure.storageapi.webhook.Deliveries.Attempt;
import dev.tenure.storageapi.webhook.Deliveries.Claimed;
import dev.tenure.storageapi.webhook.Deliveries.Delivery;
import dev.tenure.storageapi.webhook.Deliveries.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of deliveries and attempts. */
final class JdbcDeliveries {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Attempts of one delivery that are shown: replays have no number. */
    private static final int MAX_SHOWN = 20;

    /** Of an event {@code e}: whether the webhook {@code w} is told of it. */
    private static final String WANTED = """
            w.account_id = e.account_id AND w.enabled
            AND CASE WHEN e.type = 'webhook.test' THEN e.data ->> 'webhook' = CAST(w.id AS text)
                     ELSE cardinality(w.types) = 0 OR e.type = ANY (w.types) END
            """;

    /** Whatever became of it before begins anew; an attempt that is under way just now is not heard any more. */
    private static final String ANEW = """
            ON CONFLICT (webhook_id, event_id) DO UPDATE
               SET state = 'PENDING', tries = 0, queued_at = :now, next_attempt_at = :now, claim = NULL
            """;

    private static final String CLAIMED = " WHERE webhook_id = :webhook AND event_id = :event AND claim = :claim";

    private final JdbcClient database;

    JdbcDeliveries(JdbcClient database) {
        this.database = database;
    }

    /** Queues events for every webhook that wants them. */
    void queue(List<EventId> events, Instant now) {
        database.sql("""
                        INSERT INTO webhook_delivery (webhook_id, event_id, state, queued_at, next_attempt_at)
                        SELECT w.id, e.id, 'PENDING', :now, :now
                          FROM outbox_event e JOIN webhook w ON
                        """ + WANTED + " WHERE e.id = ANY (:events) ON CONFLICT DO NOTHING")
                .param("events", events.stream().map(EventId::value).toArray(UUID[]::new))
                .param("now", at(now))
                .update();
    }

    /** Queues an event anew for every webhook that wants it; returns how many. */
    int again(AccountId account, EventId event, Instant now) {
        return database.sql("""
                        INSERT INTO webhook_delivery (webhook_id, event_id, state, queued_at, next_attempt_at)
                        SELECT w.id, e.id, 'PENDING', :now, :now
                          FROM outbox_event e JOIN webhook w ON
                        """ + WANTED
                        + " WHERE e.id = :event AND e.account_id = :account AND e.position IS NOT NULL " + ANEW)
                .param("event", event.value())
                .param("account", account.value())
                .param("now", at(now))
                .update();
    }

    /** Queues anew what happened from one instant until before another and this webhook wants; returns how many. */
    int again(WebhookId webhook, Instant from, Instant to, Instant now) {
        return database.sql("""
                        INSERT INTO webhook_delivery (webhook_id, event_id, state, queued_at, next_attempt_at)
                        SELECT w.id, e.id, 'PENDING', :now, :now
                          FROM outbox_event e JOIN webhook w ON
                        """ + WANTED + """
                         WHERE w.id = :webhook AND e.at >= :from AND e.at < :to AND e.position IS NOT NULL
                        """ + ANEW)
                .param("webhook", webhook.value())
                .param("from", at(from))
                .param("to", at(to))
                .param("now", at(now))
                .update();
    }

    /**
     * Claims what is due, of webhooks in no order so that none comes first always.
     *
     * @param each the most that one webhook has under way in all processes; two that claim at once may come to more
     */
    List<Claimed> claim(Instant now, int limit, int each) {
        return database.sql("""
                        WITH due AS (
                            SELECT d.webhook_id, d.event_id
                              FROM (SELECT id FROM webhook WHERE enabled ORDER BY random()) AS w
                             CROSS JOIN LATERAL (
                                SELECT p.webhook_id, p.event_id FROM webhook_delivery p
                                 WHERE p.webhook_id = w.id AND p.state = 'PENDING' AND p.next_attempt_at <= :now
                                 ORDER BY p.next_attempt_at
                                 LIMIT GREATEST(0, :each - (SELECT count(*) FROM webhook_delivery c
                                                             WHERE c.webhook_id = w.id AND c.claim IS NOT NULL
                                                               AND c.next_attempt_at > :now))
                                   FOR UPDATE SKIP LOCKED) AS d
                             LIMIT :limit)
                        UPDATE webhook_delivery d
                           SET claim = :claim, tries = d.tries + 1, next_attempt_at = :until
                          FROM due
                          JOIN webhook w ON w.id = due.webhook_id
                          JOIN outbox_event e ON e.id = due.event_id
                         WHERE d.webhook_id = due.webhook_id AND d.event_id = due.event_id
                        RETURNING d.webhook_id, d.event_id, d.claim, d.tries, d.queued_at, w.url, w.secret,
                                  CASE WHEN w.previous_until > :now THEN w.previous_secret END AS previous_secret,
                                  e.type, e.at, e.account_id, e.data
                        """)
                .param("now", at(now))
                .param("until", at(now.plus(Deliveries.LEASE)))
                .param("claim", UUID.randomUUID())
                .param("limit", limit)
                .param("each", each)
                .query(JdbcDeliveries::claimed)
                .list();
    }

    private static Claimed claimed(ResultSet row, int number) throws SQLException {
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(row.getBytes("secret"));
        byte[] previous = row.getBytes("previous_secret");
        if (previous != null) {
            secrets.add(previous);
        }
        return new Claimed(
                new WebhookId(row.getObject("webhook_id", UUID.class)),
                new EventId(row.getObject("event_id", UUID.class)),
                row.getObject("claim", UUID.class),
                row.getInt("tries"),
                instant(row, "queued_at"),
                row.getString("url"),
                List.copyOf(secrets),
                EventBody.of(
                        row.getString("type"),
                        instant(row, "at"),
                        row.getString("account_id"),
                        JSON.readValue(row.getString("data"), TEXTS)));
    }

    /** Ends it. False when the claim ran out or it was queued anew: nothing was changed. */
    boolean settle(Claimed claimed, State state) {
        return claimedBy(claimed, "UPDATE webhook_delivery SET state = :state, claim = NULL" + CLAIMED)
                        .param("state", state.name())
                        .update()
                == 1;
    }

    /** Waits for the next attempt. False like {@link #settle}. */
    boolean postpone(Claimed claimed, Instant next) {
        return claimedBy(claimed, "UPDATE webhook_delivery SET next_attempt_at = :next, claim = NULL" + CLAIMED)
                        .param("next", at(next))
                        .update()
                == 1;
    }

    /** Gives back what was not sent for a reason of ours, as if it had not been claimed, but for the wait. */
    void giveBack(Claimed claimed, Instant next) {
        claimedBy(
                        claimed,
                        "UPDATE webhook_delivery SET next_attempt_at = :next, claim = NULL, tries = tries - 1"
                                + CLAIMED)
                .param("next", at(next))
                .update();
    }

    private JdbcClient.StatementSpec claimedBy(Claimed claimed, String sql) {
        return database.sql(sql)
                .param("webhook", claimed.webhook().value())
                .param("event", claimed.event().value())
                .param("claim", claimed.claim());
    }

    void note(Claimed claimed, Attempt attempt) {
        database.sql("""
                        INSERT INTO webhook_attempt (webhook_id, event_id, at, duration_millis, status, answer, problem)
                        VALUES (:webhook, :event, :at, :duration, :status, :answer, :problem)
                        """)
                .param("webhook", claimed.webhook().value())
                .param("event", claimed.event().value())
                .param("at", at(attempt.at()))
                .param("duration", attempt.durationMillis())
                .param("status", attempt.status())
                .param("answer", attempt.answer())
                .param("problem", attempt.problem())
                .update();
    }

    /** Deliveries of a webhook with their last attempts, the newest event first. */
    List<Delivery> page(WebhookId webhook, @Nullable EventId before, int limit) {
        List<Delivery> page = database.sql("""
                        SELECT d.event_id, e.type, d.state, d.queued_at,
                               CASE WHEN d.state = 'PENDING' THEN d.next_attempt_at END AS next_attempt_at
                          FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id
                         WHERE d.webhook_id = :webhook AND (CAST(:before AS uuid) IS NULL OR d.event_id < :before)
                         ORDER BY d.event_id DESC LIMIT :limit
                        """)
                .param("webhook", webhook.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query((row, number) -> new Delivery(
                        new EventId(row.getObject("event_id", UUID.class)),
                        row.getString("type"),
                        State.valueOf(row.getString("state")),
                        instant(row, "queued_at"),
                        row.getObject("next_attempt_at") == null ? null : instant(row, "next_attempt_at"),
                        List.of()))
                .list();
        Map<EventId, List<Attempt>> attempts =
                attempts(webhook, page.stream().map(Delivery::event).toList());
        return page.stream().map(delivery -> delivery.with(attempts)).toList();
    }

    private Map<EventId, List<Attempt>> attempts(WebhookId webhook, List<EventId> events) {
        Map<EventId, List<Attempt>> attempts = new HashMap<>();
        database.sql("""
                        SELECT a.event_id, a.at, a.duration_millis, a.status, a.answer, a.problem
                          FROM unnest(CAST(:events AS uuid[])) AS shown (event_id)
                         CROSS JOIN LATERAL (SELECT * FROM webhook_attempt
                                              WHERE webhook_id = :webhook AND event_id = shown.event_id
                                              ORDER BY number DESC LIMIT :most) AS a
                         ORDER BY a.number DESC
                        """)
                .param("events", events.stream().map(EventId::value).toArray(UUID[]::new))
                .param("webhook", webhook.value())
                .param("most", MAX_SHOWN)
                .query((row, number) -> attempts.computeIfAbsent(
                                new EventId(row.getObject("event_id", UUID.class)), event -> new ArrayList<>())
                        .add(new Attempt(
                                instant(row, "at"),
                                row.getLong("duration_millis"),
                                row.getObject("status", Integer.class),
                                row.getString("answer"),
                                row.getString("problem"))))
                .list();
        return attempts;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
