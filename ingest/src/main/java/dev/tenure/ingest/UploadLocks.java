package dev.tenure.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One writer per upload across the fleet: advisory locks of PostgreSQL, all on one connection of this process. A process that dies lets go of
 * all its locks at once, so a client resumes without waiting for any lease to end.
 *
 * <p>If that connection breaks, all locks are lost together; every holder learns it from {@link Held#valid()} and stops.
 */
final class UploadLocks implements AutoCloseable {

    private static final long NOT_TAKEN = -1;

    private final DataSource dataSource;
    private final Set<UploadId> here = ConcurrentHashMap.newKeySet();
    private @Nullable Connection connection;
    /** Counts connections: a lock lives on the one it was taken through. */
    private long generation;

    UploadLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes the lock; empty when another request, here or on another machine, has it. */
    Optional<Held> take(UploadId id) {
        if (!here.add(id)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            long through = lock(id);
            taken = through != NOT_TAKEN;
            return taken ? Optional.of(new Held(id, through)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("could not ask PostgreSQL for a lock", e);
        } finally {
            if (!taken) {
                here.remove(id);
            }
        }
    }

    /** The generation of the connection that holds the lock now, or {@link #NOT_TAKEN}. */
    private synchronized long lock(UploadId id) throws SQLException {
        Connection open = open();
        try {
            return lock(id, open);
        } catch (SQLException failure) {
            if (open.isValid(5)) {
                throw failure;
            }
            // It broke since it was last used: its locks are lost, and the next one is as good.
            discard();
            return lock(id, open());
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            open.setAutoCommit(true);
            connection = open;
            generation++;
        }
        return open;
    }

    private long lock(UploadId id, Connection open) throws SQLException {
        try (var statement = open.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, number(id));
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1) ? generation : NOT_TAKEN;
            }
        }
    }

    private synchronized void unlock(UploadId id, long through) {
        here.remove(id);
        Connection open = connection;
        if (open == null || through != generation) {
            return;
        }
        try (var statement = open.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            statement.setLong(1, number(id));
            statement.execute();
        } catch (SQLException e) {
            // The connection is broken, and with it the lock is gone, which is what was asked for.
            discard();
        }
    }

    private synchronized boolean current(long through) {
        Connection open = connection;
        try {
            return open != null && through == generation && open.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private void discard() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try (old) {
                // A pooled connection outlives its close: locks on it must not.
                try (var statement = old.prepareStatement("SELECT pg_advisory_unlock_all()")) {
                    statement.execute();
                }
            } catch (SQLException e) {
                // Broken: the server has let go of its locks.
            }
        }
    }

    @Override
    public synchronized void close() {
        discard();
    }

    private static long number(UploadId id) {
        return id.value().getMostSignificantBits() ^ id.value().getLeastSignificantBits();
    }

    /** A lock that is held until it is closed. */
    final class Held implements AutoCloseable {

        private final UploadId id;
        private final long through;

        private Held(UploadId id, long through) {
            this.id = id;
            this.through = through;
        }

        /** Whether nobody else can have taken it meanwhile. */
        boolean valid() {
            return current(through);
        }

        @Override
        public void close() {
            unlock(id, through);
        }
    }
}
