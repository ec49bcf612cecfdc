package dev.tenure.catalog.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants the application's role what it needs, each time after the owner migrated: every row of every table, but for what a table's triggers
 * refuse to everybody. So whoever takes over the application cannot switch those triggers off, and a table that becomes append-only loses the
 * rights with the next start.
 *
 * <p>With one role for both, nothing is granted and a warning says what protects the trail then.
 */
public final class ApplicationGrants implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationGrants.class);

    /** Names tables and views with what {@code refuse_change} refuses there; the bits are those of pg_trigger.h. */
    private static final String TABLES = """
            SELECT relation.oid::regclass::text AS name,
                   relation.relname = ? OR relation.relkind = 'v' AS read_only,
                   coalesce(bit_or(refusal.tgtype::int), 0) AS refused
              FROM pg_class AS relation
              LEFT JOIN pg_trigger AS refusal
                ON refusal.tgrelid = relation.oid AND refusal.tgfoid = to_regproc('refuse_change')
             WHERE relation.relnamespace = current_schema()::regnamespace AND relation.relkind IN ('r', 'p', 'v')
             GROUP BY relation.oid, relation.relname
             ORDER BY 1
            """;

    private static final int DELETES = 1 << 3;
    private static final int UPDATES = 1 << 4;

    private final String role;

    /**
     * Grants to this role.
     *
     * @param role the application's role, which exists already
     */
    public ApplicationGrants(String role) {
        this.role = role;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "grants of the application's role";
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            grant(context.getConnection(), context.getConfiguration().getTable());
        } catch (SQLException e) {
            throw new FlywayException("the application's role could not be granted its rights", e);
        }
    }

    private void grant(Connection connection, String history) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (one(statement, "SELECT current_user").equals(role)) {
                LOG.warn(
                        "the database role {} owns the tables it works on: only their triggers keep the trail from being changed by it;"
                                + " give the server a role of its own, see docs/trail.md",
                        role);
                return;
            }
            // Two servers that start at once would stand in each other's way.
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('tenure grants'))");
            String to = one(statement, "SELECT quote_ident('" + role.replace("'", "''") + "')");
            String schema = one(statement, "SELECT quote_ident(current_schema())");
            statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + to);
            statement.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + to);
            statement.execute("REVOKE ALL ON ALL TABLES IN SCHEMA " + schema + " FROM " + to);
            try (PreparedStatement tables = connection.prepareStatement(TABLES)) {
                tables.setString(1, history);
                try (ResultSet table = tables.executeQuery()) {
                    while (table.next()) {
                        String rights = table.getBoolean("read_only") ? "SELECT" : rights(table.getInt("refused"));
                        statement.execute("GRANT " + rights + " ON " + table.getString("name") + " TO " + to);
                    }
                }
            }
        }
    }

    private static String rights(int refused) {
        return "SELECT, INSERT" + ((refused & UPDATES) == 0 ? ", UPDATE" : "")
                + ((refused & DELETES) == 0 ? ", DELETE" : "");
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new SQLException("no row: " + query);
            }
            return row.getString(1);
        }
    }
}
