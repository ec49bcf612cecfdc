package dev.tenure.benchmarks.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into one table, on a connection of its own. */
final class CopyStream {

    private static final int FLUSH = 1 << 16;

    private final Connection connection;
    private final CopyIn copy;
    private final StringBuilder pending = new StringBuilder();

    CopyStream(Connection connection, String table, String columns) throws SQLException {
        this.connection = connection;
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + columns + ") FROM STDIN");
    }

    /** A row; values have neither tabs, line ends nor backslashes. */
    void row(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            pending.append(values[i]).append(i == values.length - 1 ? '\n' : '\t');
        }
        if (pending.length() >= FLUSH) {
            flush();
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        pending.setLength(0);
    }

    /** Commits what was sent. */
    void end() throws SQLException {
        flush();
        copy.endCopy();
        connection.close();
    }
}
