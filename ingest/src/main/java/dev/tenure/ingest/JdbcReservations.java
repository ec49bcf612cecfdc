package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What unfinished uploads of an account may reserve. Nothing is counted up or down: the rows themselves are the reservation, so what finishes, or is
 * given up, is free at once, and no crash can leave a wrong count. Whoever reserves does so under a lock of the account: of many at once, none
 * slips by.
 */
class JdbcReservations {

    private static final String LOCK = "uploads:";

    private final JdbcClient database;
    private final IngestSettings settings;

    JdbcReservations(JdbcClient database, IngestSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /**
     * Why one more upload of so many bytes cannot be taken as things are just now; empty when it can, unless others are faster. Spares the work of
     * announcing what is refused in the end.
     */
    Optional<String> foreseen(AccountId account, long bytes) {
        return refusal(sum(account), bytes);
    }

    /** Why one more upload of so many bytes cannot be taken; empty when it can, until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<String> refusal(AccountId account, long bytes) {
        return refusal(lockAndSum(account), bytes);
    }

    private Optional<String> refusal(Held held, long bytes) {
        if (held.uploads() >= settings.maxUnfinished()) {
            return Optional.of("the account has " + held.uploads() + " unfinished uploads, and may have "
                    + settings.maxUnfinished() + ": finish or terminate some, or wait until they expire");
        }
        return beyond(held, bytes);
    }

    /** Makes the reservation of an upload, whose length nobody knew, as large as this; else says why not. */
    @Transactional
    public Optional<String> grow(Upload upload, long bytes) {
        Held held = lockAndSum(upload.account());
        long more = bytes - reservedBy(upload);
        Optional<String> refusal = more <= 0 ? Optional.empty() : beyond(held, more);
        if (more > 0 && refusal.isEmpty()) {
            reserve(upload, bytes);
        }
        return refusal;
    }

    /** Makes the reservation of an upload, whose length nobody knows, as large as this, or as large as it may be; returns how large it is. */
    @Transactional
    public long growTowards(Upload upload, long bytes) {
        Held held = lockAndSum(upload.account());
        long now = reservedBy(upload);
        long left = Math.max(0, settings.maxUnfinishedBytes().toBytes() - held.bytes());
        long may = Math.min(bytes, now + left);
        if (may > now) {
            reserve(upload, may);
        }
        return Math.max(now, may);
    }

    /** Why an upload got less than it asked for. */
    String usedUp() {
        return "unfinished uploads of the account may reserve "
                + settings.maxUnfinishedBytes().toBytes() + " bytes together, and do: finish or terminate some";
    }

    private long reservedBy(Upload upload) {
        return database.sql("SELECT reserved_bytes FROM upload WHERE id = :id")
                .param("id", upload.id().value())
                .query(Long.class)
                .single();
    }

    private void reserve(Upload upload, long bytes) {
        database.sql("UPDATE upload SET reserved_bytes = :bytes WHERE id = :id")
                .param("id", upload.id().value())
                .param("bytes", bytes)
                .update();
    }

    private Optional<String> beyond(Held held, long bytes) {
        long most = settings.maxUnfinishedBytes().toBytes();
        return held.bytes() > most - bytes
                ? Optional.of("unfinished uploads of the account reserve " + held.bytes() + " bytes, and " + bytes
                        + " more would be beyond the " + most + " that they may: finish or terminate some")
                : Optional.empty();
    }

    private record Held(long uploads, long bytes) {}

    private Held lockAndSum(AccountId account) {
        database.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:account, 0))) taken")
                .param("account", LOCK + account)
                .query(Integer.class)
                .single();
        return sum(account);
    }

    private Held sum(AccountId account) {
        return database.sql("""
                        SELECT count(*) AS uploads, COALESCE(sum(reserved_bytes), 0)::bigint AS bytes FROM upload
                         WHERE account_id = :account AND finished_at IS NULL AND given_up_at IS NULL
                        """)
                .param("account", account.value())
                .query((row, number) -> new Held(row.getLong("uploads"), row.getLong("bytes")))
                .single();
    }
}
