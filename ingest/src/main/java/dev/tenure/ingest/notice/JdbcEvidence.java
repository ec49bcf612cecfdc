package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.Rows;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of evidence. Whatever writes to a chain locks it first. */
final class JdbcEvidence {

    private final JdbcClient database;

    JdbcEvidence(JdbcClient database) {
        this.database = database;
    }

    Revised<NoticePolicy> policy(AccountId account) {
        return database.sql("SELECT without_evidence, revision FROM notice_policy WHERE account_id = :account")
                .param("account", account.value())
                .query((row, number) -> new Revised<>(NoticePolicy.valueOf(row.getString(1)), row.getLong(2)))
                .optional()
                .orElse(new Revised<>(NoticePolicy.QUARANTINE, 0));
    }

    /** Nobody else decides about the account's policy until the transaction ends, even where there is no row of it yet. */
    void lockPolicy(AccountId account) {
        database.sql("SELECT id FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query()
                .singleRow();
    }

    void policy(AccountId account, NoticePolicy policy) {
        database.sql("""
                        INSERT INTO notice_policy (account_id, without_evidence) VALUES (:account, :policy)
                        ON CONFLICT (account_id) DO UPDATE
                           SET without_evidence = excluded.without_evidence, revision = notice_policy.revision + 1
                        """)
                .param("account", account.value())
                .param("policy", policy.name())
                .update();
    }

    /** Whoever asks whether there is evidence and whoever brings some wait for each other, until their transactions end. */
    void lockMeeting(AccountId account, String meeting) {
        database.sql("SELECT pg_advisory_xact_lock(hashtextextended(:meeting, 0))")
                .param("meeting", "notice " + account + " " + meeting)
                .query((row, number) -> number)
                .list();
    }

    /**
     * The end of a meeting's chain.
     *
     * @param head the last entry's hash; empty where there is none
     * @param informing whether an entry says that a notice was shown or heard
     * @param shown the first notice that an entry names
     */
    record Chain(
            int length,
            String head,
            boolean informing,
            @Nullable Shown shown) {}

    Optional<Chain> chain(AccountId account, String meeting) {
        return database.sql("""
                        SELECT length, head, informing, notice_id, shown_at FROM notice_chain
                         WHERE account_id = :account AND meeting = :meeting
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .query((row, number) -> {
                    UUID notice = Rows.uuidOrNull(row, "notice_id");
                    return new Chain(
                            row.getInt("length"),
                            row.getString("head"),
                            row.getBoolean("informing"),
                            notice == null ? null : new Shown(new NoticeId(notice), Rows.instant(row, "shown_at")));
                })
                .optional();
    }

    void begin(AccountId account, String meeting) {
        database.sql(
                        "INSERT INTO notice_chain (account_id, meeting) VALUES (:account, :meeting) ON CONFLICT DO NOTHING")
                .param("account", account.value())
                .param("meeting", meeting)
                .update();
    }

    void moveHead(AccountId account, String meeting, Chain chain) {
        database.sql("""
                        UPDATE notice_chain
                           SET length = :length, head = :head, informing = :informing, notice_id = :notice, shown_at = :shown, changed_at = clock_timestamp()
                         WHERE account_id = :account AND meeting = :meeting
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("length", chain.length())
                .param("head", chain.head())
                .param("informing", chain.informing())
                .param(
                        "notice",
                        chain.shown() == null ? null : chain.shown().notice().value())
                .param(
                        "shown",
                        chain.shown() == null ? null : Rows.at(chain.shown().at()))
                .update();
    }

    /**
     * A link of a chain.
     *
     * @param eventId absent on a header
     * @param pseudonym absent on a header
     * @param hash SHA-256 of the hash before, in hexadecimal digits, and the body
     */
    record Link(
            int ordinal, @Nullable String eventId, @Nullable UUID pseudonym, String body, String hash) {}

    void append(AccountId account, String meeting, Link entry) {
        database.sql("""
                        INSERT INTO notice_evidence (account_id, meeting, ordinal, kind, event_id, pseudonym, body, hash)
                        VALUES (:account, :meeting, :ordinal, :kind, :event, :pseudonym, :body, :hash)
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("ordinal", entry.ordinal())
                .param("kind", entry.eventId() == null ? "HEADER" : "EVENT")
                .param("event", entry.eventId())
                .param("pseudonym", entry.pseudonym())
                .param("body", entry.body())
                .param("hash", entry.hash())
                .update();
    }

    Optional<String> event(AccountId account, String meeting, String eventId) {
        return database.sql("""
                        SELECT body FROM notice_evidence
                         WHERE account_id = :account AND meeting = :meeting AND event_id = :event
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("event", eventId)
                .query((row, number) -> row.getString("body"))
                .optional();
    }

    /** The links behind one, up to another, in order. */
    List<Link> links(AccountId account, String meeting, int after, int upTo) {
        return database.sql("""
                        SELECT ordinal, event_id, pseudonym, body, hash FROM notice_evidence
                         WHERE account_id = :account AND meeting = :meeting AND ordinal > :after AND ordinal <= :upTo
                         ORDER BY ordinal
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("after", after)
                .param("upTo", upTo)
                .query((row, number) -> new Link(
                        row.getInt("ordinal"),
                        row.getString("event_id"),
                        row.getObject("pseudonym", UUID.class),
                        row.getString("body"),
                        row.getString("hash")))
                .list();
    }

    /** The participant's pseudonym, the same for the same id; what is known better now than before is kept. */
    UUID pseudonym(AccountId account, String meeting, Participant participant, UUID fresh) {
        return database.sql("""
                        INSERT INTO notice_participant (account_id, meeting, pseudonym, who, name, email, strength)
                        VALUES (:account, :meeting, :pseudonym, :who, :name, :email, :strength)
                        ON CONFLICT (account_id, meeting, who) DO UPDATE
                           SET name = coalesce(excluded.name, notice_participant.name),
                               email = coalesce(excluded.email, notice_participant.email),
                               strength = excluded.strength
                        RETURNING pseudonym
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("pseudonym", fresh)
                .param("who", participant.id())
                .param("name", participant.name())
                .param("email", participant.email())
                .param("strength", participant.strength().name())
                .query((row, number) -> Rows.uuid(row, "pseudonym"))
                .single();
    }

    /** A pseudonym and who stands behind it. */
    record Known(UUID pseudonym, Participant participant) {}

    List<Known> participants(AccountId account, String meeting) {
        return database.sql("""
                        SELECT pseudonym, who, name, email, strength FROM notice_participant
                         WHERE account_id = :account AND meeting = :meeting ORDER BY pseudonym
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .query((row, number) -> new Known(
                        row.getObject("pseudonym", UUID.class),
                        new Participant(
                                row.getString("who"),
                                row.getString("name"),
                                row.getString("email"),
                                Strength.valueOf(row.getString("strength")))))
                .list();
    }

    /** A chain that is due to be looked at. */
    record Due(AccountId account, String meeting, Instant changedAt) {}

    List<Due> due(int limit) {
        return database.sql("""
                        SELECT account_id, meeting, changed_at FROM notice_chain
                         WHERE look_at < clock_timestamp() ORDER BY look_at LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> new Due(
                        new AccountId(Rows.uuid(row, "account_id")),
                        row.getString("meeting"),
                        Rows.instant(row, "changed_at")))
                .list();
    }

    void lookAgain(Due chain, Duration later) {
        database.sql("""
                        UPDATE notice_chain SET look_at = clock_timestamp() + make_interval(secs => :later)
                         WHERE account_id = :account AND meeting = :meeting
                        """)
                .param("account", chain.account().value())
                .param("meeting", chain.meeting())
                .param("later", (double) later.toSeconds())
                .update();
    }

    /** Returns how many were forgotten. */
    int forgetParticipants(Due chain) {
        return database.sql("DELETE FROM notice_participant WHERE account_id = :account AND meeting = :meeting")
                .param("account", chain.account().value())
                .param("meeting", chain.meeting())
                .update();
    }

    void delete(Due chain) {
        for (String table : List.of("notice_participant", "notice_evidence", "notice_chain")) {
            database.sql("DELETE FROM " + table + " WHERE account_id = :account AND meeting = :meeting")
                    .param("account", chain.account().value())
                    .param("meeting", chain.meeting())
                    .update();
        }
    }
}
