package dev.tenure.benchmarks.trail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Appends many entries at once, as {@code catalog.Trail} would one by one: salted, committed to, waiting for their leaves. */
final class TrailFill {

    private static final long AT_ONCE = 100_000;

    private final DataSource database;

    TrailFill(DataSource database) {
        this.database = database;
    }

    void fill(long entries) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    INSERT INTO account (id, slug, name) VALUES (gen_random_uuid(), 'bench-trail', 'Bench')
                    ON CONFLICT (slug) DO NOTHING
                    """);
            for (long made = 0; made < entries; made += AT_ONCE) {
                append(connection, Math.min(AT_ONCE, entries - made));
                connection.commit();
            }
        }
        // In a transaction it is not allowed.
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE trail_entry, trail_detail, trail_pending");
        }
    }

    private static void append(Connection connection, long entries) throws SQLException {
        try (PreparedStatement made = connection.prepareStatement("""
                        CREATE TEMPORARY TABLE made ON COMMIT DROP AS
                        SELECT nextval(pg_get_serial_sequence('trail_entry', 'sequence')) AS sequence,
                               uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt,
                               '{"actor":"token:bench","detail":{"number":"' || number || '","size":"104857600"}}' AS body
                          FROM generate_series(1, CAST(? AS bigint)) AS number
                        """);
                Statement statement = connection.createStatement()) {
            made.setLong(1, entries);
            made.execute();
            statement.execute("""
                    INSERT INTO trail_entry (sequence, account_id, action, commitment) OVERRIDING SYSTEM VALUE
                    SELECT sequence, account.id, 'item.stored', sha256(salt || convert_to(body, 'UTF8'))
                      FROM made, account WHERE slug = 'bench-trail' ORDER BY sequence
                    """);
            statement.execute("INSERT INTO trail_detail (sequence, salt, body) SELECT sequence, salt, body FROM made");
            statement.execute("INSERT INTO trail_pending (sequence) SELECT sequence FROM made");
        }
    }
}
