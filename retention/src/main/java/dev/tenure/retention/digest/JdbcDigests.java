package dev.tenure.retention.digest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import dev.tenure.retention.digest.Digest.Recipient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who has news, which, and what was told. */
final class JdbcDigests {

    /** An end that was noted and no digest told of. What is under way to its end, or gone, is nobody's to decide any more. */
    private static final String ENDING = """
            expiry_notice n JOIN item i ON i.id = n.item_id
             WHERE n.digested_end IS DISTINCT FROM n.destroy_at AND n.destroy_at > :now
               AND i.owner_id IS NOT NULL AND i.state IN ('STORED', 'READY', 'TRASHED')
            """;

    /** What went to the trash by itself: what followed a recording is told of with that, and comes back with it. */
    private static final String TRASHED = """
            item i LEFT JOIN trash_notice t ON t.item_id = i.id
             WHERE i.state = 'TRASHED' AND i.trashed_with IS NULL AND i.owner_id IS NOT NULL
               AND t.trashed_at IS DISTINCT FROM i.trashed_at
            """;

    private final JdbcClient database;

    JdbcDigests(JdbcClient database) {
        this.database = database;
    }

    /**
     * A host with news.
     *
     * @param lastDay the day of their last digest; absent when there was none
     */
    record Host(
            Recipient recipient,
            AccountId account,
            String accountName,
            @Nullable LocalDate lastDay) {}

    /** An item whose end was noted, and the end that was. */
    record Noted(ItemId item, String meeting, Instant at) {}

    /** Hosts with news who are still there, in order of id, after {@code after} where that is given. */
    List<Host> hosts(Instant now, @Nullable PersonId after, int limit) {
        return database.sql("""
                        SELECT p.id, p.email, p.name, p.account_id, a.name AS account_name, d.day
                          FROM (SELECT i.owner_id FROM\s""" + ENDING + " UNION SELECT i.owner_id FROM " + TRASHED + """
                               ) AS news
                          JOIN person p ON p.id = news.owner_id
                          JOIN account a ON a.id = p.account_id
                          LEFT JOIN digest d ON d.person_id = p.id
                         WHERE p.left_at IS NULL AND (CAST(:after AS uuid) IS NULL OR p.id > :after)
                         ORDER BY p.id LIMIT :limit
                        """)
                .param("now", Rows.at(now))
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new Host(
                        new Recipient(
                                new PersonId(Rows.uuid(row, "id")), row.getString("email"), row.getString("name")),
                        new AccountId(Rows.uuid(row, "account_id")),
                        row.getString("account_name"),
                        row.getObject("day", LocalDate.class)))
                .list();
    }

    /** Items of a host whose end no digest told of, the first to go first. */
    List<Noted> ending(PersonId host, Instant now, int limit) {
        return database.sql("""
                        SELECT item_id, title, destroy_at
                          FROM (SELECT DISTINCT ON (i.id) i.id AS item_id, i.meeting_id, n.destroy_at FROM\s""" + ENDING + """
                                  AND i.owner_id = :host ORDER BY i.id, n.destroy_at) AS news
                          JOIN meeting m ON m.id = news.meeting_id
                         ORDER BY destroy_at, item_id LIMIT :limit
                        """)
                .param("now", Rows.at(now))
                .param("host", host.value())
                .param("limit", limit)
                .query((row, number) -> new Noted(
                        new ItemId(Rows.uuid(row, "item_id")), row.getString("title"), Rows.instant(row, "destroy_at")))
                .list();
    }

    /** Items of a host in the trash that no digest told of, those that have been there longest first. */
    List<Noted> trashed(PersonId host, int limit) {
        return database.sql("""
                        SELECT item_id, title, trashed_at
                          FROM (SELECT i.id AS item_id, i.meeting_id, i.trashed_at FROM\s""" + TRASHED + """
                                  AND i.owner_id = :host ORDER BY i.trashed_at, i.id LIMIT :limit) AS news
                          JOIN meeting m ON m.id = news.meeting_id
                         ORDER BY trashed_at, item_id
                        """)
                .param("host", host.value())
                .param("limit", limit)
                .query((row, number) -> new Noted(
                        new ItemId(Rows.uuid(row, "item_id")), row.getString("title"), Rows.instant(row, "trashed_at")))
                .list();
    }

    /** How many of a host's items have an end that no digest told of, and how many are in the trash untold. */
    long[] untold(PersonId host, Instant now) {
        return database.sql(
                        "SELECT (SELECT count(DISTINCT i.id) FROM " + ENDING + " AND i.owner_id = :host) AS ending, "
                                + "(SELECT count(*) FROM " + TRASHED + " AND i.owner_id = :host) AS trashed")
                .param("now", Rows.at(now))
                .param("host", host.value())
                .query((row, number) -> new long[] {row.getLong("ending"), row.getLong("trashed")})
                .single();
    }

    /** Notes that these ends were told of. An end that moved meanwhile stays to be told. */
    void endingTold(List<Noted> told) {
        database.sql("""
                        UPDATE expiry_notice n SET digested_end = n.destroy_at
                          FROM unnest(:items, CAST(:ends AS timestamptz[])) AS told (item, ending)
                         WHERE n.item_id = told.item AND n.destroy_at = told.ending
                        """)
                .param("items", ids(told))
                .param("ends", instants(told))
                .update();
    }

    /** Notes that it was told of these items that they are in the trash since then. */
    void trashTold(List<Noted> told) {
        database.sql("""
                        INSERT INTO trash_notice (item_id, trashed_at)
                        SELECT * FROM unnest(:items, CAST(:since AS timestamptz[]))
                        ON CONFLICT (item_id) DO UPDATE SET trashed_at = excluded.trashed_at
                        """)
                .param("items", ids(told))
                .param("since", instants(told))
                .update();
    }

    /**
     * Notes the day of a host's digest.
     *
     * @param problem why it was not taken; absent when it was
     */
    void day(PersonId host, LocalDate day, @Nullable String problem) {
        database.sql("""
                        INSERT INTO digest (person_id, day, problem) VALUES (:host, :day, :problem)
                        ON CONFLICT (person_id) DO UPDATE SET day = excluded.day, problem = excluded.problem
                        """)
                .param("host", host.value())
                .param("day", day)
                .param("problem", problem)
                .update();
    }

    private static UUID[] ids(List<Noted> noted) {
        return noted.stream().map(one -> one.item().value()).toArray(UUID[]::new);
    }

    private static String[] instants(List<Noted> noted) {
        return noted.stream().map(one -> one.at().toString()).toArray(String[]::new);
    }
}
