package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectId;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.ingest.Upload.Status;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoredPart;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of uploads and their parts. */
class JdbcUploads {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** What is whole expires no more, but a partial upload that nobody joins does. */
    static final String EXPIRED = """
            (finished_at IS NULL AND given_up_at IS NULL AND joined_into IS NULL AND kind <> 'FINAL'
             AND expires_at <= clock_timestamp() AND (kind = 'PARTIAL' OR stored_bytes IS DISTINCT FROM length))
            """;

    private static final String COLUMNS = """
            id, account_id, kind, COALESCE(item_id, staging_id) AS item_id, COALESCE(object_id, staging_object_id) AS object_id,
                   vault_key_id, wrapped_key, length, part_size, tags, expected_sha256, multipart_id, stored_bytes, parts, tail_key,
                   tails, version_id, expires_at,
                   CASE WHEN given_up_at IS NOT NULL THEN 'GIVEN_UP' WHEN finished_at IS NOT NULL THEN 'FINISHED'
                        WHEN\s""" + EXPIRED + """
                         THEN 'EXPIRED' ELSE 'OPEN' END AS status
            """;

    static final String SELECT = "SELECT " + COLUMNS + " FROM upload ";

    private final JdbcClient database;
    private final IngestSettings settings;

    JdbcUploads(JdbcClient database, IngestSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Announces it, to expire as the settings say, and returns it as it is kept. */
    Upload insert(Upload upload, long reservedBytes) {
        boolean partial = upload.kind() == Kind.PARTIAL;
        WrappedKey key = upload.stagingKey();
        return database.sql("""
                        INSERT INTO upload (id, account_id, kind, item_id, object_id, staging_id, staging_object_id, vault_key_id,
                                            wrapped_key, length, part_size, tags, expected_sha256, reserved_bytes, expires_at)
                        VALUES (:id, :account, :kind, :item, :object, :staging, :stagingObject, :vaultKey, :wrapped, :length, :partSize,
                                CAST(:tags AS jsonb), :sha256, :reserved, clock_timestamp() + make_interval(secs => :expiry))
                        RETURNING\s""" + COLUMNS)
                .param("id", upload.id().value())
                .param("account", upload.account().value())
                .param("kind", upload.kind().name())
                .param("item", partial ? null : upload.item().value())
                .param("object", partial ? null : upload.object().value())
                .param("staging", partial ? upload.item().value() : null)
                .param("stagingObject", partial ? upload.object().value() : null)
                .param("vaultKey", key == null ? null : key.vaultKeyId())
                .param("wrapped", key == null ? null : key.base64())
                .param("length", upload.lengthKnown() ? upload.length() : null)
                .param("partSize", upload.partSize())
                .param("tags", JSON.writeValueAsString(upload.tags().values()))
                .param(
                        "sha256",
                        upload.expectedHash() == null
                                ? null
                                : upload.expectedHash().hex())
                .param("reserved", reservedBytes)
                .param("expiry", (double) settings.expiry().toSeconds())
                .query(JdbcUploads::upload)
                .single();
    }

    /** The account's upload, whatever became of it; a foreign one is not found. */
    Optional<Upload> find(AccountId account, UploadId id) {
        return database.sql(SELECT + " WHERE id = :id AND account_id = :account")
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

    /** Uploads that clients sent whole and whose item, or object, still waits; in order of id, after {@code after} where that is given. */
    List<Upload> completeButUnfinished(@Nullable UploadId after, int limit) {
        return unfinished(
                "stored_bytes = length AND tail_key IS NULL AND (kind = 'SINGLE' OR kind = 'PARTIAL' AND version_id IS NULL)",
                after,
                limit);
    }

    /** Uploads whose length was told after their last byte, which still lies in a tail; in order of id, after {@code after} where that is given. */
    List<Upload> toldAtTheEnd(@Nullable UploadId after, int limit) {
        return unfinished("stored_bytes = length AND tail_key IS NOT NULL", after, limit);
    }

    /** A page of uploads that are neither finished nor given up, in order of id. */
    List<Upload> unfinished(String condition, @Nullable UploadId after, int limit) {
        return database.sql(SELECT + " WHERE finished_at IS NULL AND given_up_at IS NULL AND (" + condition + """
                                ) AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .param("after", after == null ? null : after.value())
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

    /** Notes that tails will be written, so that somebody looks for them at the end. */
    void expectTails(UploadId id) {
        database.sql("UPDATE upload SET tails = true WHERE id = :id AND NOT tails")
                .param("id", id.value())
                .update();
    }

    /** Tells the length, once, and reserves it; false when another length was told meanwhile. */
    boolean tellLength(UploadId id, long length) {
        return database.sql("""
                                UPDATE upload SET length = :length, reserved_bytes = :length
                                 WHERE id = :id AND length IS NULL AND stored_bytes <= :length AND finished_at IS NULL
                                   AND given_up_at IS NULL
                                """).param("id", id.value()).param("length", length).update() == 1;
    }

    /**
     * Acknowledges, in one statement: full parts, and bytes up to here, those beyond the parts in this tail. What comes is worth another rest.
     * Refused when another request was faster.
     *
     * @param versionId the store's name of the object, when this was all of it in one piece
     */
    boolean advance(
            Upload before,
            List<StoredPart> more,
            long storedBytes,
            @Nullable String tailKey,
            @Nullable String versionId) {
        return database.sql("""
                        WITH moved AS (
                            UPDATE upload
                               SET stored_bytes = :now, parts = parts + :count, tail_key = :tail,
                                   version_id = COALESCE(:version, version_id),
                                   expires_at = GREATEST(expires_at, LEAST(clock_timestamp() + make_interval(secs => :expiry),
                                                                           created_at + make_interval(secs => :lifetime)))
                             WHERE id = :id AND stored_bytes = :before AND parts = :partsBefore AND finished_at IS NULL
                               AND given_up_at IS NULL
                            RETURNING id),
                        added AS (
                            INSERT INTO upload_part (upload_id, number, etag, size)
                            SELECT moved.id, part.number, part.etag, part.size
                              FROM moved, unnest(CAST(:numbers AS int[]), CAST(:etags AS text[]), CAST(:sizes AS bigint[]))
                                          AS part (number, etag, size)
                            ON CONFLICT (upload_id, number) DO UPDATE SET etag = excluded.etag, size = excluded.size)
                        SELECT count(*) FROM moved
                        """)
                        .param("id", before.id().value())
                        .param("before", before.storedBytes())
                        .param("partsBefore", before.parts())
                        .param("now", storedBytes)
                        .param("count", more.size())
                        .param("tail", tailKey)
                        .param("version", versionId)
                        .param("expiry", (double) settings.expiry().toSeconds())
                        .param("lifetime", (double) settings.lifetime().toSeconds())
                        .param("numbers", more.stream().map(StoredPart::number).toArray(Integer[]::new))
                        .param("etags", more.stream().map(StoredPart::etag).toArray(String[]::new))
                        .param("sizes", more.stream().map(StoredPart::size).toArray(Long[]::new))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    List<StoredPart> parts(UploadId id) {
        return database.sql("SELECT number, etag, size FROM upload_part WHERE upload_id = :id ORDER BY number")
                .param("id", id.value())
                .query((row, number) ->
                        new StoredPart(row.getInt("number"), row.getString("etag"), row.getLong("size")))
                .list();
    }

    /** Notes the finished object of a partial upload. */
    void whole(UploadId id, String versionId) {
        database.sql("UPDATE upload SET version_id = :version, tail_key = NULL WHERE id = :id")
                .param("id", id.value())
                .param("version", versionId)
                .update();
    }

    void finish(UploadId id) {
        database.sql(
                        "UPDATE upload SET finished_at = clock_timestamp(), tail_key = NULL WHERE id = :id AND finished_at IS NULL")
                .param("id", id.value())
                .update();
    }

    static Upload upload(ResultSet row, int number) throws SQLException {
        String sha256 = row.getString("expected_sha256");
        String wrapped = row.getString("wrapped_key");
        long length = row.getLong("length");
        if (row.wasNull()) {
            length = NewUpload.UNKNOWN_LENGTH;
        }
        return new Upload(
                new UploadId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                Kind.valueOf(row.getString("kind")),
                new ItemId(row.getObject("item_id", UUID.class)),
                new ObjectId(row.getObject("object_id", UUID.class)),
                wrapped == null ? null : new WrappedKey(row.getString("vault_key_id"), wrapped),
                length,
                row.getInt("part_size"),
                ObjectTags.of(JSON.readValue(row.getString("tags"), TEXTS)),
                sha256 == null ? null : new ContentHash(sha256),
                row.getString("multipart_id"),
                row.getLong("stored_bytes"),
                row.getInt("parts"),
                row.getString("tail_key"),
                row.getBoolean("tails"),
                row.getString("version_id"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                Status.valueOf(row.getString("status")));
    }
}
