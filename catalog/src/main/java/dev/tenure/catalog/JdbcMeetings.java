package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcMeetings implements Meetings {

    private static final String COLUMNS =
            "m.id, m.account_id, m.external_id, m.title, m.starts_at, m.ends_at, m.zone, m.host, p.display_name, p.email";

    private static final String FROM = " FROM meeting m LEFT JOIN participant p ON p.meeting_id = m.id";

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
        // A meeting whose people were forgotten with its last item is told anew by its next one. One that is known is
        // locked even where nothing is told.
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
        return read("m.account_id = :account AND m.external_id = :external", account, "external", meeting.externalId())
                .orElseThrow();
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
        return read("m.account_id = :account AND m.id = :id", account, "id", id.value());
    }

    /** The meeting and its participants in one look. */
    private Optional<Meeting> read(String condition, AccountId account, String name, Object value) {
        return database.sql("SELECT " + COLUMNS + FROM + " WHERE " + condition + " ORDER BY p.ordinal")
                .param("account", account.value())
                .param(name, value)
                .query(JdbcMeetings::meeting);
    }

    @Override
    public Optional<Meeting> find(AccountId account, String externalId) {
        if (externalId.isEmpty() || externalId.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return read(
                "m.account_id = :account AND m.external_id = :external AND m.forgotten_at IS NULL",
                account,
                "external",
                externalId);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(MeetingId id) {
        database.sql("SELECT id FROM meeting WHERE id = :id FOR NO KEY UPDATE")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
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
                .query(JdbcMeetings::itemId)
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
                .query(JdbcMeetings::itemId)
                .list();
    }

    @Override
    public List<ItemId> goingWith(Item recording) {
        return database.sql("""
                        SELECT id FROM item
                         WHERE meeting_id = :meeting AND account_id = :account AND kind <> 'RECORDING'
                           AND state IN ('STORED', 'QUARANTINED', 'READY')
                           AND NOT EXISTS (SELECT FROM item other
                                            WHERE other.meeting_id = :meeting AND other.kind = 'RECORDING' AND other.id <> :recording
                                              AND other.state IN ('RECEIVING', 'STORED', 'QUARANTINED', 'READY'))
                         ORDER BY id
                        """)
                .param("meeting", recording.meeting().value())
                .param("account", recording.account().value())
                .param("recording", recording.id().value())
                .query(JdbcMeetings::itemId)
                .list();
    }

    @Override
    public List<ItemId> goneWith(Item recording) {
        return database.sql("""
                        SELECT id FROM item
                         WHERE meeting_id = :meeting AND account_id = :account
                           AND trashed_with IS NOT NULL AND state = 'TRASHED'
                         ORDER BY id
                        """)
                .param("meeting", recording.meeting().value())
                .param("account", recording.account().value())
                .query(JdbcMeetings::itemId)
                .list();
    }

    private static ItemId itemId(ResultSet row, int number) throws SQLException {
        return new ItemId(Rows.uuid(row, "id"));
    }

    /** A meeting that comes with a row for each participant, or one without when it has none. */
    private static Optional<Meeting> meeting(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        MeetingId id = new MeetingId(Rows.uuid(rows, "id"));
        AccountId account = new AccountId(Rows.uuid(rows, "account_id"));
        String externalId = rows.getString("external_id");
        String title = rows.getString("title");
        Instant starts = Rows.instant(rows, "starts_at");
        Instant ends = Rows.instant(rows, "ends_at");
        ZoneId zone = ZoneId.of(rows.getString("zone"));
        String host = rows.getString("host");
        List<Meeting.Participant> participants = new ArrayList<>();
        do {
            String name = rows.getString("display_name");
            if (name != null) {
                participants.add(new Meeting.Participant(name, rows.getString("email")));
            }
        } while (rows.next());
        return Optional.of(new Meeting(id, account, externalId, title, starts, ends, zone, host, participants));
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
