package dev.tenure.ingest;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads that are of no use any more, on their way out. */
class JdbcGivenUp {

    private final JdbcClient database;

    JdbcGivenUp(JdbcClient database) {
        this.database = database;
    }

    /** Gives it up, once. From the commit on nothing is acknowledged any more, and nothing of it counts against the quota. */
    boolean giveUp(UploadId id, String reason) {
        return database.sql("""
                                UPDATE upload SET given_up_at = clock_timestamp(), given_up_for = :reason, wrapped_key = NULL
                                 WHERE id = :id AND given_up_at IS NULL AND finished_at IS NULL
                                """).param("id", id.value()).param("reason", reason).update() == 1;
    }

    /** Gives up what an upload was put together of; its bytes lie in that one now, or nowhere. */
    void giveUpPartsOf(UploadId joined, String reason) {
        database.sql("""
                        UPDATE upload SET given_up_at = clock_timestamp(), given_up_for = :reason, wrapped_key = NULL
                         WHERE joined_into = :joined AND given_up_at IS NULL
                        """)
                .param("joined", joined.value())
                .param("reason", reason)
                .update();
    }

    /**
     * Uploads that wait to be reaped, in order of id: those that expired, those given up whose bytes are not known to be gone, and those whose
     * bytes were seen gone so long ago that they are to be looked for once more.
     */
    List<Upload> waiting(@Nullable UploadId after, Duration settled, int limit) {
        return database.sql(JdbcUploads.SELECT + " WHERE (" + JdbcUploads.EXPIRED + """
                                     OR (given_up_at IS NOT NULL AND finished_at IS NULL
                                         AND (swept_at IS NULL OR swept_at < clock_timestamp() - make_interval(secs => :settled))))
                                   AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .param("settled", (double) settled.toSeconds())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcUploads::upload)
                .list();
    }

    /** Notes that nothing was found of its bytes; true when that was so for the second time, which ends it. */
    boolean swept(UploadId id, Duration settled) {
        return database.sql("""
                        UPDATE upload
                           SET finished_at = CASE WHEN swept_at < clock_timestamp() - make_interval(secs => :settled)
                                                  THEN clock_timestamp() END,
                               swept_at = COALESCE(swept_at, clock_timestamp()), tail_key = NULL
                         WHERE id = :id AND given_up_at IS NOT NULL AND finished_at IS NULL
                        RETURNING finished_at IS NOT NULL
                        """)
                .param("id", id.value())
                .param("settled", (double) settled.toSeconds())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}
