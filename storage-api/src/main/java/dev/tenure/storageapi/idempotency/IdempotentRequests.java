package dev.tenure.storageapi.idempotency;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The requests that are remembered by their key, and the answers to them. */
public final class IdempotentRequests {

    private final JdbcIdempotentRequests rows;
    private final AnswerSeal seal;

    IdempotentRequests(JdbcIdempotentRequests rows, AnswerSeal seal) {
        this.rows = rows;
        this.seal = seal;
    }

    Reserving reserve(IdempotencyKey key, byte[] requestHash) {
        return rows.reserve(key, requestHash);
    }

    KeptAnswer open(IdempotencyKey key, Reserving.Done done) {
        return seal.open(key, Base64.getDecoder().decode(done.sealed()));
    }

    /** Ends a reservation with the answer that every repeat will get; without one, the next request is the first. */
    void end(IdempotencyKey key, UUID reservation, Optional<KeptAnswer> answer) {
        answer.ifPresentOrElse(
                kept -> rows.keep(key, reservation, seal.seal(key, kept)), () -> rows.giveBack(key, reservation));
    }

    /** Deletes what is older than a day; for the job. */
    public int forget() {
        return rows.forget();
    }
}
