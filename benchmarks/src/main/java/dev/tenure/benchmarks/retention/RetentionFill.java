package dev.tenure.benchmarks.retention;

import dev.tenure.catalog.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Items of one account over three years, evenly over its classes, with one object each. Foreign keys are not looked at, so the role must be a superuser. */
final class RetentionFill {

    /** Items of one meeting. */
    private static final int TOGETHER = 10;

    private static final int HOSTS = 2000;

    private final DataSource database;

    RetentionFill(DataSource database) {
        this.database = database;
    }

    void fill(AccountId account, List<String> classes, long items) throws SQLException {
        String names = "ARRAY['" + String.join("', '", classes) + "']";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; SET synchronous_commit = off");
            statement.execute("CREATE TEMPORARY TABLE filled AS SELECT n, gen_random_uuid() AS id, n / " + TOGETHER
                    + " AS meeting, now() - interval '3 years' * (n::float8 / " + items
                    + ") AS ended FROM generate_series(0, " + (items - 1) + ") AS n");
            statement.execute(
                    "CREATE TEMPORARY TABLE met AS SELECT meeting AS n, gen_random_uuid() AS id, min(ended) AS ended FROM filled GROUP BY meeting");
            statement.execute(
                    "INSERT INTO meeting (id, account_id, external_id, title, starts_at, ends_at, zone, host) SELECT id, '"
                            + account
                            + "', id::text, 'Weekly', ended - interval '1 hour', ended, 'Europe/Berlin', 'host' || n % "
                            + HOSTS + " || '@example.org' FROM met");
            statement.execute(
                    "INSERT INTO item (id, account_id, meeting_id, kind, state, anchor, retention_class, file_name, recorded_at, host)"
                            + " SELECT filled.id, '" + account + "', met.id, 'RECORDING', 'READY', filled.ended, ("
                            + names
                            + ")[1 + filled.n % " + classes.size() + "], 'talk.webm', met.ended, 'host' || met.n % "
                            + HOSTS
                            + " || '@example.org' FROM filled JOIN met ON met.n = filled.meeting");
            statement.execute(
                    "INSERT INTO stored_object (id, item_id, role, name, bucket, key, status, sealed, part_size, media_type, size, sha256,"
                            + " version_id) SELECT gen_random_uuid(), id, 'SOURCE', 'source', 'tenure', id || '/source', 'VISIBLE', true, 8388608,"
                            + " 'video/webm', 100000000 + n % 1000, decode(repeat('ab', 32), 'hex'), '1' FROM filled");
            statement.execute("VACUUM ANALYZE item, stored_object, meeting");
        }
    }
}
