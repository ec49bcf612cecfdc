package dev.tenure.ingest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which uploads are put together out of which, and how often that failed. */
class JdbcJoins {

    private final JdbcClient database;
    private final JdbcUploads uploads;

    JdbcJoins(JdbcClient database, JdbcUploads uploads) {
        this.database = database;
        this.uploads = uploads;
    }

    /**
     * Uploads that the server puts together and has not yet, and whose time it is; in order of id, after {@code after} where that is given. Once
     * the item goes, its parts go at once: before it is proven that nothing of it is left.
     */
    List<Upload> pending(@Nullable UploadId after, int limit) {
        return uploads.unfinished("""
                kind = 'FINAL' AND (join_next_at IS NULL OR join_next_at <= clock_timestamp()
                                    OR EXISTS (SELECT FROM item WHERE item.id = upload.item_id
                                                  AND item.state IN ('REJECTED', 'DESTROYING', 'PURGED')))
                """, after, limit);
    }

    /**
     * Claims complete partial uploads for a join, to be put together in this order. They are locked in order of id whatever that is: two joins that
     * name the same parts never wait for each other in a circle.
     *
     * @return one that is none of the kind, or that another was faster with: the caller rolls back
     */
    Optional<UploadId> claim(List<UploadId> parts, UploadId into) {
        return IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing(place -> parts.get(place).value()))
                .filter(place -> !claim(parts.get(place), into, place))
                .map(parts::get)
                .findFirst();
    }

    private boolean claim(UploadId part, UploadId into, int place) {
        return database.sql("""
                                UPDATE upload SET joined_into = :into, joined_as = :place
                                 WHERE id = :id AND kind = 'PARTIAL' AND stored_bytes = length AND version_id IS NOT NULL
                                   AND joined_into IS NULL AND given_up_at IS NULL AND expires_at > clock_timestamp()
                                """)
                        .param("id", part.value())
                        .param("into", into.value())
                        .param("place", place)
                        .update()
                == 1;
    }

    /** What an upload is put together of, in its order. */
    List<Upload> parts(UploadId whole) {
        return database.sql(JdbcUploads.SELECT + " WHERE joined_into = :id ORDER BY joined_as")
                .param("id", whole.value())
                .query(JdbcUploads::upload)
                .list();
    }

    /** How often its parts could not be read. */
    int failures(UploadId whole) {
        return database.sql("SELECT join_failures FROM upload WHERE id = :id")
                .param("id", whole.value())
                .query(Integer.class)
                .single();
    }

    /** Notes that they could not be read, so often by now, and when that is tried again. */
    void failed(UploadId whole, int failures, Instant next) {
        database.sql("UPDATE upload SET join_failures = :failures, join_next_at = :next WHERE id = :id")
                .param("id", whole.value())
                .param("failures", failures)
                .param("next", OffsetDateTime.ofInstant(next, ZoneOffset.UTC))
                .update();
    }
}
