package dev.tenure.storageapi.idempotency;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembered requests. Each method is one statement outside of the request's own transaction, or two where another was faster. */
class JdbcIdempotentRequests {

    /** As long as the draft's examples; a client that was away longer looks what is there. */
    private static final Duration KEPT = Duration.ofHours(24);

    /** Longer than any request that creates something may run; a dead server's key cannot be repeated for as long. */
    static final Duration RESERVED = Duration.ofMinutes(2);

    private final JdbcClient database;

    JdbcIdempotentRequests(JdbcClient database) {
        this.database = database;
    }

    Reserving reserve(IdempotencyKey key, byte[] requestHash) {
        Optional<UUID> mine = database.sql("""
                        INSERT INTO idempotent_request AS known
                               (account_id, key_hash, request_hash, reservation, reserved_until, expires_at)
                        VALUES (:account, :key, :request, gen_random_uuid(), clock_timestamp() + make_interval(secs => :reserved),
                                clock_timestamp() + make_interval(secs => :kept))
                        ON CONFLICT (account_id, key_hash) DO UPDATE
                           SET request_hash = excluded.request_hash, reservation = excluded.reservation,
                               reserved_until = excluded.reserved_until, answer = NULL, expires_at = excluded.expires_at
                         WHERE known.expires_at < clock_timestamp()
                            OR (known.answer IS NULL AND known.reserved_until < clock_timestamp()
                                AND known.request_hash = excluded.request_hash)
                        RETURNING reservation
                        """)
                .param("account", key.account().value())
                .param("key", key.hash())
                .param("request", requestHash)
                .param("reserved", (double) RESERVED.toSeconds())
                .param("kept", (double) KEPT.toSeconds())
                .query(UUID.class)
                .optional();
        return mine.<Reserving>map(Reserving.First::new).orElseGet(() -> known(key, requestHash));
    }

    private Reserving known(IdempotencyKey key, byte[] requestHash) {
        return database.sql("""
                        SELECT request_hash, answer FROM idempotent_request WHERE account_id = :account AND key_hash = :key
                        """)
                .param("account", key.account().value())
                .param("key", key.hash())
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("request_hash"), requestHash)) {
                        return new Reserving.Reused();
                    }
                    byte[] answer = row.getBytes("answer");
                    return answer == null
                            ? new Reserving.InProgress()
                            : (Reserving) new Reserving.Done(Base64.getEncoder().encodeToString(answer));
                })
                .optional()
                // Given back between the two statements: whoever repeats it again will be the first.
                .orElseGet(Reserving.InProgress::new);
    }

    /** Keeps the answer. Without effect when the reservation ran out and somebody else took it. */
    void keep(IdempotencyKey key, UUID reservation, byte[] sealed) {
        database.sql("""
                        UPDATE idempotent_request SET answer = :answer
                         WHERE account_id = :account AND key_hash = :key AND reservation = :reservation
                        """)
                .param("account", key.account().value())
                .param("key", key.hash())
                .param("reservation", reservation)
                .param("answer", sealed)
                .update();
    }

    /** Gives the reservation back: nothing was created, and the next request with this key is the first. */
    void giveBack(IdempotencyKey key, UUID reservation) {
        database.sql("""
                        DELETE FROM idempotent_request
                         WHERE account_id = :account AND key_hash = :key AND reservation = :reservation AND answer IS NULL
                        """)
                .param("account", key.account().value())
                .param("key", key.hash())
                .param("reservation", reservation)
                .update();
    }

    int forget() {
        return database.sql("DELETE FROM idempotent_request WHERE expires_at < clock_timestamp()")
                .update();
    }
}
