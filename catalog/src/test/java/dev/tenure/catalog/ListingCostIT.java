package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.listing.Listing;
import dev.tenure.catalog.listing.ListingFilter;
import dev.tenure.catalog.listing.ListingOrder;
import dev.tenure.catalog.listing.ListingQuery;
import dev.tenure.catalog.listing.Sought;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a page costs, in pages of the database, in a small account and in one twenty times as large. */
@ExtendWith(CatalogWorld.Shared.class)
class ListingCostIT {

    private static final int SMALL = 10_000;
    private static final int LARGE = 200_000;

    /** Indexes grow a level, and rows lie further apart. */
    private static final int FACTOR = 3;

    private static final Instant EARLY = Instant.parse("2026-01-01T01:00:00Z");

    private final CatalogWorld world;

    ListingCostIT(CatalogWorld world) {
        this.world = world;
    }

    @Test
    void costsTheSameHoweverLargeTheAccountIs() {
        try (OwnCatalog own = world.ownCatalog();
                AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            ExplainingDataSource explaining = new ExplainingDataSource(own.dataSource());
            context.registerBean(DataSource.class, explaining::dataSource);
            context.register(CatalogWorld.Transactions.class);
            context.scan("dev.tenure.catalog.listing");
            context.refresh();
            Listing listing = context.getBean(Listing.class);
            JdbcClient database = own.database();
            AccountId account = new JdbcAccounts(database, new Ids(InstantSource.system()))
                    .register("large", "Large")
                    .id();
            Map<String, Long> small = new LinkedHashMap<>();
            fill(database, account, 0, SMALL);
            queries(account).forEach((name, query) -> small.put(name, cost(name, query, listing, explaining)));
            fill(database, account, SMALL, LARGE);
            queries(account).forEach((name, query) -> {
                // A list that had too few items for a page, or for the count, may come to cost what a full one does.
                long bound = FACTOR * Math.max(small.getOrDefault(name, 0L), small.getOrDefault("common word", 0L));
                assertThat(cost(name, query, listing, explaining)).as(name).isLessThanOrEqualTo(bound);
            });
        }
    }

    private static long cost(String name, ListingQuery query, Listing listing, ExplainingDataSource explaining) {
        Listing.Page first = listing.page(query);
        if (first.next() != null) {
            listing.page(new ListingQuery(query.account(), query.owner(), query.filter(), query.order(), first.next()));
        }
        listing.count(query);
        long buffers = 0;
        for (String plan : explaining.plans()) {
            assertThat(plan).as(name).doesNotContain("Seq Scan", "Bitmap", "Hash", "Disabled");
            buffers += ExplainingDataSource.buffers(plan);
        }
        return buffers;
    }

    private static Map<String, ListingQuery> queries(AccountId account) {
        Map<String, ListingQuery> queries = new LinkedHashMap<>();
        PersonId nobody = new PersonId(UUID.randomUUID());
        queries.put("all", query(account, null, ListingFilter.ALL));
        queries.put("owner", query(account, nobody, ListingFilter.ALL));
        queries.put("host", query(account, null, filter("host1", Set.of(), null, null, null)));
        queries.put("state", query(account, null, filter(null, Set.of(ItemState.READY), null, null, null)));
        queries.put(
                "states",
                query(account, null, filter(null, Set.of(ItemState.READY, ItemState.TRASHED), null, null, null)));
        queries.put("from a time on", query(account, null, filter(null, Set.of(), EARLY, null, null)));
        queries.put("common word", query(account, null, filter(null, Set.of(), null, "weekly", null)));
        queries.put("word of one in a thousand", query(account, null, filter(null, Set.of(), null, "rare1", null)));
        queries.put("two words", query(account, null, filter(null, Set.of(), null, "weekly team1", null)));
        queries.put("words never together", query(account, null, filter(null, Set.of(), null, "team0 team1", null)));
        queries.put("beginning", query(account, null, filter(null, Set.of(), null, "tea*", null)));
        queries.put("common beginning", query(account, null, filter(null, Set.of(), null, "rar*", null)));
        queries.put("no such word", query(account, null, filter(null, Set.of(), null, "absent", null)));
        queries.put("participant", query(account, null, filter(null, Set.of(), null, null, "ada")));
        queries.put(
                "everything", query(account, null, filter("host0", Set.of(ItemState.READY), EARLY, "weekly", "grace")));
        queries.put(
                "a kind that is not there",
                query(
                        account,
                        null,
                        new ListingFilter(
                                null,
                                Set.of(),
                                Set.of(ItemKind.WHITEBOARD),
                                null,
                                null,
                                Sought.ANYTHING,
                                Sought.ANYTHING)));
        return queries;
    }

    private static ListingQuery query(AccountId account, @Nullable PersonId owner, ListingFilter filter) {
        return new ListingQuery(account, owner, filter, ListingOrder.NEWEST, null);
    }

    private static ListingFilter filter(
            @Nullable String host,
            Set<ItemState> states,
            @Nullable Instant from,
            @Nullable String title,
            @Nullable String participant) {
        return new ListingFilter(
                host,
                states,
                Set.of(),
                from,
                null,
                title == null ? Sought.ANYTHING : Sought.of(title),
                participant == null ? Sought.ANYTHING : Sought.of(participant));
    }

    /** Meetings of two items, one each minute, as they would come, in which words, hosts and states are as frequent whatever their number is. */
    private static void fill(JdbcClient database, AccountId account, int from, int to) {
        for (String sql : List.of("""
                INSERT INTO meeting (id, account_id, external_id, title, starts_at, ends_at, zone, host, title_words, participant_words)
                SELECT CAST(lpad(to_hex(n), 32, '0') AS uuid), :account, n, 'Title', at, at, 'UTC', 'host' || n % 2,
                       ARRAY['weekly', 'team' || n % 2, 'rare' || n % 1000], ARRAY[CASE WHEN n % 3 = 0 THEN 'ada' ELSE 'grace' END]
                  FROM (SELECT n, TIMESTAMPTZ '2026-01-01 00:00:00Z' + n * INTERVAL '1 minute' AS at
                          FROM generate_series(:from / 2, :to / 2 - 1) n) numbered
                """, """
                INSERT INTO item (id, account_id, meeting_id, kind, state, file_name)
                SELECT gen_random_uuid(), account_id, id, 'RECORDING', (ARRAY['READY', 'STORED', 'QUARANTINED'])[k], 'f'
                  FROM meeting, generate_series(1, 2) k
                 WHERE account_id = :account AND CAST(external_id AS int) BETWEEN :from / 2 AND :to / 2 - 1
                 ORDER BY id, k
                """, """
                INSERT INTO title_word
                SELECT account_id, unnest(title_words), ends_at, id FROM meeting
                 WHERE account_id = :account AND CAST(external_id AS int) BETWEEN :from / 2 AND :to / 2 - 1
                """, """
                INSERT INTO participant_word
                SELECT account_id, unnest(participant_words), ends_at, id FROM meeting
                 WHERE account_id = :account AND CAST(external_id AS int) BETWEEN :from / 2 AND :to / 2 - 1
                """)) {
            database.sql(sql)
                    .param("account", account.value())
                    .param("from", from)
                    .param("to", to)
                    .update();
        }
        for (String table : List.of("meeting", "item", "title_word", "participant_word")) {
            database.sql("VACUUM ANALYZE " + table).update();
        }
    }
}
