package dev.tenure.retention.explore;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets an {@link Actor} of an exploration stop before each statement that others could get into the way of, and before it commits. For all other threads
 * it is the data source itself.
 */
public final class SteppingDataSource {

    /** What waits for others, keeps them waiting, or sees what they did. What only appends, or reads what nobody changes here, is left to run on. */
    private static final Pattern SHARED =
            Pattern.compile("pg_advisory|\\b(item|item_key|hold|hold_item|hold_query|meeting|participant)\\b");

    /** Rows of one's own, which nobody sees before the commit; a hold's own rows; and which account an item belongs to, which never changes. */
    private static final Pattern OWN = Pattern.compile(
            "^\\s*INSERT|INTO (trail_entry|outbox_event)\\b|FROM hold_(item|missed)\\s+WHERE|SELECT account_id FROM item|SELECT count");

    private final DataSource real;

    public SteppingDataSource(DataSource real) {
        this.real = real;
    }

    public DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = invoke(real, method, arguments);
            Actor actor = Actor.ofThisThread();
            return actor != null && result instanceof Connection connection ? stepping(connection, actor) : result;
        });
    }

    private static Connection stepping(Connection connection, Actor actor) throws SQLException {
        actor.session(session(connection));
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("commit")) {
                actor.point("COMMIT");
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof PreparedStatement statement
                            && arguments != null
                            && arguments[0] instanceof String sql
                            && shared(sql)
                    ? stepping(statement, sql, actor)
                    : result;
        });
    }

    private static boolean shared(String sql) {
        return SHARED.matcher(sql).find() && !OWN.matcher(sql).find();
    }

    private static PreparedStatement stepping(PreparedStatement statement, String sql, Actor actor) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                actor.point(sql);
            }
            return invoke(statement, method, arguments);
        });
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static @Nullable Object invoke(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
