package dev.tenure.retention.change;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts items by class and anchor; the index of what may be due leads to each range of them. */
final class JdbcSimulation {

    private static final String LIVING = "state IN ('STORED', 'READY', 'TRASHED')";

    private static final String KINDS =
            " AND (range.kinds IS NULL OR item.kind = ANY (string_to_array(range.kinds, ',')))";
    private static final String HOST = " AND (range.host IS NULL OR lower(item.host) = range.host)";

    /** Names within a list are apart by a character that is in none. */
    private static final String OTHERS =
            " AND (range.others IS NULL OR lower(item.host) <> ALL (string_to_array(range.others, chr(31))))";

    private static final String TRASH = " AND (item.state = 'TRASHED' OR NOT range.trash)";

    private static final String RANGES = """
              FROM unnest(CAST(:numbers AS int[]), CAST(:classes AS text[]), CAST(CAST(:firsts AS text[]) AS timestamptz[]), CAST(CAST(:lasts AS text[]) AS timestamptz[]),
                          CAST(:kinds AS text[]), CAST(:hosts AS text[]), CAST(:others AS text[]), CAST(:trash AS boolean[]))
                   AS range (number, class, first, last, kinds, host, others, trash)
              JOIN item ON item.retention_class = range.class AND item.anchor BETWEEN range.first AND range.last
                   AND item.state IN ('STORED', 'READY', 'TRASHED')
            """;

    private final JdbcClient database;

    JdbcSimulation(JdbcClient database) {
        this.database = database;
    }

    /**
     * Items of a part of a class between two anchors.
     *
     * @param trash whether only those that are in the trash
     */
    record Range(ClassPart part, Instant first, Instant last, boolean trash) {}

    /** The anchors of a class, as far as it has items. */
    record Anchors(Instant first, Instant last) {}

    /**
     * What keeps items of a range, and what does not.
     *
     * @param earliest the first anchor of those that nothing holds; absent where all are held
     */
    record Kept(
            int range, long held, long cooling, @Nullable Instant earliest) {}

    /** One item. */
    record Found(ItemId item, String host, Instant anchor, int range) {}

    /** Where the anchors of a class begin and end; empty where it has no items. */
    Optional<Anchors> anchors(String retentionClass) {
        return database.sql(
                        "SELECT first, last FROM (SELECT (SELECT min(anchor) FROM item WHERE retention_class = :class AND "
                                + LIVING
                                + ") AS first, (SELECT max(anchor) FROM item WHERE retention_class = :class AND "
                                + LIVING
                                + ") AS last) anchors WHERE first IS NOT NULL")
                .param("class", retentionClass)
                .query((row, number) -> new Anchors(Rows.instant(row, "first"), Rows.instant(row, "last")))
                .optional();
    }

    /** The items of each range, in the order of the ranges. Asks for nothing but what is in the index. */
    List<Long> count(List<Range> ranges) {
        long[] items = new long[ranges.size()];
        over("SELECT range.number, count(*) AS items", " GROUP BY range.number", ranges)
                .query((row, number) -> items[row.getInt("number")] = row.getLong("items"))
                .list();
        return LongStream.of(items).boxed().toList();
    }

    /** Of each range that has items. */
    List<Kept> kept(List<Range> ranges, Instant now) {
        return over("""
                        SELECT range.number, count(*) FILTER (WHERE hold_count > 0) AS held,
                               count(*) FILTER (WHERE hold_count = 0 AND cool_off_until > :now) AS cooling,
                               min(anchor) FILTER (WHERE hold_count = 0 AND (cool_off_until IS NULL OR cool_off_until <= :now)) AS earliest
                        """, " GROUP BY range.number", ranges)
                .param("now", Rows.at(now))
                .query((row, number) -> new Kept(
                        row.getInt("number"),
                        row.getLong("held"),
                        row.getLong("cooling"),
                        Rows.instantOrNull(row, "earliest")))
                .list();
    }

    /** The bytes of each range, in the order of the ranges. */
    long[] bytes(List<Range> ranges) {
        long[] bytes = new long[ranges.size()];
        over(
                        "SELECT range.number, sum(object.size) AS bytes",
                        " JOIN stored_object object ON object.item_id = item.id AND object.status = 'VISIBLE' GROUP BY range.number",
                        ranges)
                .query((row, number) -> bytes[row.getInt("number")] = row.getLong("bytes"))
                .list();
        return bytes;
    }

    List<Simulation.HostShare> hosts(List<Range> ranges, int limit) {
        return over(
                        "SELECT lower(item.host) AS host, count(*) AS items",
                        " GROUP BY lower(item.host) ORDER BY items DESC, 1 LIMIT :limit",
                        ranges)
                .param("limit", limit)
                .query((row, number) -> new Simulation.HostShare(row.getString("host"), row.getLong("items")))
                .list();
    }

    /** The oldest of each range. */
    List<Found> samples(List<Range> ranges, int each, int limit) {
        return bound(database.sql("""
                        SELECT found.*, range.number FROM unnest(CAST(:numbers AS int[]), CAST(:classes AS text[]), CAST(CAST(:firsts AS text[]) AS timestamptz[]),
                                                   CAST(CAST(:lasts AS text[]) AS timestamptz[]),
                                                   CAST(:kinds AS text[]), CAST(:hosts AS text[]), CAST(:others AS text[]), CAST(:trash AS boolean[]))
                               AS range (number, class, first, last, kinds, host, others, trash)
                         CROSS JOIN LATERAL (
                               SELECT item.id, item.host, item.anchor FROM item
                                WHERE retention_class = range.class AND anchor BETWEEN range.first AND range.last
                                  AND state IN ('STORED', 'READY', 'TRASHED')%s
                                ORDER BY anchor, id LIMIT :each) found
                         ORDER BY found.anchor, found.id LIMIT :limit
                        """.formatted(among(ranges))), ranges)
                .param("each", each)
                .param("limit", limit)
                .query((row, number) -> new Found(
                        new ItemId(Rows.uuid(row, "id")),
                        row.getString("host"),
                        Rows.instant(row, "anchor"),
                        row.getInt("number")))
                .list();
    }

    long quarantined(AccountId account) {
        return database.sql("SELECT count(*) FROM item WHERE account_id = :account AND state = 'QUARANTINED'")
                .param("account", account.value())
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec over(String select, String rest, List<Range> ranges) {
        return bound(database.sql(select + RANGES + among(ranges) + rest), ranges);
    }

    /** Of the ranges' kinds and hosts, and in the trash where only those are asked for. What tells nothing apart is not asked for: rows need not be read for it. */
    private static String among(List<Range> ranges) {
        return asked(ranges, range -> kinds(range) != null, KINDS)
                + asked(ranges, range -> range.part().host() != null, HOST)
                + asked(ranges, range -> others(range) != null, OTHERS)
                + asked(ranges, Range::trash, TRASH);
    }

    private static String asked(List<Range> ranges, Predicate<Range> by, String condition) {
        return ranges.stream().anyMatch(by) ? condition : "";
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, List<Range> ranges) {
        return statement
                .param("numbers", IntStream.range(0, ranges.size()).boxed().toArray(Integer[]::new))
                .param(
                        "classes",
                        ranges.stream()
                                .map(range -> range.part().retentionClass())
                                .toArray(String[]::new))
                .param("firsts", instants(ranges, Range::first))
                .param("lasts", instants(ranges, Range::last))
                .param("kinds", texts(ranges, JdbcSimulation::kinds))
                .param("hosts", texts(ranges, range -> range.part().host()))
                .param("others", texts(ranges, JdbcSimulation::others))
                .param("trash", ranges.stream().map(Range::trash).toArray(Boolean[]::new));
    }

    private static @Nullable String kinds(Range range) {
        return range.part().kinds().size() == ItemKind.values().length
                ? null
                : String.join(",", range.part().kindNames());
    }

    private static @Nullable String others(Range range) {
        return range.part().others().isEmpty()
                ? null
                : String.join("\u001f", range.part().otherHosts());
    }

    private static @Nullable String[] texts(List<Range> ranges, Function<Range, @Nullable String> of) {
        return ranges.stream().map(of).toArray(String[]::new);
    }

    private static String[] instants(List<Range> ranges, Function<Range, Instant> of) {
        return ranges.stream().map(of).map(Instant::toString).toArray(String[]::new);
    }
}
