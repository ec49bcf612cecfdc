package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.listing.Listed;
import dev.tenure.catalog.listing.Listing;
import dev.tenure.catalog.listing.ListingFilter;
import dev.tenure.catalog.listing.ListingMark;
import dev.tenure.catalog.listing.ListingOrder;
import dev.tenure.catalog.listing.ListingQuery;
import dev.tenure.catalog.listing.Sought;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists beside the same lists made by looking at everything. */
@ExtendWith(CatalogWorld.Shared.class)
class ListingIT {

    /** What titles and names are made of, and how it is compared. */
    private static final Map<String, String> WORDS = Map.of(
            "Weekly", "weekly",
            "Budget", "budget",
            "BÜRO", "buro",
            "Bürger", "burger",
            "Straße", "strasse",
            "Rare", "rare",
            "2026", "2026",
            "Review", "review");

    private static final List<String> HOSTS = List.of("Ada@example.org", "grace@example.org", "linus", "Änne");
    private static final Instant FIRST = Instant.parse("2026-03-01T09:00:00Z");
    private static final Comparator<Known> ORDER = Comparator.comparing(Known::recordedAt)
            .thenComparing(known -> known.meeting().toString())
            .thenComparing(known -> known.id().toString());

    private final CatalogWorld world;
    private final JdbcClient database;
    private final Listing listing;
    private final AccountId account;
    private final List<PersonId> owners = new ArrayList<>();
    private final Random random = new Random(20261126);

    ListingIT(CatalogWorld world) {
        this.world = world;
        this.database = world.database();
        this.listing = world.the(Listing.class);
        this.account = world.anAccount();
        for (int i = 0; i < 3; i++) {
            owners.add(aPerson(account));
        }
    }

    /** An item as the test remembers it. */
    private record Known(
            ItemId id,
            MeetingId meeting,
            Instant recordedAt,
            String host,
            @Nullable PersonId owner,
            ItemState state,
            ItemKind kind,
            Set<String> title,
            Set<String> people) {}

    @Test
    void listsWhatLookingAtEverythingFinds() {
        List<Known> all = items(account, 700);
        items(world.anAccount(), 50);
        for (int i = 0; i < 300; i++) {
            ListingFilter filter = aFilter();
            PersonId owner = random.nextInt(3) == 0 ? one(owners) : null;
            ListingOrder order = one(List.of(ListingOrder.values()));
            List<ItemId> expected = all.stream()
                    .filter(known -> fits(known, filter, owner))
                    .sorted(order == ListingOrder.OLDEST ? ORDER : ORDER.reversed())
                    .map(Known::id)
                    .toList();
            ListingQuery query = new ListingQuery(account, owner, filter, order, null);

            assertThat(walk(query)).as("%s", query).isEqualTo(expected);
            assertThat(listing.count(query))
                    .as("%s", query)
                    .isEqualTo(new Listing.Count(
                            Math.min(expected.size(), Listing.COUNTED), expected.size() <= Listing.COUNTED));
        }
    }

    @Test
    void walksThroughAListThatGrowsAndChangesMeanwhile() {
        List<ItemId> before = items(account, 200).stream().map(Known::id).toList();
        for (ListingFilter filter : List.of(ListingFilter.ALL, titled("weekly"), begun("bur"))) {
            Set<ItemId> expected = Set.copyOf(walk(query(filter)));
            List<ItemId> seen = new ArrayList<>();
            Listing.Page page = listing.page(query(filter));
            while (true) {
                page.rows().forEach(row -> seen.add(row.id()));
                items(account, 5);
                if (page.next() == null) {
                    break;
                }
                page = listing.page(query(filter, page.next()));
            }
            assertThat(seen).doesNotHaveDuplicates().containsAll(expected);
        }
        assertThat(walk(query(ListingFilter.ALL))).containsAll(before);
    }

    @Test
    void showsARowWithAllThatAListNeeds() {
        NewMeeting told = CatalogWorld.aMeeting();
        Meetings meetings = world.the(Meetings.class);
        Notice notice = world.the(Notices.class)
                .register(account, NewNotice.of("consent", 3, "de", "Aufnahme."), CatalogWorld.ACTOR);
        Item item = world.the(Items.class)
                .announce(
                        new NewItem(
                                account,
                                meetings.register(account, told).id(),
                                ItemKind.RECORDING,
                                CatalogWorld.ENDED,
                                null,
                                notice.id(),
                                CatalogWorld.ENDED,
                                "talk.webm"),
                        world.the(Items.class).freshKey(account),
                        CatalogWorld.ACTOR);
        world.the(Items.class).raiseHold(item.id());

        Listed row = listing.page(query(ListingFilter.ALL)).rows().getFirst();
        assertThat(row.id()).isEqualTo(item.id());
        assertThat(row.fileName()).isEqualTo("talk.webm");
        assertThat(row.meeting().title()).isEqualTo(told.title());
        assertThat(row.meeting().host()).isEqualTo(told.host());
        assertThat(row.meeting().endsAt()).isEqualTo(told.endsAt());
        assertThat(row.meeting().length()).isEqualTo(Duration.ofHours(1));
        assertThat(row.progress().state()).isEqualTo(ItemState.RECEIVING);
        assertThat(row.held()).isTrue();
        assertThat(row.owner()).isNull();
        assertThat(row.notice()).isEqualTo(new Listed.Notice("consent", 3, "de"));
        assertThat(row.bytes()).isZero();
    }

    @Test
    void findsForgottenPeopleNoMore() {
        Meetings meetings = world.the(Meetings.class);
        NewMeeting told = CatalogWorld.aMeeting();
        MeetingId id = meetings.register(account, told).id();
        Item item = world.aReceivingItem(account, id, null);
        ListingFilter host =
                new ListingFilter(told.host(), Set.of(), Set.of(), null, null, Sought.ANYTHING, Sought.ANYTHING);
        for (ListingFilter filter :
                List.of(titled("weekly"), with("ada"), with("ada@example.org"), with("gra*"), host)) {
            assertThat(walk(query(filter))).as("%s", filter).containsExactly(item.id());
        }
        world.force(item, ItemState.PURGED);
        assertThat(meetings.forgetPeople(id)).isTrue();

        for (ListingFilter filter :
                List.of(titled("weekly"), with("ada"), with("ada@example.org"), with("gra*"), host)) {
            assertThat(walk(query(filter))).as("%s", filter).isEmpty();
        }
        assertThat(walk(query(ListingFilter.ALL))).containsExactly(item.id());
        for (String table : List.of("title_word", "participant_word")) {
            assertThat(database.sql("SELECT count(*) FROM " + table + " WHERE meeting_id = :id")
                            .param("id", id.value())
                            .query(Long.class)
                            .single())
                    .isZero();
        }
        assertThat(database.sql(
                                "SELECT cardinality(title_words) + cardinality(participant_words) FROM meeting WHERE id = :id")
                        .param("id", id.value())
                        .query(Integer.class)
                        .single())
                .isZero();

        meetings.register(account, told);
        Item again = world.aReceivingItem(account, id, null);
        assertThat(walk(query(with("ada")))).contains(again.id());
        assertThat(walk(query(host))).containsExactly(again.id());
    }

    @Test
    void startsAnywhereItIsTold() {
        items(account, 30);
        ListingMark made = new ListingMark(FIRST, new UUID(0, 0), new UUID(-1, -1));

        assertThat(listing.page(query(ListingFilter.ALL, made)).rows()).isEmpty();
        assertThat(listing.page(new ListingQuery(account, null, ListingFilter.ALL, ListingOrder.OLDEST, made))
                        .rows())
                .isNotEmpty();
    }

    private ListingQuery query(ListingFilter filter) {
        return new ListingQuery(account, null, filter, ListingOrder.NEWEST, null);
    }

    private ListingQuery query(ListingFilter filter, @Nullable ListingMark after) {
        return new ListingQuery(account, null, filter, ListingOrder.NEWEST, after);
    }

    private static ListingFilter titled(String words) {
        return new ListingFilter(null, Set.of(), Set.of(), null, null, Sought.of(words), Sought.ANYTHING);
    }

    private static ListingFilter begun(String beginning) {
        return titled(beginning + "*");
    }

    private static ListingFilter with(String people) {
        return new ListingFilter(null, Set.of(), Set.of(), null, null, Sought.ANYTHING, Sought.of(people));
    }

    private List<ItemId> walk(ListingQuery query) {
        List<ItemId> seen = new ArrayList<>();
        ListingQuery next = query;
        while (true) {
            Listing.Page page = listing.page(next);
            page.rows().forEach(row -> seen.add(row.id()));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(Listing.PAGE);
            if (page.next() == null) {
                assertThat(page.complete()).isTrue();
                return seen;
            }
            assertThat(page.rows()).hasSize(Listing.PAGE);
            next = new ListingQuery(
                    query.account(),
                    query.owner(),
                    query.filter(),
                    query.order(),
                    ListingMark.of(page.next().toString()));
        }
    }

    private ListingFilter aFilter() {
        return new ListingFilter(
                random.nextInt(3) == 0 ? oddly(one(HOSTS)) : null,
                random.nextInt(3) == 0 ? some(ItemState.class) : Set.of(),
                random.nextInt(3) == 0 ? some(ItemKind.class) : Set.of(),
                random.nextInt(4) == 0 ? aTime() : null,
                random.nextInt(4) == 0 ? aTime() : null,
                random.nextInt(2) == 0 ? aSearch() : Sought.ANYTHING,
                random.nextInt(3) == 0 ? aSearch() : Sought.ANYTHING);
    }

    private Sought aSearch() {
        String words = random.ints(1 + random.nextInt(2), 0, WORDS.size())
                .mapToObj(i -> oddly(WORDS.keySet().stream().sorted().toList().get(i)))
                .collect(Collectors.joining(" "));
        return switch (random.nextInt(4)) {
            case 0 -> Sought.of(words + " bur*");
            case 1 -> Sought.of(one(List.of("Bür*", "wee*", "RAR*", "none*")));
            default -> Sought.of(words);
        };
    }

    private String oddly(String word) {
        return random.nextBoolean() ? word.toUpperCase(java.util.Locale.ROOT).replace("SS", "ß") : word;
    }

    private static boolean fits(Known known, ListingFilter filter, @Nullable PersonId owner) {
        return (owner == null || owner.equals(known.owner()))
                && (filter.host() == null || known.host().equalsIgnoreCase(filter.host()))
                && (filter.states().isEmpty() || filter.states().contains(known.state()))
                && (filter.kinds().isEmpty() || filter.kinds().contains(known.kind()))
                && (filter.from() == null || !known.recordedAt().isBefore(filter.from()))
                && (filter.to() == null || known.recordedAt().isBefore(filter.to()))
                && says(known.title(), filter.title())
                && says(known.people(), filter.participant());
    }

    private static boolean says(Set<String> said, Sought sought) {
        String beginning = sought.beginning();
        return said.containsAll(sought.words())
                && (beginning == null || said.stream().anyMatch(word -> word.startsWith(beginning)));
    }

    /** Meetings with one to three items each, many of which end at the same time. */
    private List<Known> items(AccountId whose, int meetings) {
        List<Known> made = new ArrayList<>();
        for (int i = 0; i < meetings; i++) {
            Map<String, String> title = someWords();
            Map<String, String> people = someWords();
            Instant ends = aTime();
            String host = one(HOSTS);
            MeetingId meeting = world.the(Meetings.class)
                    .register(
                            whose,
                            new NewMeeting(
                                    UUID.randomUUID().toString(),
                                    String.join(" – ", title.keySet()),
                                    ends.minusSeconds(1800),
                                    ends,
                                    ZoneId.of("UTC"),
                                    host,
                                    people.keySet().stream()
                                            .map(name -> new Meeting.Participant(name, null))
                                            .toList()))
                    .id();
            for (int j = 0; j <= random.nextInt(3); j++) {
                PersonId owner = whose.equals(account) && random.nextBoolean() ? one(owners) : null;
                Known known = new Known(
                        new ItemId(UUID.randomUUID()),
                        meeting,
                        ends,
                        host,
                        owner,
                        one(List.of(ItemState.values())),
                        one(List.of(ItemKind.values())),
                        Set.copyOf(title.values()),
                        Set.copyOf(people.values()));
                insert(whose, known);
                made.add(known);
            }
        }
        return made;
    }

    private void insert(AccountId whose, Known known) {
        database.sql("""
                        INSERT INTO item (id, account_id, meeting_id, kind, state, file_name, owner_id, trashed_at)
                        VALUES (:id, :account, :meeting, :kind, :state, 'f', :owner,
                                CASE WHEN :state = 'TRASHED' THEN clock_timestamp() END)
                        """)
                .param("id", known.id().value())
                .param("account", whose.value())
                .param("meeting", known.meeting().value())
                .param("kind", known.kind().name())
                .param("state", known.state().name())
                .param("owner", known.owner() == null ? null : known.owner().value())
                .update();
    }

    private PersonId aPerson(AccountId whose) {
        PersonId id = new PersonId(UUID.randomUUID());
        database.sql(
                        "INSERT INTO person (id, account_id, email, name, roles) VALUES (:id, :account, :email, 'P', '{HOST}')")
                .param("id", id.value())
                .param("account", whose.value())
                .param("email", id + "@example.org")
                .update();
        return id;
    }

    private Map<String, String> someWords() {
        Map<String, String> words = new LinkedHashMap<>();
        List<String> known = WORDS.keySet().stream().sorted().toList();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String word = known.get((int) (Math.pow(random.nextDouble(), 2) * known.size()));
            words.put(word, WORDS.getOrDefault(word, word));
        }
        return words;
    }

    private Instant aTime() {
        return FIRST.plus(Duration.ofHours(random.nextInt(100)));
    }

    private <E extends Enum<E>> Set<E> some(Class<E> type) {
        EnumSet<E> some = EnumSet.noneOf(type);
        E[] all = type.getEnumConstants();
        for (int i = 0; i <= random.nextInt(3); i++) {
            some.add(all[random.nextInt(all.length)]);
        }
        return some;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
