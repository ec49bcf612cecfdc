package dev.tenure.catalog.listing;

import dev.tenure.catalog.ItemState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the way into a list on which the fewest rows are looked at in vain. */
final class JdbcWays {

    /** How many entries of each way are looked at to compare them. Fewer compare badly what is rare, more cost more than they save. */
    private static final int PROBED = 200;

    /** The most words that a beginning is followed into. Where there are more, it is common, and looked for row by row. */
    private static final int BEGUN = 10;

    private static final String COLUMNS = """
            id, account_id, meeting_id, recorded_at, kind, state, state_since, problem, file_name, host, owner_id, trashed_at, \
            hold_count, notice_id, progress, progress_stage\
            """;

    private final JdbcClient database;

    JdbcWays(JdbcClient database) {
        this.database = database;
    }

    /** The best way; empty when it is known already that the list is. */
    Optional<JdbcWay> choose(ListingQuery query) {
        List<JdbcWay> ways = new ArrayList<>();
        if (!words("title", JdbcWay.Settles.TITLE_WORD, query, query.filter().title(), ways)
                || !words(
                        "participant",
                        JdbcWay.Settles.PARTICIPANT_WORD,
                        query,
                        query.filter().participant(),
                        ways)) {
            return Optional.empty();
        }
        if (query.filter().host() != null) {
            ways.add(JdbcWay.items(
                    JdbcWay.Settles.HOST,
                    "item i",
                    "i.account_id = :account AND lower(i.host) = lower(:host)" + JdbcListing.bounds(query, "i"),
                    Map.of()));
        }
        if (query.owner() != null) {
            ways.add(JdbcWay.items(
                    JdbcWay.Settles.OWNER,
                    "item i",
                    "i.account_id = :account AND i.owner_id = :owner" + JdbcListing.bounds(query, "i"),
                    Map.of()));
        }
        if (!query.filter().states().isEmpty()) {
            ways.add(states(query));
        }
        if (ways.isEmpty()) {
            return Optional.of(JdbcWay.items(
                    JdbcWay.Settles.NOTHING,
                    "item i",
                    "i.account_id = :account" + JdbcListing.bounds(query, "i"),
                    Map.of()));
        }
        return Optional.of(ways.size() == 1 ? ways.getFirst() : rarest(query, ways));
    }

    /** Adds the ways by these words; false when no word of the account begins as it is asked. */
    private boolean words(
            String table, JdbcWay.Settles settles, ListingQuery query, Sought sought, List<JdbcWay> ways) {
        boolean alone = sought.words().size() == 1 && sought.beginning() == null;
        for (int i = 0; i < sought.words().size(); i++) {
            String name = table + "Word" + i;
            ways.add(word(
                    alone ? settles : JdbcWay.Settles.NOTHING,
                    table + "_word",
                    "w.account_id = :account AND w.word = :" + name + JdbcListing.bounds(query, "w"),
                    query,
                    Map.of(name, sought.words().get(i))));
        }
        if (sought.beginning() == null) {
            return true;
        }
        List<String> begun = begun(table, query, sought.beginning());
        if (begun.size() <= BEGUN && !begun.isEmpty()) {
            ways.add(beginning(table, query, begun));
        }
        return !begun.isEmpty();
    }

    private static JdbcWay word(
            JdbcWay.Settles settles, String table, String where, ListingQuery query, Map<String, Object> parameters) {
        return new JdbcWay(
                settles,
                table + " w JOIN item i ON i.meeting_id = w.meeting_id AND i.account_id = :account",
                where + JdbcListing.beyond(query, "w"),
                "w",
                table + " w",
                where,
                parameters);
    }

    /** A meeting that has two words of that beginning comes once. */
    private static JdbcWay beginning(String table, ListingQuery query, List<String> begun) {
        Map<String, Object> parameters = new HashMap<>();
        String each = IntStream.range(0, begun.size())
                .mapToObj(i -> {
                    parameters.put(table + "Begun" + i, begun.get(i));
                    return "(SELECT recorded_at, meeting_id FROM " + table
                            + "_word b WHERE b.account_id = :account AND b.word = :"
                            + table + "Begun" + i + JdbcListing.bounds(query, "b")
                            + " ORDER BY b.recorded_at %1$s, b.meeting_id %1$s)"
                                    .formatted(query.order().direction());
                })
                .collect(Collectors.joining("\nUNION ALL "));
        return word(
                JdbcWay.Settles.NOTHING,
                "(SELECT DISTINCT recorded_at, meeting_id FROM (" + each + ") every"
                        + " ORDER BY recorded_at %1$s, meeting_id %1$s)"
                                .formatted(query.order().direction()),
                "true",
                query,
                parameters);
    }

    /** Words of the account that begin so, one more than are followed: found by jumping from one to the next. */
    private List<String> begun(String table, ListingQuery query, String beginning) {
        return database.sql("""
                        WITH RECURSIVE begun(word, n) AS (
                            (SELECT word, 1 FROM %1$s_word
                              WHERE account_id = :account AND word >= :beginning ORDER BY word LIMIT 1)
                            UNION ALL
                            SELECT (SELECT w.word FROM %1$s_word w
                                     WHERE w.account_id = :account AND w.word > begun.word ORDER BY w.word LIMIT 1), n + 1
                              FROM begun
                             WHERE n <= %2$d AND starts_with(begun.word, :beginning)
                        )
                        SELECT word FROM begun WHERE starts_with(word, :beginning)
                        """.formatted(table, BEGUN))
                .param("account", query.account().value())
                .param("beginning", beginning)
                .query((row, number) -> row.getString("word"))
                .list();
    }

    private static JdbcWay states(ListingQuery query) {
        List<ItemState> states = query.filter().states().stream().sorted().toList();
        // Each state in order, as the index has it, so that they are merged and never sorted.
        String from = states.stream()
                .map(state -> "(SELECT %s FROM item i WHERE i.account_id = :account AND i.state = '%s'%s ORDER BY %s)"
                        .formatted(
                                COLUMNS,
                                state.name(),
                                JdbcListing.bounds(query, "i"),
                                JdbcListing.order(query.order(), "i")))
                .collect(Collectors.joining("\nUNION ALL ", "(", ") i"));
        return JdbcWay.items(JdbcWay.Settles.STATES, from, "true", Map.of());
    }

    /** The one with the fewest entries; among those with many, the one whose entries lie furthest apart. */
    private JdbcWay rarest(ListingQuery query, List<JdbcWay> ways) {
        List<String> probes = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>(JdbcListing.parameters(query));
        for (int i = 0; i < ways.size(); i++) {
            JdbcWay way = ways.get(i);
            parameters.putAll(way.parameters());
            probes.add(
                    """
                    SELECT %1$d AS way, count(*) AS entries,
                           COALESCE(extract(epoch FROM max(recorded_at) - min(recorded_at)), 0) AS spread
                      FROM (SELECT %3$s.recorded_at FROM %4$s WHERE %5$s
                             ORDER BY %3$s.recorded_at %2$s, %3$s.meeting_id %2$s LIMIT %6$d) probed
                    """.formatted(i, query.order().direction(), way.places(), way.probe(), way.probeWhere(), PROBED));
        }
        return database
                .sql(String.join("UNION ALL\n", probes))
                .params(parameters)
                .query((row, number) -> new Probe(row.getInt("way"), row.getInt("entries"), row.getDouble("spread")))
                .list()
                .stream()
                .min(Probe.RAREST_FIRST)
                .map(probe -> ways.get(probe.way()))
                .orElseThrow();
    }

    /** What the first entries of a way look like. */
    private record Probe(int way, int entries, double spread) {

        static final Comparator<Probe> RAREST_FIRST = Comparator.comparingInt(Probe::entries)
                .thenComparing(Probe::spread, Comparator.reverseOrder())
                .thenComparingInt(Probe::way);
    }

    /** What may be true of the items of this way, or not; null when all of the query is settled by it. */
    static @Nullable String rest(ListingQuery query, JdbcWay way) {
        ListingFilter filter = query.filter();
        List<String> rest = new ArrayList<>();
        if (query.owner() != null && way.settles() != JdbcWay.Settles.OWNER) {
            rest.add("i.owner_id IS NOT DISTINCT FROM :owner");
        }
        if (filter.host() != null && way.settles() != JdbcWay.Settles.HOST) {
            rest.add("lower(i.host) = lower(:host)");
        }
        if (!filter.states().isEmpty() && way.settles() != JdbcWay.Settles.STATES) {
            rest.add("i.state = ANY(CAST(:states AS text[]))");
        }
        if (!filter.kinds().isEmpty()) {
            rest.add("i.kind = ANY(CAST(:kinds AS text[]))");
        }
        List<String> said = new ArrayList<>();
        if (way.settles() != JdbcWay.Settles.TITLE_WORD) {
            said.addAll(said("title", filter.title()));
        }
        if (way.settles() != JdbcWay.Settles.PARTICIPANT_WORD) {
            said.addAll(said("participant", filter.participant()));
        }
        if (!said.isEmpty()) {
            // A scalar, not EXISTS: that PostgreSQL may answer by reading all meetings.
            rest.add("(SELECT " + String.join(" AND ", said) + " FROM meeting m WHERE m.id = i.meeting_id)");
        }
        return rest.isEmpty() ? null : String.join(" AND ", rest);
    }

    private static List<String> said(String field, Sought sought) {
        List<String> said = new ArrayList<>();
        if (!sought.words().isEmpty()) {
            said.add("m.%1$s_words @> CAST(:%1$sWords AS text[])".formatted(field));
        }
        if (sought.beginning() != null) {
            said.add("EXISTS (SELECT FROM unnest(m.%1$s_words) s(word) WHERE starts_with(s.word, :%1$sBeginning))"
                    .formatted(field));
        }
        return said;
    }
}
