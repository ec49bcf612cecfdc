package dev.tenure.catalog;

import dev.tenure.catalog.words.Words;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps what meetings are found by beside what they say; always within the transaction that changes that. */
final class JdbcMeetingWords {

    private final JdbcClient database;

    JdbcMeetingWords(JdbcClient database) {
        this.database = database;
    }

    /** Makes a meeting that has no words yet findable. */
    void index(UUID meeting, String title, Collection<Meeting.Participant> participants) {
        SequencedSet<String> people = new LinkedHashSet<>();
        for (Meeting.Participant one : participants) {
            people.addAll(Words.of(one.displayName()));
            if (one.email() != null) {
                people.addAll(Words.of(one.email()));
            }
        }
        database.sql("""
                        WITH found_by AS (
                            UPDATE meeting SET title_words = :title, participant_words = :people WHERE id = :meeting
                            RETURNING id, account_id, ends_at, title_words, participant_words),
                        titles AS (
                            INSERT INTO title_word (account_id, word, recorded_at, meeting_id)
                            SELECT account_id, unnest(title_words), ends_at, id FROM found_by)
                        INSERT INTO participant_word (account_id, word, recorded_at, meeting_id)
                        SELECT account_id, unnest(participant_words), ends_at, id FROM found_by
                        """)
                .param("meeting", meeting)
                .param("title", array(Words.of(title)))
                .param("people", array(people))
                .update();
    }

    /** Nothing finds the meeting by its words or its host any more. */
    void forget(UUID meeting) {
        forget(List.of(meeting));
    }

    void forget(Collection<UUID> gone) {
        UUID[] meetings = gone.toArray(UUID[]::new);
        database.sql("""
                        DELETE FROM title_word w USING meeting m
                         WHERE m.id = ANY (:meetings) AND w.account_id = m.account_id AND w.word = ANY (m.title_words)
                           AND w.recorded_at = m.ends_at AND w.meeting_id = m.id
                        """).param("meetings", meetings).update();
        database.sql("""
                        DELETE FROM participant_word w USING meeting m
                         WHERE m.id = ANY (:meetings) AND w.account_id = m.account_id AND w.word = ANY (m.participant_words)
                           AND w.recorded_at = m.ends_at AND w.meeting_id = m.id
                        """).param("meetings", meetings).update();
        database.sql("UPDATE meeting SET title_words = '{}', participant_words = '{}' WHERE id = ANY (:meetings)")
                .param("meetings", meetings)
                .update();
        database.sql("UPDATE item SET host = '' WHERE meeting_id = ANY (:meetings)")
                .param("meetings", meetings)
                .update();
    }

    private static String[] array(Collection<String> words) {
        return words.toArray(String[]::new);
    }
}
