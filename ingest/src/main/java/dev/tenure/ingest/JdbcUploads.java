package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectId;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoredPart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of uploads and their parts. */
class JdbcUploads {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String SELECT = """
            SELECT id, account_id, item_id, object_id, length, part_size, tags, expected_sha256, multipart_id, stored_bytes,
                   tail_key, expires_at, finished_at
              FROM upload
            """;

    private final JdbcClient database;

    JdbcUploads(JdbcClient database) {
        this.database = database;
    }

    void insert(Upload upload, Duration expiry) {
        database.sql("""
                        INSERT INTO upload (id, account_id, item_id, object_id, length, part_size, tags, expected_sha256, expires_at)
                        VALUES (:id, :account, :item, :object, :length, :partSize, CAST(:tags AS jsonb), :sha256,
                                clock_timestamp() + make_interval(secs => :expiry))
                        """)
                .param("id", upload.id().value())
                .param("account", upload.account().value())
                .param("item", upload.item().value())
                .param("object", upload.object().value())
                .param("length", upload.length())
                .param("partSize", upload.partSize())
                .param("tags", JSON.writeValueAsString(upload.tags().values()))
                .param(
                        "sha256",
                        upload.expectedHash() == null
                                ? null
                                : upload.expectedHash().hex())
                .param("expiry", (double) expiry.toSeconds())
                .update();
    }

    /** The account's upload unless it has expired; a foreign one is not found. */
    Optional<Upload> find(AccountId account, UploadId id) {
        return database.sql(SELECT + """
                                 WHERE id = :id AND account_id = :account
                                   AND (finished_at IS NOT NULL OR stored_bytes = length OR expires_at > clock_timestamp())
                                """)
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcUploads::upload)
                .optional();
    }

    Optional<Upload> find(UploadId id) {
        return database.sql(SELECT + " WHERE id = :id")
                .param("id", id.value())
                .query(JdbcUploads::upload)
                .optional();
    }

    /** Uploads with all bytes stored whose item still waits; oldest first. */
    List<Upload> completeButUnfinished(int limit) {
        return database.sql(SELECT + " WHERE finished_at IS NULL AND stored_bytes = length ORDER BY id LIMIT :limit")
                .param("limit", limit)
                .query(JdbcUploads::upload)
                .list();
    }

    /** Notes the multipart upload, once; a second note is a lost race. */
    boolean begin(UploadId id, String multipartId) {
        return database.sql("UPDATE upload SET multipart_id = :multipart WHERE id = :id AND multipart_id IS NULL")
                        .param("id", id.value())
                        .param("multipart", multipartId)
                        .update()
                == 1;
    }

    /** Acknowledges a part. The tail, if there was one, is part of it now. */
    @Transactional
    public boolean addPart(Upload before, StoredPart part, long storedBytes) {
        boolean moved = move(before, storedBytes, null);
        if (moved) {
            database.sql("""
                            INSERT INTO upload_part (upload_id, number, etag, size) VALUES (:upload, :number, :etag, :size)
                            ON CONFLICT (upload_id, number) DO UPDATE SET etag = excluded.etag, size = excluded.size
                            """)
                    .param("upload", before.id().value())
                    .param("number", part.number())
                    .param("etag", part.etag())
                    .param("size", part.size())
                    .update();
        }
        return moved;
    }

    /** Acknowledges bytes up to here, the last of them in this tail. Refused when another request was faster. */
    boolean move(Upload before, long storedBytes, @Nullable String tailKey) {
        return database.sql("""
                                UPDATE upload SET stored_bytes = :now, tail_key = :tail
                                 WHERE id = :id AND stored_bytes = :before AND finished_at IS NULL
                                """)
                        .param("id", before.id().value())
                        .param("before", before.storedBytes())
                        .param("now", storedBytes)
                        .param("tail", tailKey)
                        .update()
                == 1;
    }

    List<StoredPart> parts(UploadId id) {
        return database.sql("SELECT number, etag, size FROM upload_part WHERE upload_id = :id ORDER BY number")
                .param("id", id.value())
                .query((row, number) ->
                        new StoredPart(row.getInt("number"), row.getString("etag"), row.getLong("size")))
                .list();
    }

    void finish(UploadId id) {
        database.sql(
                        "UPDATE upload SET finished_at = clock_timestamp(), tail_key = NULL WHERE id = :id AND finished_at IS NULL")
                .param("id", id.value())
                .update();
    }

    private static Upload upload(ResultSet row, int number) throws SQLException {
        String sha256 = row.getString("expected_sha256");
        return new Upload(
                new UploadId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                new ItemId(row.getObject("item_id", UUID.class)),
                new ObjectId(row.getObject("object_id", UUID.class)),
                row.getLong("length"),
                row.getInt("part_size"),
                ObjectTags.of(JSON.readValue(row.getString("tags"), TEXTS)),
                sha256 == null ? null : new ContentHash(sha256),
                row.getString("multipart_id"),
                row.getLong("stored_bytes"),
                row.getString("tail_key"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("finished_at") != null);
    }
}
