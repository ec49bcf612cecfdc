package dev.tenure.ingest.handover.work;

import static dev.tenure.ingest.handover.work.JdbcSources.at;

import dev.tenure.catalog.ItemId;
import dev.tenure.ingest.handover.HandOver.Edition;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hand-overs as sets that are made anew. */
final class JdbcEditions {

    private final JdbcClient database;

    JdbcEditions(JdbcClient database) {
        this.database = database;
    }

    /** Which of these keys belong to a set, and could not be fetched from where they were said to lie. */
    Set<String> astray(SourceId source, List<String> keys) {
        return Set.copyOf(database.sql("""
                        SELECT key FROM hand_over
                         WHERE source_id = :source AND key = ANY (:keys) AND set_hash IS NOT NULL
                           AND state = 'HEARD' AND problem IS NOT NULL
                        """)
                .param("source", source.value())
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** It lies there now. When it is tried again stays as it is; whoever tries just now learns it with the next try. */
    void relocate(SourceId source, String key, byte[] location) {
        database.sql("""
                        UPDATE hand_over SET location = :location
                         WHERE source_id = :source AND key = :key AND state = 'HEARD'
                        """)
                .param("source", source.value())
                .param("key", key)
                .param("location", location)
                .update();
    }

    /** These files belong to the new edition as they are. */
    void adopt(SourceId source, Edition edition, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        database.sql("""
                        UPDATE hand_over SET edition = :edition
                         WHERE source_id = :source AND set_hash = :set
                           AND key_hash = ANY (SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) AS hash)
                        """)
                .param("source", source.value())
                .param("set", JdbcHandOvers.hash(edition.set()))
                .param("edition", edition.name())
                .param(
                        "hashes",
                        keys.stream()
                                .map(key -> HexFormat.of().formatHex(JdbcHandOvers.hash(key)))
                                .toArray(String[]::new))
                .update();
    }

    /** What was still to be fetched of earlier editions is not there any more. What somebody fetches just now is replaced once it is here. */
    void dropUnfetched(SourceId source, Edition by, Instant now) {
        database.sql("""
                        UPDATE hand_over
                           SET state = 'UNUSABLE', location = NULL, replaced_at = :now, problem = 'it was made anew before it was fetched'
                         WHERE source_id = :source AND set_hash = :set AND edition <> :edition AND heard_at < :now
                           AND state = 'HEARD' AND claim IS NULL
                        """)
                .param("source", source.value())
                .param("set", JdbcHandOvers.hash(by.set()))
                .param("edition", by.name())
                .param("now", at(now))
                .update();
    }

    /** Until the transaction ends, nobody else replaces items of the hand-over's set. */
    void lockSet(UUID handOver) {
        database.sql("""
                        SELECT pg_advisory_xact_lock(hashtextextended(source_id || encode(set_hash, 'hex'), 0)) FROM hand_over
                         WHERE id = :id AND set_hash IS NOT NULL
                        """).param("id", handOver).query((row, number) -> "").list();
    }

    /** A hand-over whose edition is not the newest, and what became of it. */
    record Outlived(UUID handOver, ItemId item) {}

    /**
     * Those of the hand-over's set that a newer edition stands for, all of which is here: files that are there anew under the same name; and where all of
     * the edition is new, those that it does without. A file that only vanished from its source, by our own doing or another's, is the more ours to keep.
     * Under {@link #lockSet}.
     */
    List<Outlived> outlived(UUID handOver) {
        return database.sql("""
                        WITH this AS (
                            SELECT source_id, set_hash FROM hand_over WHERE id = :id AND set_hash IS NOT NULL),
                        newest AS (
                            SELECT h.edition, h.heard_at FROM hand_over h JOIN this USING (source_id, set_hash)
                             ORDER BY h.heard_at DESC, h.id DESC LIMIT 1),
                        made AS (
                            SELECT h.slot_hash, h.state, h.heard_at < newest.heard_at AS stayed
                              FROM hand_over h JOIN this USING (source_id, set_hash) JOIN newest USING (edition))
                        SELECT h.id, h.item_id
                          FROM hand_over h JOIN this USING (source_id, set_hash) CROSS JOIN newest
                         WHERE h.edition <> newest.edition AND h.state = 'ARRIVED' AND h.replaced_at IS NULL AND h.item_id IS NOT NULL
                           AND NOT EXISTS (SELECT FROM made WHERE state <> 'ARRIVED')
                           AND (h.slot_hash IN (SELECT slot_hash FROM made)
                                OR NOT h.source_deleted AND NOT EXISTS (SELECT FROM made WHERE stayed))
                         ORDER BY h.item_id
                        """)
                .param("id", handOver)
                .query((row, number) ->
                        new Outlived(row.getObject("id", UUID.class), new ItemId(row.getObject("item_id", UUID.class))))
                .list();
    }

    void replaced(UUID handOver, Instant now) {
        database.sql(
                        "UPDATE hand_over SET replaced_at = :now, problem = 'it was made anew; this one is in the trash' WHERE id = :id")
                .param("id", handOver)
                .param("now", at(now))
                .update();
    }
}
