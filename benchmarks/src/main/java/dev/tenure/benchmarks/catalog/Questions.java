package dev.tenure.benchmarks.catalog;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.listing.ListingFilter;
import dev.tenure.catalog.listing.ListingMark;
import dev.tenure.catalog.listing.ListingOrder;
import dev.tenure.catalog.listing.ListingQuery;
import dev.tenure.catalog.listing.Sought;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of questions, and questions of each kind to accounts of very different sizes. */
final class Questions {

    private static final String ITEMS = "item i";
    private static final String TITLES =
            "title_word w JOIN item i ON i.meeting_id = w.meeting_id AND i.account_id = w.account_id";
    private static final String PEOPLE =
            "participant_word w JOIN item i ON i.meeting_id = w.meeting_id AND i.account_id = w.account_id";
    private static final int[] RANKS = {0, 0, 9, 99};

    private final Random random = new Random(2);
    private final Vocabulary titles = Vocabulary.titles();
    private final Vocabulary lastNames = Vocabulary.names(8000, "son");

    /** Each kind by its name. */
    Map<String, Function<FilledAccount, Question>> kinds() {
        Map<String, Function<FilledAccount, Question>> kinds = new LinkedHashMap<>();
        kinds.put("newest page", this::newest);
        kinds.put("deep page", this::deep);
        kinds.put("host", this::host);
        kinds.put("state", this::state);
        kinds.put("dates", this::dates);
        kinds.put("common word", account -> word(account, random.nextInt(10)));
        kinds.put("rare word", account -> word(account, 3000 + random.nextInt(15_000)));
        kinds.put("two words", this::twoWords);
        kinds.put("participant", this::participant);
        kinds.put("all at once", this::combined);
        kinds.put("an owner's", this::owner);
        return kinds;
    }

    /** Half of the questions go to the largest account. */
    FilledAccount account() {
        return FilledAccount.ranked(RANKS[random.nextInt(RANKS.length)]);
    }

    private Question newest(FilledAccount account) {
        return question(
                account, bare(ITEMS, "i", "i.account_id = ?", null), List.of(account.id()), null, none(), null, "");
    }

    private Question deep(FilledAccount account) {
        Instant at = time();
        ListingMark mark = new ListingMark(at, new UUID(random.nextLong(), random.nextLong()), new UUID(0, 0));
        return question(
                account,
                bare(ITEMS, "i", "i.account_id = ? AND (i.recorded_at, i.meeting_id, i.id) < (?, ?, ?)", null),
                List.of(account.id(), at.atOffset(ZoneOffset.UTC), mark.meeting(), mark.item()),
                null,
                none(),
                mark,
                "after=" + mark);
    }

    private Question host(FilledAccount account) {
        String host = FilledAccount.host(random.nextInt(account.hosts()));
        return question(
                account,
                bare(ITEMS, "i", "i.account_id = ? AND lower(i.host) = lower(?)", null),
                List.of(account.id(), host),
                null,
                new ListingFilter(host, Set.of(), Set.of(), null, null, Sought.ANYTHING, Sought.ANYTHING),
                null,
                "host=" + host);
    }

    private Question state(FilledAccount account) {
        ItemState state = random.nextBoolean() ? ItemState.TRASHED : ItemState.QUARANTINED;
        return question(
                account,
                bare(ITEMS, "i", "i.account_id = ? AND i.state = ?", null),
                List.of(account.id(), state.name()),
                null,
                new ListingFilter(null, Set.of(state), Set.of(), null, null, Sought.ANYTHING, Sought.ANYTHING),
                null,
                "state=" + state);
    }

    private Question dates(FilledAccount account) {
        Instant from = time();
        Instant to = from.plus(Duration.ofDays(7));
        return question(
                account,
                bare(ITEMS, "i", "i.account_id = ? AND i.recorded_at >= ? AND i.recorded_at < ?", null),
                List.of(account.id(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)),
                null,
                new ListingFilter(null, Set.of(), Set.of(), from, to, Sought.ANYTHING, Sought.ANYTHING),
                null,
                "from=" + from + "&to=" + to);
    }

    private Question word(FilledAccount account, int rank) {
        String word = titles.ranked(rank);
        return question(
                account,
                bare(TITLES, "w", "w.account_id = ? AND w.word = ?", null),
                List.of(account.id(), word),
                null,
                titled(word),
                null,
                "title=" + word);
    }

    private Question twoWords(FilledAccount account) {
        String common = titles.ranked(random.nextInt(10));
        String other = titles.ranked(30 + random.nextInt(300));
        return question(
                account,
                bare(
                        TITLES,
                        "w",
                        "w.account_id = ? AND w.word = ?",
                        "(SELECT m.title_words @> ARRAY[CAST(? AS text)] FROM meeting m WHERE m.id = i.meeting_id)"),
                List.of(common, account.id(), other),
                null,
                titled(common + " " + other),
                null,
                "title=" + common + "+" + other);
    }

    private Question participant(FilledAccount account) {
        String name = lastNames.ranked(random.nextInt(1000));
        return question(
                account,
                bare(PEOPLE, "w", "w.account_id = ? AND w.word = ?", null),
                List.of(account.id(), name),
                null,
                new ListingFilter(null, Set.of(), Set.of(), null, null, Sought.ANYTHING, Sought.of(name)),
                null,
                "participant=" + name);
    }

    private Question combined(FilledAccount account) {
        String host = FilledAccount.host(random.nextInt(Math.max(1, account.hosts() / 2)));
        String word = titles.ranked(random.nextInt(10));
        Instant from = BulkFill.FIRST.plus(BulkFill.SPAN.dividedBy(2));
        return question(
                account,
                bare(
                        ITEMS,
                        "i",
                        "i.account_id = ? AND lower(i.host) = lower(?) AND i.recorded_at >= ?",
                        "i.state = 'READY' AND i.kind = 'RECORDING'"
                                + " AND (SELECT m.title_words @> ARRAY[CAST(? AS text)] FROM meeting m WHERE m.id = i.meeting_id)"),
                List.of(word, account.id(), host, from.atOffset(ZoneOffset.UTC)),
                null,
                new ListingFilter(
                        host,
                        Set.of(ItemState.READY),
                        Set.of(ItemKind.RECORDING),
                        from,
                        null,
                        Sought.of(word),
                        Sought.ANYTHING),
                null,
                "host=" + host + "&state=READY&kind=RECORDING&from=" + from + "&title=" + word);
    }

    private Question owner(FilledAccount account) {
        UUID owner = account.person(random.nextInt(account.hosts()));
        return question(
                account,
                bare(ITEMS, "i", "i.account_id = ? AND i.owner_id = ?", null),
                List.of(account.id(), owner),
                new PersonId(owner),
                none(),
                null,
                null);
    }

    private static Question question(
            FilledAccount account,
            String bare,
            List<Object> values,
            @Nullable PersonId owner,
            ListingFilter filter,
            @Nullable ListingMark after,
            @Nullable String parameters) {
        return new Question(
                account,
                bare,
                values,
                new ListingQuery(new AccountId(account.id()), owner, filter, ListingOrder.NEWEST, after),
                parameters);
    }

    private static ListingFilter none() {
        return ListingFilter.ALL;
    }

    private static ListingFilter titled(String words) {
        return new ListingFilter(null, Set.of(), Set.of(), null, null, Sought.of(words), Sought.ANYTHING);
    }

    private Instant time() {
        return BulkFill.FIRST.plus(Duration.ofMinutes(random.nextLong(BulkFill.SPAN.toMinutes() - 10_080)));
    }

    /** A page with all that a row shows. */
    private static String bare(String from, String places, String where, @Nullable String rest) {
        List<String> columns = new ArrayList<>(List.of(
                places + ".recorded_at",
                places + ".meeting_id",
                "i.id, i.kind, i.state, i.state_since, i.problem, i.file_name, i.host, i.owner_id, i.trashed_at, i.hold_count",
                "i.notice_id, i.progress, i.progress_stage"));
        String order = "ORDER BY %1$s.recorded_at DESC, %1$s.meeting_id DESC, i.id DESC".formatted(places);
        String page = rest == null
                ? "SELECT %s FROM %s WHERE %s %s LIMIT 51".formatted(String.join(", ", columns), from, where, order)
                : "SELECT * FROM (SELECT %s, %s AS fits FROM %s WHERE %s %s LIMIT 5000) p WHERE p.fits ORDER BY p.recorded_at DESC, p.meeting_id DESC, p.id DESC LIMIT 51"
                        .formatted(String.join(", ", columns), rest, from, where, order);
        return """
                SELECT p.*, m.title, m.starts_at, m.ends_at, o.bytes, n.name, n.version, n.language
                  FROM (%s) p
                 CROSS JOIN LATERAL (SELECT title, starts_at, ends_at FROM meeting WHERE id = p.meeting_id LIMIT 1) m
                 CROSS JOIN LATERAL (SELECT sum(size) AS bytes FROM stored_object
                                      WHERE item_id = p.id AND status = 'VISIBLE') o
                  LEFT JOIN LATERAL (SELECT name, version, language FROM notice WHERE id = p.notice_id LIMIT 1) n ON true
                 ORDER BY p.recorded_at DESC, p.meeting_id DESC, p.id DESC
                """.formatted(page);
    }
}
