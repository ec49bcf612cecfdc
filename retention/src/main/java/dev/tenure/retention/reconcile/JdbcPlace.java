package dev.tenure.retention.reconcile;

import dev.tenure.catalog.Rows;
import dev.tenure.objectstore.ListingMark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the comparison is. Each change refers to the place that it goes on from. */
final class JdbcPlace {

    private final JdbcClient database;

    JdbcPlace(JdbcClient database) {
        this.database = database;
    }

    enum Phase {
        VERSIONS,
        UPLOADS,
        ORPHANS
    }

    /**
     * A place.
     *
     * @param beganAt of the comparison that is under way, or of the last one; absent before the first
     * @param phase what is to be done; absent while none is under way
     * @param lastKey the last key that was compared
     * @param listed versions and markers so far
     * @param endedAt of the last whole comparison
     * @param endedListed versions and markers that the bucket had then
     */
    record Place(
            long step,
            @Nullable Instant beganAt,
            @Nullable Phase phase,
            ListingMark mark,
            String lastKey,
            long listed,
            @Nullable Instant endedAt,
            long endedListed) {}

    Place now() {
        return database.sql("""
                        SELECT step, began_at, phase, mark_key, mark_id, last_key, listed, ended_at, ended_listed FROM reconciliation
                        """)
                .query((row, number) -> {
                    String phase = row.getString("phase");
                    return new Place(
                            row.getLong("step"),
                            Rows.instantOrNull(row, "began_at"),
                            phase == null ? null : Phase.valueOf(phase),
                            new ListingMark(row.getString("mark_key"), row.getString("mark_id")),
                            row.getString("last_key"),
                            row.getLong("listed"),
                            Rows.instantOrNull(row, "ended_at"),
                            row.getLong("ended_listed"));
                })
                .single();
    }

    /** Begins a comparison; false when another did. */
    boolean begin(Place from, Instant now) {
        return database.sql("""
                        UPDATE reconciliation
                           SET step = step + 1, began_at = :now, phase = 'VERSIONS', mark_key = '', mark_id = '', last_key = '', listed = 0
                         WHERE step = :step
                        """)
                        .param("now", Rows.at(now))
                        .param("step", from.step())
                        .update()
                == 1;
    }

    /** Goes on to the next page; false when the worker was overtaken, whose work does not count then. */
    boolean reached(Place from, ListingMark mark, String lastKey, int listed) {
        return database.sql("""
                        UPDATE reconciliation
                           SET step = step + 1, mark_key = :key, mark_id = :id, last_key = :last, listed = listed + :listed
                         WHERE step = :step
                        """)
                        .param("key", mark.key())
                        .param("id", mark.id())
                        .param("last", lastKey)
                        .param("listed", listed)
                        .param("step", from.step())
                        .update()
                == 1;
    }

    /** Goes on to a phase, at its beginning; false when the worker was overtaken. */
    boolean enter(Place from, Phase phase, int listed) {
        return database.sql("""
                        UPDATE reconciliation
                           SET step = step + 1, phase = :phase, mark_key = '', mark_id = '', last_key = '', listed = listed + :listed
                         WHERE step = :step
                        """)
                        .param("phase", phase.name())
                        .param("listed", listed)
                        .param("step", from.step())
                        .update()
                == 1;
    }

    /** Lists the versions from the beginning again. */
    boolean again(Place from) {
        return database.sql("""
                        UPDATE reconciliation
                           SET step = step + 1, mark_key = '', mark_id = '', last_key = '',
                               listed = CASE phase WHEN 'VERSIONS' THEN 0 ELSE listed END
                         WHERE step = :step
                        """).param("step", from.step()).update() == 1;
    }

    /** Ends the comparison. */
    boolean end(Place from, Instant now) {
        return database.sql("""
                        UPDATE reconciliation SET step = step + 1, phase = NULL, ended_at = :now, ended_listed = listed
                         WHERE step = :step
                        """)
                        .param("now", Rows.at(now))
                        .param("step", from.step())
                        .update()
                == 1;
    }
}
