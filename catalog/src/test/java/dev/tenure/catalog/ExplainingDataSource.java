package dev.tenure.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Has every query that goes through it explained with the values that it is asked with. */
final class ExplainingDataSource {

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private final DataSource real;
    private final List<String> plans = new ArrayList<>();

    ExplainingDataSource(DataSource real) {
        this.real = real;
    }

    /** The plans since last asked. */
    List<String> plans() {
        List<String> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    /** The pages of the database that a plan touched while it ran. */
    static long buffers(String plan) {
        Matcher all = BUFFERS.matcher(plan.substring(0, plan.indexOf("Planning")));
        // The topmost node's, in which those below are counted.
        return all.find() ? count(all.group(1)) + count(all.group(2)) : 0;
    }

    private static long count(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = invoke(real, method, arguments);
            return result instanceof Connection connection ? explaining(connection) : result;
        });
    }

    private Connection explaining(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            if (result instanceof PreparedStatement statement
                    && arguments[0] instanceof String sql
                    && sql.strip().toUpperCase(Locale.ROOT).matches("(?s)\\(?(SELECT|WITH).*")
                    && !sql.contains("set_config")) {
                return explaining(
                        statement, connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + sql));
            }
            return result;
        });
    }

    private PreparedStatement explaining(PreparedStatement statement, PreparedStatement explained) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments[0] instanceof Integer) {
                invoke(explained, method, arguments);
            } else if (method.getName().equals("executeQuery")) {
                plans.add(plan(explained));
            } else if (method.getName().equals("close")) {
                explained.close();
            }
            return invoke(statement, method, arguments);
        });
    }

    private static String plan(PreparedStatement explained) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = explained.executeQuery()) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private interface Call {
        Object make(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}
