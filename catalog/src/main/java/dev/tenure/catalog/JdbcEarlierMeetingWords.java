package dev.tenure.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Makes meetings findable that were registered before there were words to find them by. Words are told apart in Java, so it cannot be SQL. */
final class JdbcEarlierMeetingWords implements JavaMigration {

    private static final int PAGE = 500;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("202611261000");
    }

    @Override
    public String getDescription() {
        return "words of earlier meetings";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        index(context.getConnection());
    }

    /** Within the connection's transaction; meetings that have words, or whose people were forgotten, stay as they are. */
    static void index(Connection connection) {
        JdbcClient database = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        JdbcMeetingWords words = new JdbcMeetingWords(database);
        Optional<UUID> last = Optional.empty();
        do {
            List<Told> page = page(database, last.orElse(null));
            for (Told meeting : page) {
                words.index(meeting.id, meeting.title, participants(database, meeting.id));
            }
            last = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id);
        } while (last.isPresent());
    }

    private record Told(UUID id, String title) {}

    private static List<Told> page(JdbcClient database, @Nullable UUID after) {
        return database.sql("""
                        SELECT id, title FROM meeting
                         WHERE (CAST(:after AS uuid) IS NULL OR id > :after)
                           AND forgotten_at IS NULL AND title_words = '{}' AND participant_words = '{}'
                         ORDER BY id LIMIT :limit
                        """)
                .param("after", after)
                .param("limit", PAGE)
                .query((row, number) -> new Told(Rows.uuid(row, "id"), row.getString("title")))
                .list();
    }

    private static List<Meeting.Participant> participants(JdbcClient database, UUID meeting) {
        return database.sql("SELECT display_name, email FROM participant WHERE meeting_id = :meeting ORDER BY ordinal")
                .param("meeting", meeting)
                .query(JdbcEarlierMeetingWords::participant)
                .list();
    }

    private static Meeting.Participant participant(ResultSet row, int number) throws SQLException {
        return new Meeting.Participant(row.getString("display_name"), row.getString("email"));
    }
}
