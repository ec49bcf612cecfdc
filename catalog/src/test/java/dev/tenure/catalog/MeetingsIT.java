package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.aMeeting;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(CatalogWorld.Shared.class)
class MeetingsIT {

    private final CatalogWorld world;
    private final Meetings meetings;
    private final AccountId account;

    MeetingsIT(CatalogWorld world) {
        this.world = world;
        this.meetings = world.the(Meetings.class);
        this.account = world.anAccount();
    }

    @Test
    void keepsTheFirstDescriptionOfAMeeting() {
        NewMeeting told = aMeeting();
        Meeting known = meetings.register(account, told);
        assertThat(known.title()).isEqualTo(told.title());
        assertThat(known.startsAt()).isEqualTo(told.startsAt());
        assertThat(known.zone()).isEqualTo(told.zone());
        assertThat(known.participants()).isEqualTo(told.participants());

        NewMeeting again = new NewMeeting(
                told.externalId(), "Other", told.startsAt(), told.endsAt(), told.zone(), "other", List.of());
        assertThat(meetings.register(account, again)).isEqualTo(known);
        assertThat(meetings.register(world.anAccount(), again).id()).isNotEqualTo(known.id());
    }

    @Test
    void locksAMeetingThatIsKnownAsSoonAsItIsRegisteredAgain() {
        NewMeeting told = aMeeting();
        MeetingId id = meetings.register(account, told).id();
        assertThat(free(id)).isTrue();

        assertThat(world.inTransaction(() -> {
                    meetings.register(account, told);
                    return free(id);
                }))
                .isFalse();
        assertThat(world.inTransaction(() -> {
                    meetings.lock(id);
                    return free(id);
                }))
                .isFalse();
    }

    /** As another transaction finds it. */
    private boolean free(MeetingId id) {
        try (Connection other = world.the(DataSource.class).getConnection();
                PreparedStatement lock =
                        other.prepareStatement("SELECT id FROM meeting WHERE id = ? FOR NO KEY UPDATE SKIP LOCKED")) {
            lock.setObject(1, id.value());
            try (ResultSet rows = lock.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void findsMeetingsThatWereRegisteredBeforeTheirWordsWereKept() throws SQLException {
        Meeting earlier = meetings.register(account, aMeeting());
        Meeting other = meetings.register(account, aMeeting());
        List<String> words = words(earlier);
        assertThat(words).isNotEmpty();
        JdbcClient database = world.the(JdbcClient.class);
        for (String table : List.of("title_word", "participant_word")) {
            database.sql("DELETE FROM " + table + " WHERE meeting_id = :id")
                    .param("id", earlier.id().value())
                    .update();
        }
        database.sql("UPDATE meeting SET title_words = '{}', participant_words = '{}' WHERE id = :id")
                .param("id", earlier.id().value())
                .update();
        assertThat(words(earlier)).isEmpty();

        try (Connection connection = world.the(DataSource.class).getConnection()) {
            JdbcEarlierMeetingWords.index(connection);
            JdbcEarlierMeetingWords.index(connection);
        }
        assertThat(words(earlier)).isEqualTo(words).isEqualTo(words(other));
    }

    private List<String> words(Meeting meeting) {
        return world.the(JdbcClient.class)
                .sql("""
                        SELECT 't ' || word FROM title_word WHERE meeting_id = :id
                        UNION ALL SELECT 'p ' || word FROM participant_word WHERE meeting_id = :id ORDER BY 1
                        """)
                .param("id", meeting.id().value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void forgetsPeopleOnceTheLastItemIsGone() {
        NewMeeting told = aMeeting();
        MeetingId id = meetings.register(account, told).id();
        Item one = world.aReceivingItem(account, id, null);
        Item two = world.aReceivingItem(account, id, null);
        for (ItemState state : ItemState.values()) {
            world.force(one, ItemState.PURGED);
            world.force(two, state);
            if (state != ItemState.PURGED && state != ItemState.REJECTED) {
                assertThat(meetings.forgetPeople(id)).as("%s", state).isFalse();
                assertThat(meetings.find(account, id).orElseThrow().participants())
                        .hasSize(2);
            }
        }
        world.force(two, ItemState.REJECTED);

        assertThat(meetings.forgetPeople(id)).isTrue();
        Meeting forgotten = meetings.find(account, id).orElseThrow();
        assertThat(forgotten.title()).isEmpty();
        assertThat(forgotten.host()).isEmpty();
        assertThat(forgotten.participants()).isEmpty();
        assertThat(forgotten.externalId()).isEqualTo(told.externalId());
        assertThat(meetings.forgetPeople(id)).isFalse();
    }

    @Test
    void internsARetentionClassOnce() {
        RetentionClasses classes = world.the(RetentionClasses.class);
        String id = world.aRetentionClass(account);
        classes.intern(new RetentionClasses.RetentionClass(id, account, "{\"rule\": \"other\"}"));

        assertThat(classes.find(id).orElseThrow().factsJson()).isEqualTo("{\"rule\": \"P30D\"}");
        assertThat(classes.find("absent")).isEmpty();
        assertThat(classes.inForce(CatalogWorld.ENDED))
                .extracting(RetentionClasses.RetentionClass::id)
                .contains(id);
    }
}
