package dev.tenure.retention.hold;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Rows;
import dev.tenure.retention.Grace;
import dev.tenure.retention.rules.HoldFact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What queries of holds match. There is one text that says so, for placing, for arriving, for explaining and for destroying alike. */
final class JdbcHoldQueries {

    /** Everybody's names, as they are compared. */
    private static final String NAMES =
            "(SELECT account_id, id AS person, email AS name FROM person UNION ALL SELECT account_id, person_id, alias FROM person_alias)";

    /**
     * Of queries {@code q} the items {@code i}, and their meetings {@code m}. What is no recording belongs to its meeting's recordings: where one of them
     * ended in time it is asked for too.
     */
    private static final String FITS = """
             FROM q
             JOIN meeting m ON m.account_id = q.account_id
             JOIN item i ON i.meeting_id = m.id AND i.account_id = q.account_id
            WHERE (q.meeting IS NULL OR m.external_id = q.meeting)
              AND (q.host IS NULL OR %1$s)
              AND (q.participant IS NULL OR %2$s
                   OR EXISTS (SELECT FROM participant p WHERE p.meeting_id = m.id AND p.email IS NOT NULL AND (%3$s)))
              AND (q.ended_from IS NULL AND q.ended_before IS NULL
                   OR EXISTS (SELECT FROM item ended
                               WHERE ended.meeting_id = m.id
                                 AND (ended.id = i.id
                                      OR i.kind <> 'RECORDING' AND ended.kind = 'RECORDING' AND ended.state <> 'REJECTED')
                                 AND COALESCE(ended.anchor, m.ends_at) >= COALESCE(q.ended_from, '-infinity')
                                 AND COALESCE(ended.anchor, m.ends_at) < COALESCE(q.ended_before, 'infinity')))
            """.formatted(
                    known("q.host", "lower(m.host)"),
                    known("q.participant", "lower(m.host)"),
                    known("q.participant", "lower(p.email)"));

    /** Queries of the account that protect now: in force, or in their cool-off. */
    private static final String PROTECTING = """
            WITH q AS (SELECT * FROM hold_query
                        WHERE account_id = :account AND (protects_until IS NULL OR protects_until > :now))
            """;

    private static final String LISTED = """
            SELECT id FROM item WHERE account_id = :account AND id = ANY (:listed)
            UNION
            SELECT companion.id
              FROM item recording JOIN item companion ON companion.meeting_id = recording.meeting_id
             WHERE recording.id = ANY (:listed) AND recording.kind = 'RECORDING' AND recording.account_id = :account
               AND companion.kind <> 'RECORDING' AND companion.account_id = :account
               AND companion.state NOT IN ('REJECTED', 'PURGED')
            """;

    private static final String ASKED = """
            WITH q AS (SELECT CAST(:account AS uuid) AS account_id, CAST(:host AS text) AS host, CAST(:participant AS text) AS participant,
                              CAST(:meeting AS text) AS meeting, CAST(:from AS timestamptz) AS ended_from,
                              CAST(:before AS timestamptz) AS ended_before)
            """;

    private static final String OUTCOME = """
            CASE WHEN state = 'DESTROYING' THEN 'IN_DESTRUCTION' WHEN state IN ('PURGED', 'REJECTED') THEN 'DESTROYED' ELSE 'PRESERVED' END
            """;

    private final JdbcClient database;

    JdbcHoldQueries(JdbcClient database) {
        this.database = database;
    }

    /** One name is the other, or both are names of one person. */
    private static String known(String asked, String name) {
        return "lower(" + asked + ") = " + name + " OR EXISTS (SELECT FROM " + NAMES + " a JOIN " + NAMES
                + " b ON b.person = a.person WHERE a.account_id = q.account_id AND a.name = lower(" + asked
                + ") AND b.name = " + name + ")";
    }

    /**
     * A hold that asks for an item that is not under it.
     *
     * @param protectsUntil end of its cool-off; absent while it is in force
     */
    record Match(HoldId hold, ItemId item, @Nullable Instant protectsUntil) {}

    void insert(HoldId hold, AccountId account, HoldQuery query) {
        database.sql("""
                        INSERT INTO hold_query (hold_id, account_id, whole_account, host, participant, meeting, ended_from, ended_before)
                        VALUES (:hold, :account, :whole, :host, :participant, :meeting, :from, :before)
                        """)
                .param("hold", hold.value())
                .param("account", account.value())
                .param("whole", query.wholeAccount())
                .params(fields(query))
                .update();
    }

    void released(HoldId hold, Instant protectsUntil) {
        database.sql("UPDATE hold_query SET protects_until = :until WHERE hold_id = :hold")
                .param("hold", hold.value())
                .param("until", Rows.at(protectsUntil))
                .update();
    }

    /** What there is of the scope that is not proven gone, in order of id. */
    List<ItemId> there(AccountId account, Collection<ItemId> listed, @Nullable HoldQuery query) {
        return scope(
                        "SELECT id FROM scope JOIN item USING (id) WHERE state NOT IN ('PURGED', 'REJECTED') ORDER BY id",
                        account,
                        listed,
                        query)
                .query(JdbcHoldQueries::item)
                .list();
    }

    /** Notes what of the scope was gone before the hold. */
    void noteGone(HoldId hold, AccountId account, Collection<ItemId> listed, @Nullable HoldQuery query) {
        scope("""
                        INSERT INTO hold_missed (hold_id, item_id, outcome)
                        SELECT :hold, id, 'DESTROYED' FROM scope JOIN item USING (id) WHERE state IN ('PURGED', 'REJECTED')
                        ON CONFLICT DO NOTHING
                        """, account, listed, query).param("hold", hold.value()).update();
    }

    /** What a hold of this scope would come to, had it been placed when this was read. */
    Map<Outcome, Placement.Items> outcomes(
            AccountId account, Collection<ItemId> listed, @Nullable HoldQuery query, int named) {
        Map<Outcome, Placement.Items> outcomes = new EnumMap<>(Outcome.class);
        scope(
                        "SELECT outcome, count(*) AS count, (array_agg(id ORDER BY id))[1 : CAST(:named AS int)] AS first FROM (SELECT id, "
                                + OUTCOME + " AS outcome FROM scope JOIN item USING (id)) found GROUP BY outcome",
                        account,
                        listed,
                        query)
                .param("named", named)
                .query((row, number) -> outcomes.put(
                        Outcome.valueOf(row.getString("outcome")),
                        new Placement.Items(row.getLong("count"), items(row))))
                .list();
        return outcomes;
    }

    /** Items that a stored hold asks for and that are not under it, though they could be; in order of id. */
    List<ItemId> missing(HoldId hold) {
        return database.sql("WITH q AS (SELECT * FROM hold_query WHERE hold_id = :hold) SELECT i.id" + FITS + UNCOVERED
                        + " ORDER BY i.id")
                .param("hold", hold.value())
                .query(JdbcHoldQueries::item)
                .list();
    }

    private static final String UNCOVERED = """
             AND i.state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
             AND NOT EXISTS (SELECT FROM hold_item covered WHERE covered.hold_id = q.hold_id AND covered.item_id = i.id)
            """;

    /** Most accounts have no hold that asks; that must cost next to nothing. */
    private boolean anyProtecting(AccountId account, Instant now) {
        return database.sql(PROTECTING + "SELECT EXISTS (SELECT FROM q)")
                .param("account", account.value())
                .param("now", Rows.at(now))
                .query(Boolean.class)
                .single();
    }

    /** Which holds ask for what is kept of a meeting and is not under them. */
    List<Match> matching(AccountId account, MeetingId meeting, Instant now) {
        return matching(account, "i.meeting_id = :subject", meeting.value(), now);
    }

    /** Which holds ask for an item that is not under them. */
    List<Match> matching(AccountId account, ItemId item, Instant now) {
        return matching(account, "i.id = :subject", item.value(), now);
    }

    private List<Match> matching(AccountId account, String condition, UUID subject, Instant now) {
        if (!anyProtecting(account, now)) {
            return List.of();
        }
        return database.sql(PROTECTING + "SELECT q.hold_id, i.id, q.protects_until" + FITS + " AND " + condition
                        + UNCOVERED + " ORDER BY i.id, q.hold_id")
                .param("account", account.value())
                .param("now", Rows.at(now))
                .param("subject", subject)
                .query((row, number) -> new Match(
                        new HoldId(Rows.uuid(row, "hold_id")),
                        new ItemId(Rows.uuid(row, "id")),
                        Rows.instantOrNull(row, "protects_until")))
                .list();
    }

    /** Holds that ask for an item that is not under them yet, as decisions weigh them. */
    List<HoldFact> facts(AccountId account, ItemId item, Instant now) {
        if (!anyProtecting(account, now)) {
            return List.of();
        }
        return database.sql(PROTECTING + "SELECT h.id, h.placed_at, h.released_at, h.cool_off"
                        + FITS.replace("WHERE (", "JOIN hold h ON h.id = q.hold_id WHERE (") + " AND i.id = :item"
                        + UNCOVERED)
                .param("account", account.value())
                .param("now", Rows.at(now))
                .param("item", item.value())
                .query(JdbcHoldQueries::fact)
                .list();
    }

    static HoldFact fact(ResultSet row, int number) throws SQLException {
        Instant placed = Rows.instant(row, "placed_at");
        Instant released = Rows.instantOrNull(row, "released_at");
        return new HoldFact(
                Rows.uuid(row, "id"),
                placed,
                // Once, a clock that had gone back was taken at its word.
                released != null && released.isBefore(placed) ? placed : released,
                Grace.parse(row.getString("cool_off")));
    }

    /** What a hold of this scope covers, or came too late for; companions of listed recordings while there is something of them. */
    private JdbcClient.StatementSpec scope(
            String rest, AccountId account, Collection<ItemId> listed, @Nullable HoldQuery query) {
        String scope = query == null
                ? "WITH scope AS (" + LISTED + ") "
                : ASKED + ", scope AS (" + LISTED + " UNION SELECT i.id" + FITS + ") ";
        return database.sql(scope + rest)
                .param("account", account.value())
                .param("listed", listed.stream().map(ItemId::value).toArray(UUID[]::new))
                .params(query == null ? Map.of() : fields(query));
    }

    private static Map<String, Object> fields(HoldQuery query) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("host", query.host());
        fields.put("participant", query.participant());
        fields.put("meeting", query.meeting());
        fields.put("from", Rows.at(query.endedFrom()));
        fields.put("before", Rows.at(query.endedBefore()));
        return fields;
    }

    private static ItemId item(ResultSet row, int number) throws SQLException {
        return new ItemId(Rows.uuid(row, "id"));
    }

    private static List<ItemId> items(ResultSet row) throws SQLException {
        return Arrays.stream((UUID[]) row.getArray("first").getArray())
                .map(ItemId::new)
                .toList();
    }
}
