package dev.tenure.ingest.handover.work;

import static dev.tenure.ingest.handover.work.JdbcSources.at;
import static dev.tenure.ingest.handover.work.JdbcSources.instant;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.Upload;
import dev.tenure.ingest.UploadId;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.MeetingFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The rows of hand-overs. Every change of one that is claimed says by which claim, and comes to nothing when that was lost. */
final class JdbcHandOvers {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient database;

    JdbcHandOvers(JdbcClient database) {
        this.database = database;
    }

    /**
     * Notes a file. One that is known stays as it is, but for two things: what could not be fetched can now, and what is still to be fetched lies
     * where the source says now.
     *
     * @param fresher whether the source itself says so just now, so that its word counts more than what is there
     */
    void hear(UUID id, SourceId source, HandOver file, byte[] location, boolean fresher, Instant now, Instant giveUp) {
        database.sql("""
                        INSERT INTO hand_over (id, source_id, key_hash, key, kind, file_name, said_size, meeting, recorded_until, location, state,
                                               heard_at, next_attempt_at, give_up_at, set_hash, slot_hash, edition)
                        VALUES (:id, :source, :hash, :key, :kind, :name, :size, CAST(:meeting AS jsonb), :until, :location, 'HEARD',
                                :now, :now, :giveUp, :set, :slot, :edition)
                        ON CONFLICT (source_id, key_hash) DO UPDATE
                           SET key = excluded.key, file_name = excluded.file_name, kind = excluded.kind, said_size = excluded.said_size,
                               meeting = excluded.meeting, recorded_until = excluded.recorded_until,
                               location = excluded.location, state = 'HEARD', problem = NULL,
                               attempts = 0, next_attempt_at = excluded.next_attempt_at, give_up_at = excluded.give_up_at,
                               set_hash = excluded.set_hash, slot_hash = excluded.slot_hash, edition = excluded.edition, replaced_at = NULL
                         WHERE hand_over.state = 'UNUSABLE'
                            OR hand_over.state = 'HEARD' AND hand_over.claim IS NULL AND :fresher
                        """)
                .param("id", id)
                .param("source", source.value())
                .param("hash", hash(file.key()))
                .param("key", file.key())
                .param("kind", file.kind().name())
                .param("name", file.fileName())
                .param("size", file.size())
                .param("meeting", JSON.writeValueAsString(file.meeting()))
                .param("until", file.recordedUntil() == null ? null : at(file.recordedUntil()))
                .param("location", location)
                .param("now", at(now))
                .param("giveUp", at(giveUp))
                .param("fresher", fresher)
                .param(
                        "set",
                        file.edition() == null ? null : hash(file.edition().set()))
                .param("slot", file.edition() == null ? null : hash(file.slot()))
                .param("edition", file.edition() == null ? null : file.edition().name())
                .update();
    }

    /** Notes what cannot be fetched, unless it is known. */
    void hear(UUID id, SourceId source, Unusable file, Instant now) {
        database.sql("""
                        INSERT INTO hand_over (id, source_id, key_hash, key, kind, file_name, meeting, state, problem, heard_at, next_attempt_at,
                                               give_up_at)
                        VALUES (:id, :source, :hash, :key, 'RECORDING', :name, '{}', 'UNUSABLE', :problem, :now, :now, :now)
                        ON CONFLICT (source_id, key_hash) DO NOTHING
                        """)
                .param("id", id)
                .param("source", source.value())
                .param("hash", hash(file.key()))
                .param("key", file.key())
                .param("name", file.fileName())
                .param("problem", file.why())
                .param("now", at(now))
                .update();
    }

    /** Those of these keys that need not be heard again. */
    Set<String> known(SourceId source, List<String> keys) {
        Map<String, String> byHash = new HashMap<>();
        keys.forEach(key -> byHash.put(HexFormat.of().formatHex(hash(key)), key));
        return database
                .sql("""
                        SELECT encode(key_hash, 'hex') FROM hand_over
                         WHERE source_id = :source AND state <> 'UNUSABLE'
                           AND key_hash = ANY (SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) AS hash)
                        """)
                .param("source", source.value())
                .param("hashes", byHash.keySet().toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .flatMap(hash -> Stream.ofNullable(byHash.get(hash)))
                .collect(Collectors.toSet());
    }

    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Forgets what names people of files that were heard of before this and need no more work; that they were heard of stays known. */
    int forget(Instant before, int limit) {
        return database.sql("""
                        UPDATE hand_over SET key = NULL, file_name = NULL, meeting = '{}', location = NULL, problem = NULL
                         WHERE id IN (SELECT id FROM hand_over WHERE state <> 'HEARD' AND key IS NOT NULL AND heard_at < :before
                                       ORDER BY heard_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        """)
                .param("before", at(before))
                .param("limit", limit)
                .update();
    }

    /** Claims what is due, of each source at most so many at once. */
    List<Told.Claimed> claim(UUID claim, Instant now, Instant until, int limit, int eachSource) {
        return database.sql("""
                        WITH due AS (
                            SELECT h.id,
                                   row_number() OVER (PARTITION BY h.source_id ORDER BY h.next_attempt_at, h.id)
                                   + (SELECT count(*) FROM hand_over busy
                                       WHERE busy.source_id = h.source_id AND busy.claim IS NOT NULL
                                         AND busy.next_attempt_at > :now) AS place
                              FROM hand_over h JOIN source s ON s.id = h.source_id
                             WHERE h.state = 'HEARD' AND h.next_attempt_at <= :now AND s.enabled),
                        taken AS (
                            SELECT h.id FROM hand_over h JOIN due ON due.id = h.id
                             WHERE due.place <= :each AND h.state = 'HEARD' AND h.next_attempt_at <= :now
                             ORDER BY h.next_attempt_at, h.id LIMIT :limit FOR UPDATE OF h SKIP LOCKED)
                        UPDATE hand_over SET claim = :claim, next_attempt_at = :until, attempts = attempts + 1
                          FROM taken WHERE hand_over.id = taken.id
                        RETURNING hand_over.id, claim, source_id, key, kind, file_name, said_size, meeting, recorded_until, heard_at, give_up_at,
                                  attempts, upload_id, version
                        """)
                .param("claim", claim)
                .param("now", at(now))
                .param("until", at(until))
                .param("limit", limit)
                .param("each", eachSource)
                .query(JdbcHandOvers::claimed)
                .list();
    }

    /** Where it lies, sealed. Empty when the claim was lost. */
    Optional<byte[]> location(Told.Claimed row) {
        return database.sql("SELECT location FROM hand_over WHERE id = :id AND claim = :claim")
                .param("id", row.id())
                .param("claim", row.claim())
                .query((found, number) -> found.getBytes("location"))
                .optional();
    }

    /** False when the claim was lost. */
    boolean renew(Told.Claimed row, Instant until) {
        return database.sql("UPDATE hand_over SET next_attempt_at = :until WHERE id = :id AND claim = :claim")
                        .param("id", row.id())
                        .param("claim", row.claim())
                        .param("until", at(until))
                        .update()
                == 1;
    }

    /** Notes the upload that the file goes into, in the transaction that announces it. False when the claim was lost. */
    boolean note(Told.Claimed row, Upload upload, String version) {
        return database.sql("""
                                UPDATE hand_over SET upload_id = :upload, item_id = :item, version = :version
                                 WHERE id = :id AND claim = :claim
                                """)
                        .param("id", row.id())
                        .param("claim", row.claim())
                        .param("upload", upload.id().value())
                        .param("item", upload.item().value())
                        .param("version", version)
                        .update()
                == 1;
    }

    /** Lets go of it until then. */
    void postpone(Told.Claimed row, String problem, int attempts, Instant next) {
        database.sql("""
                        UPDATE hand_over SET claim = NULL, problem = :problem, attempts = :attempts, next_attempt_at = :next
                         WHERE id = :id AND claim = :claim
                        """)
                .param("id", row.id())
                .param("claim", row.claim())
                .param("problem", problem)
                .param("attempts", attempts)
                .param("next", at(next))
                .update();
    }

    /** Gives up; returns whose file it was. Empty when the claim was lost. */
    Optional<AccountId> fail(Told.Claimed row, String problem) {
        return database.sql("""
                        UPDATE hand_over SET claim = NULL, state = 'FAILED', problem = :problem
                          FROM source WHERE hand_over.id = :id AND claim = :claim AND source.id = hand_over.source_id
                        RETURNING source.account_id
                        """)
                .param("id", row.id())
                .param("claim", row.claim())
                .param("problem", problem)
                .query((found, number) -> new AccountId(found.getObject("account_id", UUID.class)))
                .optional();
    }

    /** It is here and verified; what was only needed to get it is forgotten. */
    void arrive(Told.Claimed row, boolean sourceDeleted, Instant now) {
        database.sql("""
                        UPDATE hand_over
                           SET claim = NULL, state = 'ARRIVED', problem = NULL, location = NULL, meeting = '{}', arrived_at = :now,
                               source_deleted = :deleted
                         WHERE id = :id AND claim = :claim
                        """)
                .param("id", row.id())
                .param("claim", row.claim())
                .param("deleted", sourceDeleted)
                .param("now", at(now))
                .update();
    }

    /** Tries again what was given up. False when there is no such thing. */
    boolean retry(SourceId source, UUID id, Instant now, Instant giveUp) {
        return database.sql("""
                        UPDATE hand_over SET state = 'HEARD', attempts = 0, next_attempt_at = :now, give_up_at = :giveUp
                         WHERE id = :id AND source_id = :source AND state = 'FAILED' AND location IS NOT NULL
                        """)
                        .param("id", id)
                        .param("source", source.value())
                        .param("now", at(now))
                        .param("giveUp", at(giveUp))
                        .update()
                == 1;
    }

    /** The newest first. */
    List<Told> page(SourceId source, @Nullable UUID before, int limit) {
        return database.sql("""
                        SELECT id, key, kind, file_name, state, problem, heard_at, next_attempt_at, attempts, item_id, arrived_at, source_deleted
                          FROM hand_over
                         WHERE source_id = :source AND (CAST(:before AS uuid) IS NULL OR id < :before)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("source", source.value())
                .param("before", before)
                .param("limit", limit)
                .query(JdbcHandOvers::told)
                .list();
    }

    private static Told.Claimed claimed(ResultSet row, int number) throws SQLException {
        UUID upload = row.getObject("upload_id", UUID.class);
        return new Told.Claimed(
                row.getObject("id", UUID.class),
                row.getObject("claim", UUID.class),
                new SourceId(row.getObject("source_id", UUID.class)),
                row.getString("key"),
                ItemKind.valueOf(row.getString("kind")),
                row.getString("file_name"),
                row.getObject("said_size", Long.class),
                JSON.readValue(row.getString("meeting"), MeetingFacts.class),
                instant(row, "recorded_until"),
                Objects.requireNonNull(instant(row, "heard_at")),
                Objects.requireNonNull(instant(row, "give_up_at")),
                row.getInt("attempts"),
                upload == null ? null : new UploadId(upload),
                row.getString("version"));
    }

    private static Told told(ResultSet row, int number) throws SQLException {
        return new Told(
                row.getObject("id", UUID.class),
                row.getString("key"),
                ItemKind.valueOf(row.getString("kind")),
                row.getString("file_name"),
                Told.State.valueOf(row.getString("state")),
                row.getString("problem"),
                Objects.requireNonNull(instant(row, "heard_at")),
                Objects.requireNonNull(instant(row, "next_attempt_at")),
                row.getInt("attempts"),
                Optional.ofNullable(row.getObject("item_id", UUID.class))
                        .map(ItemId::new)
                        .orElse(null),
                instant(row, "arrived_at"),
                row.getBoolean("source_deleted"));
    }
}
