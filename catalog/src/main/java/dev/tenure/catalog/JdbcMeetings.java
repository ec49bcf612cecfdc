package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcMeetings implements Meetings {

    private final JdbcClient database;
    private final Ids ids;
    private final JdbcMeetingWords words;

    JdbcMeetings(JdbcClient database, Ids ids) {
        this.database = database;
        this.ids = ids;
        this.words = new JdbcMeetingWords(database);
    }

    @Override
    @Transactional
    public Meeting register(AccountId account, NewMeeting meeting) {
        UUID fresh = ids.next();
        // A meeting whose people were forgotten with its last item is told anew by its next one.
        Optional<UUID> told = database.sql("""
                        INSERT INTO meeting (id, account_id, external_id, title, starts_at, ends_at, zone, host)
                        VALUES (:id, :account, :external, :title, :starts, :ends, :zone, :host)
                        ON CONFLICT (account_id, external_id) DO UPDATE
                           SET title = excluded.title, host = excluded.host, forgotten_at = NULL
                         WHERE meeting.forgotten_at IS NOT NULL
                        RETURNING id
                        """)
                .param("id", fresh)
                .param("account", account.value())
                .param("external", meeting.externalId())
                .param("title", meeting.title())
                .param("starts", Rows.at(meeting.startsAt()))
                .param("ends", Rows.at(meeting.endsAt()))
                .param("zone", meeting.zone().getId())
                .param("host", meeting.host())
                .query(UUID.class)
                .optional();
        told.ifPresent(id -> {
            insert(id, meeting.participants());
            words.index(id, meeting.title(), meeting.participants());
        });
        UUID known = database.sql("SELECT id FROM meeting WHERE account_id = :account AND external_id = :external")
                .param("account", account.value())
                .param("external", meeting.externalId())
                .query(UUID.class)
                .single();
        return find(account, new MeetingId(known)).orElseThrow();
    }

    private void insert(UUID meeting, List<Meeting.Participant> participants) {
        int ordinal = 0;
        for (Meeting.Participant one : participants) {
            database.sql(
                            "INSERT INTO participant (meeting_id, ordinal, display_name, email) VALUES (:meeting, :ordinal, :name, :email)")
                    .param("meeting", meeting)
                    .param("ordinal", ordinal++)
                    .param("name", one.displayName())
                    .param("email", one.email())
                    .update();
        }
    }

    @Override
    public Optional<Meeting> find(AccountId account, MeetingId id) {
        List<Meeting.Participant> participants = database.sql("""
                        SELECT p.display_name, p.email
                          FROM participant p JOIN meeting m ON m.id = p.meeting_id
                         WHERE m.id = :id AND m.account_id = :account
                         ORDER BY p.ordinal
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .query((row, number) -> new Meeting.Participant(row.getString("display_name"), row.getString("email")))
                .list();
        return database.sql("""
                        SELECT id, account_id, external_id, title, starts_at, ends_at, zone, host
                          FROM meeting
                         WHERE id = :id AND account_id = :account
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .query((row, number) -> meeting(row, participants))
                .optional();
    }

    @Override
    public Optional<Meeting> find(AccountId account, String externalId) {
        if (externalId.isEmpty() || externalId.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return database.sql("""
                        SELECT id FROM meeting
                         WHERE account_id = :account AND external_id = :external AND forgotten_at IS NULL
                        """)
                .param("account", account.value())
                .param("external", externalId)
                .query((row, number) -> new MeetingId(Rows.uuid(row, "id")))
                .optional()
                .flatMap(id -> find(account, id));
    }

    @Override
    public List<ItemId> items(AccountId account, MeetingId id, ItemKind kind, ItemState state) {
        return database.sql("""
                        SELECT id FROM item
                         WHERE meeting_id = :meeting AND account_id = :account AND kind = :kind AND state = :state
                         ORDER BY id
                        """)
                .param("meeting", id.value())
                .param("account", account.value())
                .param("kind", kind.name())
                .param("state", state.name())
                .query((row, number) -> new ItemId(Rows.uuid(row, "id")))
                .list();
    }

    @Override
    public List<ItemId> ruledLike(Item recording) {
        return database.sql("""
                        SELECT id FROM item
                         WHERE meeting_id = :meeting AND account_id = :account AND kind <> 'RECORDING'
                           AND retention_class = :class AND anchor = :anchor
                           AND state NOT IN ('REJECTED', 'DESTROYING', 'PURGED')
                         ORDER BY id
                        """)
                .param("meeting", recording.meeting().value())
                .param("account", recording.account().value())
                .param("class", recording.retentionClass())
                .param("anchor", Rows.at(recording.anchor()))
                .query((row, number) -> new ItemId(Rows.uuid(row, "id")))
                .list();
    }

    private static Meeting meeting(ResultSet row, List<Meeting.Participant> participants) throws SQLException {
        return new Meeting(
                new MeetingId(Rows.uuid(row, "id")),
                new AccountId(Rows.uuid(row, "account_id")),
                row.getString("external_id"),
                row.getString("title"),
                Rows.instant(row, "starts_at"),
                Rows.instant(row, "ends_at"),
                ZoneId.of(row.getString("zone")),
                row.getString("host"),
                participants);
    }

    @Override
    public boolean hasItems(AccountId account, String externalId) {
        return !database.sql("""
                        SELECT m.id FROM meeting m
                         WHERE m.account_id = :account AND m.external_id = :external
                           AND EXISTS (SELECT FROM item i WHERE i.meeting_id = m.id)
                        """)
                .param("account", account.value())
                .param("external", externalId)
                .query(UUID.class)
                .list()
                .isEmpty();
    }

    @Override
    public Optional<Instant> goneSince(AccountId account, String externalId) {
        return database.sql("""
                        SELECT CASE WHEN bool_and(i.state IN ('PURGED', 'REJECTED')) THEN max(i.state_since) END AS since
                          FROM meeting m JOIN item i ON i.meeting_id = m.id
                         WHERE m.account_id = :account AND m.external_id = :external
                        """)
                .param("account", account.value())
                .param("external", externalId)
                .query((row, number) -> Optional.ofNullable(Rows.instantOrNull(row, "since")))
                .single();
    }

    @Override
    @Transactional
    public boolean forgetPeople(MeetingId id) {
        // Locked first: who registers an item of it meanwhile waits, or is seen by the question that follows.
        database.sql("SELECT id FROM meeting WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
        int forgotten = database.sql("""
                        UPDATE meeting SET title = '', host = '', forgotten_at = clock_timestamp()
                         WHERE id = :id AND forgotten_at IS NULL
                           AND NOT EXISTS (SELECT FROM item WHERE meeting_id = :id AND state NOT IN ('PURGED', 'REJECTED'))
                        """).param("id", id.value()).update();
        if (forgotten == 1) {
            database.sql("DELETE FROM participant WHERE meeting_id = :id")
                    .param("id", id.value())
                    .update();
            words.forget(id.value());
        }
        return forgotten == 1;
    }
}
