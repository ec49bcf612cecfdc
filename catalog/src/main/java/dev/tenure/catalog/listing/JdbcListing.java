package dev.tenure.catalog.listing;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class JdbcListing implements Listing {

    /** The columns of the item that a row shows, and those that place it. */
    private static final String SHOWN = """
            i.id, i.kind, i.state, i.state_since, i.problem, i.file_name, i.host, i.owner_id, i.trashed_at, i.hold_count, i.notice_id,
            i.progress, i.progress_stage""";

    private final JdbcClient database;
    private final TransactionTemplate reading;
    private final JdbcWays ways;

    JdbcListing(JdbcClient database, PlatformTransactionManager transactions) {
        this.database = database;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.ways = new JdbcWays(database);
    }

    @Override
    public Page page(ListingQuery query) {
        return inOrder(
                () -> ways.choose(query).map(way -> page(query, way)).orElseGet(() -> new Page(List.of(), null, true)));
    }

    @Override
    public Count count(ListingQuery query) {
        ListingQuery whole = query.fromItsBeginning();
        return inOrder(() -> ways.choose(whole).map(way -> count(whole, way)).orElseGet(() -> new Count(0, true)));
    }

    /**
     * With sorting forbidden, PostgreSQL reads an index in order whatever its statistics say. Where it believes that a list is short it would
     * otherwise collect all of it and sort, and pay by the size of the account when it is not.
     */
    private <T> T inOrder(Supplier<T> read) {
        return Objects.requireNonNull(reading.execute(transaction -> {
            database.sql("SELECT set_config('enable_sort', 'off', true), set_config('jit', 'off', true)")
                    .query((row, number) -> 1)
                    .single();
            return read.get();
        }));
    }

    private Page page(ListingQuery query, JdbcWay way) {
        String rest = JdbcWays.rest(query, way);
        List<Row> rows = database.sql(sql(query, way, rest))
                .params(parameters(query, way))
                .query(JdbcListing::row)
                .list();
        List<Row> fitting = rows.stream().filter(Row::fits).toList();
        List<Listed> shown = fitting.stream().limit(PAGE).map(Row::shown).toList();
        if (fitting.size() > PAGE) {
            return new Page(shown, fitting.get(PAGE - 1).mark(), true);
        }
        // The last row looked at comes along whether it fits or not.
        boolean more = !rows.isEmpty() && rest != null && rows.getLast().number() == EXAMINED;
        return new Page(shown, more ? rows.getLast().mark() : null, !more || shown.size() == PAGE);
    }

    private static String sql(ListingQuery query, JdbcWay way, @Nullable String rest) {
        String order = "p.recorded_at %1$s, p.meeting_id %1$s, p.id %1$s"
                .formatted(query.order().direction());
        return """
                SELECT p.*, m.title, m.starts_at, m.ends_at, o.bytes, n.name AS notice_name, n.version AS notice_version,
                       n.language AS notice_language
                  FROM (%s) p
                 CROSS JOIN LATERAL (SELECT title, starts_at, ends_at FROM meeting WHERE id = p.meeting_id LIMIT 1) m
                 CROSS JOIN LATERAL (SELECT COALESCE(sum(size), 0) AS bytes FROM stored_object
                                      WHERE item_id = p.id AND status = 'VISIBLE') o
                  LEFT JOIN LATERAL (SELECT name, version, language FROM notice WHERE id = p.notice_id LIMIT 1) n ON true
                 ORDER BY %s
                """.formatted(rest == null ? all(query, way) : narrowed(query, way, rest), order);
    }

    private static String all(ListingQuery query, JdbcWay way) {
        return """
                SELECT %2$s.recorded_at, %2$s.meeting_id, %1$s, true AS fits, 0 AS number
                  FROM %3$s WHERE %4$s ORDER BY %5$s LIMIT %6$d""".formatted(
                        SHOWN, way.places(), way.from(), way.where(), order(query.order(), way.places()), PAGE + 1);
    }

    /** The rows are counted as they are read, so that the one at which reading ends is known even if it does not fit. */
    private static String narrowed(ListingQuery query, JdbcWay way, String rest) {
        return """
                SELECT * FROM (
                    SELECT %2$s.recorded_at, %2$s.meeting_id, %1$s, COALESCE(%7$s, false) AS fits, row_number() OVER (ORDER BY %5$s) AS number
                      FROM %3$s WHERE %4$s ORDER BY %5$s LIMIT %6$d
                ) p WHERE p.fits OR p.number = %6$d
                ORDER BY p.recorded_at %8$s, p.meeting_id %8$s, p.id %8$s LIMIT %9$d""".formatted(
                        SHOWN,
                        way.places(),
                        way.from(),
                        way.where(),
                        order(query.order(), way.places()),
                        EXAMINED,
                        rest,
                        query.order().direction(),
                        PAGE + 1);
    }

    private Count count(ListingQuery query, JdbcWay way) {
        String rest = JdbcWays.rest(query, way);
        int examined = rest == null ? COUNTED + 1 : EXAMINED;
        return database.sql("""
                        SELECT count(*) FILTER (WHERE fits) AS fitting, count(*) AS examined
                          FROM (SELECT COALESCE(%s, false) AS fits FROM %s WHERE %s ORDER BY %s LIMIT %d) counted
                        """.formatted(
                                rest == null ? "true" : rest,
                                way.from(),
                                way.where(),
                                order(query.order(), way.places()),
                                examined))
                .params(parameters(query, way))
                .query((row, number) -> new Count(
                        Math.min(row.getInt("fitting"), COUNTED),
                        row.getInt("examined") < examined && row.getInt("fitting") <= COUNTED))
                .single();
    }

    /** The columns that order the list. */
    static String order(ListingOrder order, String places) {
        return "%1$s.recorded_at %2$s, %1$s.meeting_id %2$s, i.id %2$s".formatted(places, order.direction());
    }

    /** What limits the reading of an index: the times asked for, and where the page before ended. */
    static String bounds(ListingQuery query, String alias) {
        StringBuilder bounds = new StringBuilder();
        if (query.filter().from() != null) {
            bounds.append(" AND ").append(alias).append(".recorded_at >= :from");
        }
        if (query.filter().to() != null) {
            bounds.append(" AND ").append(alias).append(".recorded_at < :to");
        }
        if (query.after() != null) {
            bounds.append(
                    alias.equals("i")
                            ? beyond(query, "i")
                            : " AND (%1$s.recorded_at, %1$s.meeting_id) %2$s= (:at, :meeting)"
                                    .formatted(alias, query.order().beyond()));
        }
        return bounds.toString();
    }

    /** Rows after the mark. */
    static String beyond(ListingQuery query, String alias) {
        return query.after() == null
                ? ""
                : " AND (%1$s.recorded_at, %1$s.meeting_id, i.id) %2$s (:at, :meeting, :item)"
                        .formatted(alias, query.order().beyond());
    }

    static Map<String, Object> parameters(ListingQuery query) {
        ListingFilter filter = query.filter();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", query.account().value());
        if (query.owner() != null) {
            parameters.put("owner", query.owner().value());
        }
        if (filter.host() != null) {
            parameters.put("host", filter.host());
        }
        if (filter.from() != null) {
            parameters.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            parameters.put("to", filter.to().atOffset(ZoneOffset.UTC));
        }
        if (query.after() != null) {
            parameters.put("at", query.after().recordedAt().atOffset(ZoneOffset.UTC));
            parameters.put("meeting", query.after().meeting());
            parameters.put("item", query.after().item());
        }
        parameters.put(
                "states", filter.states().stream().map(Enum::name).sorted().toArray(String[]::new));
        parameters.put("kinds", filter.kinds().stream().map(Enum::name).sorted().toArray(String[]::new));
        putSought("title", filter.title(), parameters);
        putSought("participant", filter.participant(), parameters);
        return parameters;
    }

    private static void putSought(String field, Sought sought, Map<String, Object> parameters) {
        parameters.put(field + "Words", sought.words().toArray(String[]::new));
        if (sought.beginning() != null) {
            parameters.put(field + "Beginning", sought.beginning());
        }
    }

    private static Map<String, Object> parameters(ListingQuery query, JdbcWay way) {
        Map<String, Object> parameters = parameters(query);
        parameters.putAll(way.parameters());
        return parameters;
    }

    /** A row that was read, and its place. */
    private record Row(Listed shown, ListingMark mark, boolean fits, long number) {}

    private static Row row(ResultSet row, int index) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        UUID meeting = row.getObject("meeting_id", UUID.class);
        Listed shown = new Listed(
                new ItemId(id),
                ItemKind.valueOf(row.getString("kind")),
                row.getString("file_name"),
                new Listed.Occasion(
                        new MeetingId(meeting),
                        row.getString("title"),
                        row.getString("host"),
                        instant(row, "starts_at"),
                        instant(row, "ends_at")),
                owner(row),
                row.getLong("bytes"),
                new Listed.Progress(
                        ItemState.valueOf(row.getString("state")),
                        instant(row, "state_since"),
                        Rows.fraction(row, "progress"),
                        row.getString("progress_stage"),
                        row.getString("problem")),
                row.getInt("hold_count") > 0,
                notice(row),
                Optional.ofNullable(row.getObject("trashed_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null));
        return new Row(
                shown,
                new ListingMark(instant(row, "recorded_at"), meeting, id),
                row.getBoolean("fits"),
                row.getLong("number"));
    }

    private static @Nullable PersonId owner(ResultSet row) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        return owner == null ? null : new PersonId(owner);
    }

    private static Listed.@Nullable Notice notice(ResultSet row) throws SQLException {
        String name = row.getString("notice_name");
        return name == null
                ? null
                : new Listed.Notice(name, row.getInt("notice_version"), row.getString("notice_language"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
