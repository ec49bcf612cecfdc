package dev.tenure.storageapi.playback;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tickets to play one item: 192 random bits, kept as a hash, each valid for a short time. */
@Repository
class JdbcTickets {

    private static final int TICKET_BYTES = 24;

    /** Enough to tell the links of an item apart, and of no use to open one. */
    private static final int NUMBER_BYTES = 6;

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient database;

    JdbcTickets(JdbcClient database) {
        this.database = database;
    }

    /** Whom a ticket is for. */
    record Ticket(AccountId account, ItemId item) {}

    /** Makes a ticket, and forgets those that have expired. */
    String issue(Ticket ticket, Duration lifetime) {
        byte[] secret = new byte[TICKET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.sql("DELETE FROM playback_ticket WHERE expires_at < clock_timestamp()")
                .update();
        database.sql("""
                        INSERT INTO playback_ticket (ticket_hash, account_id, item_id, expires_at)
                        VALUES (:hash, :account, :item, clock_timestamp() + make_interval(secs => :lifetime))
                        """)
                .param("hash", hash(text))
                .param("account", ticket.account().value())
                .param("item", ticket.item().value())
                .param("lifetime", (double) lifetime.toSeconds())
                .update();
        return text;
    }

    Optional<Ticket> find(String text) {
        return database.sql("""
                        SELECT account_id, item_id FROM playback_ticket
                         WHERE ticket_hash = :hash AND expires_at > clock_timestamp()
                        """)
                .param("hash", hash(text))
                .query((row, number) -> new Ticket(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new ItemId(row.getObject("item_id", UUID.class))))
                .optional();
    }

    /** What a ticket is called where its text must not stand. */
    static String number(String text) {
        return HexFormat.of().formatHex(hash(text), 0, NUMBER_BYTES);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
