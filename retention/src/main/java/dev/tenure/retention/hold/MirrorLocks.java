package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One mirror per item across the fleet: an advisory lock of PostgreSQL on a connection of its own, outside of any transaction because the store
 * is called under it. A process that dies lets go at once.
 */
final class MirrorLocks {

    /** Parts these locks from those of others, which have a space of single numbers. */
    private static final int SPACE = 0x686f6c64;

    private static final int SECONDS_TO_ANSWER = 5;

    private final DataSource dataSource;

    MirrorLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes the lock; empty when somebody else has it, or another item's whose number is the same by chance. */
    Optional<Held> take(ItemId item) {
        Connection connection = null;
        boolean taken = false;
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(true);
            taken = ask(connection, "SELECT pg_try_advisory_lock(?, ?)", item);
            return taken ? Optional.of(new Held(connection, item)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("could not ask PostgreSQL for a lock", e);
        } finally {
            if (connection != null && !taken) {
                close(connection);
            }
        }
    }

    private static boolean ask(Connection connection, String question, ItemId item) throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setInt(1, SPACE);
            statement.setInt(2, item.value().hashCode());
            try (var answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Broken: the server has let go of its locks.
        }
    }

    /** A lock that is held until it is closed. */
    static final class Held implements AutoCloseable {

        private final Connection connection;
        private final ItemId item;

        private Held(Connection connection, ItemId item) {
            this.connection = connection;
            this.item = item;
        }

        /**
         * Goes on only while nobody else can have taken it.
         *
         * @throws IllegalStateException when the connection, and with it the lock, is lost
         */
        void require() {
            try {
                if (connection.isValid(SECONDS_TO_ANSWER)) {
                    return;
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the lock of item " + item + " is lost", e);
            }
            throw new IllegalStateException("the lock of item " + item + " is lost");
        }

        @Override
        public void close() {
            try {
                ask(connection, "SELECT pg_advisory_unlock(?, ?)", item);
            } catch (SQLException e) {
                // The connection is broken, and with it the lock is gone, which is what was asked for.
            } finally {
                MirrorLocks.close(connection);
            }
        }
    }
}
