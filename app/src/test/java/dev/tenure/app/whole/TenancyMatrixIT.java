package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.people.Tokens;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.change.Changes;
import dev.tenure.retention.change.Preview;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the API's description, by every kind of caller, with an id of another account: it answers exactly as with an id that does not
 * exist. What is new in the description is in here by itself; an address with a new kind of id fails until {@link #ids} can make one.
 */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyMatrixIT {

    /** A ticket in the address is the permission itself, so there is nobody to whom a real one is foreign; StrangersIT tests them. */
    private static final Set<String> CAPABILITIES = Set.of("/play/{ticket}");

    /** What needs no token. */
    private static final Set<String> PUBLIC = Set.of(
            "OPTIONS /api/v1/uploads",
            "GET /play/{ticket}/",
            "GET /play/{ticket}/{name}",
            "GET /play/{ticket}/captions/{number}",
            "GET /sign-in/oidc");

    /** What is about the caller alone, and so needs no scope; and what wants to be asked properly before it looks who asks. */
    private static final List<String> OF_ONESELF = List.of(
            "/api/v1/session", "GET /api/v1/account", "/api/v1/tokens", "/sign-in/", "/api/v1/trail/consistency");

    /** What media servers sign themselves: no token opens it, and an id is refused like one that is nobody's. HandOversIT tests it. */
    private static final String SIGNED = "POST /api/v1/hand-overs/{id}";

    /** What is refused like a token that is not valid, because nobody has signed in yet. */
    private static final Set<String> SIGN_IN = Set.of("POST /api/v1/session", "GET /sign-in/oidc/callback");

    /** Answers that are no lists: of the caller, of the whole log without anybody's content, of laws, or for browsers. */
    private static final List<String> NO_LISTS = List.of(
            "/api/v1/notice-evidence",
            "/api/v1/retention/schedules",
            "/api/v1/session",
            "/api/v1/trail/head",
            "/api/v1/trail/consistency",
            "/sign-in/");

    private static final Pattern UUID_OR_NEXT =
            Pattern.compile("\"next\":\"([^\"]+)\"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Headers that differ between any two answers. */
    private static final Set<String> INCIDENTAL = Set.of("date", "ratelimit", "connection", "keep-alive");

    private static final int LOOKS = 9;

    private static final Actor TEST = Actor.system("test");

    private final World world;
    private final Http owner;
    private final List<Operation> operations;
    private final Map<String, String> theirs = new HashMap<>();
    private final Map<String, String> nobodys = new HashMap<>();
    private String before = "";

    TenancyMatrixIT(World world) {
        this.world = world;
        this.owner = world.owner();
        this.operations = Operation.all(
                        world.nobody().get("/api/v1/openapi").expect(200).json())
                .stream()
                .filter(operation -> !operation.toString().equals(SIGNED))
                .toList();
    }

    /** Somebody of another account. */
    private record Kind(String name, Http http) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** All kinds of callers: tokens of each scope, and people of each role. */
    private List<Kind> callers() {
        Stream<Kind> people = Arrays.stream(Role.values()).map(this::person);
        Stream<Kind> single = Arrays.stream(Scope.values())
                .map(scope -> new Kind(scope.word() + " only", world.bearer("stranger", Set.of(scope.word()))));
        Stream<Kind> programs = Stream.concat(
                single, Stream.of(everything(), new Kind("no scope", world.bearer("stranger", Set.of()))));
        return Stream.concat(programs, people).toList();
    }

    /** Somebody of this role, by a token that may do all that the role may. */
    private Kind person(Role role) {
        Account account = world.bean(Accounts.class).register("stranger", "stranger");
        String name = role.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID();
        PeopleChange made = world.bean(People.class)
                .add(account.id(), new NewPerson(name + "@stranger.test", name, Set.of(role), List.of()), TEST);
        PersonId person = ((PeopleChange.Done) made).person().id();
        String token = world.bean(Tokens.class)
                .issue(account.id(), name, Scope.all(), Duration.ofHours(1), person, TEST)
                .orElseThrow()
                .text();
        return new Kind(role.name(), new Http(world.server().address(), token));
    }

    private Kind everything() {
        return new Kind("all scopes", world.bearer("stranger", Scope.all()));
    }

    /** How an id for each place in an address is made, in the first account; the place is the address up to it. */
    private Map<String, Function<String, String>> ids() {
        return Map.ofEntries(
                Map.entry("/api/v1/items/{id}", place -> world.keptRecording()),
                Map.entry("/api/v1/items/{id}/media/{name}", place -> "source"),
                Map.entry("/api/v1/uploads/{id}", place -> upload()),
                Map.entry("/api/v1/holds/{id}", place -> hold()),
                Map.entry("/api/v1/retention/runs/{id}", place -> run()),
                Map.entry("/api/v1/retention/orphan-certificates/{id}", place -> orphanCertificate()),
                Map.entry("/api/v1/retention/changes/{id}", place -> change()),
                Map.entry("/api/v1/webhooks/{id}", place -> webhook()),
                Map.entry("/api/v1/events/{id}", place -> first("/api/v1/events", "events", "id")),
                Map.entry("/api/v1/people/{id}", place -> first("/api/v1/people", "people", "id")),
                Map.entry("/api/v1/tokens/{id}", place -> first("/api/v1/tokens", "tokens", "id")),
                Map.entry("/api/v1/clients/{id}", place -> client()),
                Map.entry("/api/v1/trail/entries/{sequence}", place -> first("/api/v1/trail", "entries", "sequence")),
                Map.entry("/api/v1/notices/{id}", place -> notice()),
                Map.entry("/api/v1/sources/{id}", place -> source()),
                Map.entry("/api/v1/sources/{id}/hand-overs/{handOver}", place -> handOver()));
    }

    private String first(String list, String name, String field) {
        return owner.get(list).expect(200).json().get(name).get(0).get(field).asString();
    }

    private String webhook() {
        Map<String, Object> wish = Map.of("url", "http://127.0.0.1:9/in", "types", List.of("item.stored"));
        String address = owner.post("/api/v1/webhooks", wish).expect(201).header("Location");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private Account account() {
        return world.bean(Accounts.class)
                .find(world.firstAdministrator().account())
                .orElseThrow();
    }

    /** Proposed, so that whatever is tried on it could be done; nobody ever approves it. */
    private String change() {
        Account account = account();
        RuleSets ruleSets = world.bean(RuleSets.class);
        RuleSet rules = ruleSets.current(account.id());
        RuleSets.Wish same = new RuleSets.Wish(
                rules.zone(),
                rules.accountRange(),
                rules.statutoryRange(),
                rules.hostDefault(),
                rules.trashGrace(),
                rules.holdCoolOff());
        Preview seen = world.bean(Simulator.class).simulate(account.id(), same).preview();
        Changes.Outcome made = world.bean(Changes.class)
                .propose(account.id(), Expected.ANY, seen, "matrix", new PersonId(UUID.randomUUID()));
        return ((Changes.Done) made).change().id().toString();
    }

    private String notice() {
        Map<String, Object> wish =
                Map.of("name", "matrix-" + UUID.randomUUID(), "version", 1, "language", "en", "text", "t");
        return owner.post("/api/v1/notices", wish).expect(201).json().get("id").asString();
    }

    private String source() {
        return owner.post("/api/v1/sources", HandOversIT.wish())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /** One of another source of the same account, which is as foreign. */
    private String handOver() {
        HandOversIT calls = new HandOversIT(world);
        String source = source();
        calls.call(source, HandOversIT.ended("EG_" + UUID.randomUUID())).expect(202);
        return first("/api/v1/sources/" + source + "/hand-overs", "handOvers", "id");
    }

    private String client() {
        String name = "matrix-" + UUID.randomUUID();
        Map<String, Object> wish = Map.of("subject", name, "name", name, "scopes", List.of("items:read"));
        return owner.post("/api/v1/clients", wish).expect(201).json().get("id").asString();
    }

    private String upload() {
        Recordings recordings = world.recordings();
        String address =
                recordings.announce(10, recordings.described()).expect(201).header("Location");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private String hold() {
        return owner.post("/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of()))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /** What a month of comparisons would come to. */
    private String orphanCertificate() {
        UUID id = UUID.randomUUID();
        world.bean(JdbcClient.class)
                .sql("INSERT INTO orphan_certificate (id, account_id, document) VALUES (:id, :account, '{}')")
                .param("id", id)
                .param("account", account().id().value())
                .update();
        return id.toString();
    }

    private String run() {
        return owner.post("/api/v1/retention/runs", Map.of("preview", true))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    @BeforeAll
    void makeOneOfEach() {
        operations.stream()
                .flatMap(operation -> operation.places().stream())
                .distinct()
                .forEach(place -> {
                    if (CAPABILITIES.stream().noneMatch(place::startsWith)) {
                        Function<String, String> maker = Objects.requireNonNull(
                                ids().get(place), () -> "a new kind of id: say in ids() how one is made for " + place);
                        theirs.put(place, maker.apply(place));
                        nobodys.put(place, nobodys(place, maker));
                    } else {
                        nobodys.put(place, "guessed");
                    }
                });
        before = state();
    }

    private static String nobodys(String place, Function<String, String> maker) {
        if (place.endsWith("{name}")) {
            return maker.apply(place);
        }
        return place.endsWith("{sequence}")
                ? Long.toString(Long.MAX_VALUE)
                : UUID.randomUUID().toString();
    }

    private String state() {
        String upload = world.recordings()
                .head("/api/v1/uploads/" + theirs.get("/api/v1/uploads/{id}"))
                .header("Upload-Offset");
        String holds = owner.get("/api/v1/holds").expect(200).text();
        return owner.get("/api/v1/items/" + theirs.get("/api/v1/items/{id}"))
                        .expect(200)
                        .header("ETag")
                + upload
                + holds.contains("\"id\":\"" + theirs.get("/api/v1/holds/{id}") + "\"");
    }

    @AfterAll
    void nothingOfItsOwnerChanged() {
        assertThat(state()).isEqualTo(before);
        owner.post("/api/v1/holds/" + theirs.get("/api/v1/holds/{id}") + "/release", Map.of("reason", "r"))
                .expect(200);
        for (String kind : List.of("webhooks", "clients", "sources")) {
            String address = "/api/v1/" + kind + "/" + theirs.get("/api/v1/" + kind + "/{id}");
            owner.send("DELETE", address, BodyPublishers.noBody()).expect(204);
        }
    }

    /** What an answer gives away, without the id that was asked for. */
    private record Shown(int status, Map<String, List<String>> headers, String body) {

        static Shown of(Http.Answer answer, Map<String, String> ids) {
            Map<String, List<String>> headers = new TreeMap<>();
            answer.response().headers().map().forEach((name, values) -> {
                if (!INCIDENTAL.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.put(name.toLowerCase(Locale.ROOT), values);
                }
            });
            String body = answer.text();
            for (String id : ids.values()) {
                // A short number stands in other numbers too, but for the address.
                body = id.length() < 6 ? body.replace("/" + id + "/", "/<id>/") : body.replace(id, "<id>");
            }
            return new Shown(answer.status(), headers, body);
        }
    }

    @TestFactory
    Stream<DynamicTest> aForeignIdIsLikeNone() {
        List<Kind> callers = callers();
        return naming().flatMap(operation -> callers.stream()
                .map(caller -> DynamicTest.dynamicTest(operation + ", " + caller, () -> {
                    Shown foreign = Shown.of(operation.send(caller.http(), theirs), theirs);
                    Shown none = Shown.of(operation.send(caller.http(), nobodys), nobodys);
                    assertThat(foreign).isEqualTo(none);
                    assertThat(foreign.status()).isIn(403, 404);
                    assertThat(foreign.headers())
                            .doesNotContainKeys("etag", "location", "tenure-item", "upload-offset");
                })));
    }

    @TestFactory
    Stream<DynamicTest> whoMayDoEverythingElsewhereFindsNothing() {
        Kind all = everything();
        return naming().map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
            Http.Answer answer = operation.send(all.http(), theirs).expect(404);
            if (!operation.method().equals("HEAD")) {
                answer.problem(404, "not-found");
            }
        }));
    }

    /** A scope that does not fit is told before anything is looked up, and some scope is always asked for. */
    @TestFactory
    Stream<DynamicTest> everyOperationAsksForAScope() {
        List<Kind> callers = callers();
        return operations.stream()
                .filter(operation -> !PUBLIC.contains(operation.toString()))
                .filter(operation -> OF_ONESELF.stream().noneMatch(operation.toString()::contains))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    Set<Integer> answers = callers.stream()
                            .filter(caller -> !caller.name().equals("all scopes"))
                            .map(caller ->
                                    operation.send(caller.http(), nobodys).status())
                            .collect(Collectors.toSet());
                    assertThat(answers).as(operation.toString()).contains(403).hasSizeGreaterThan(1);
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsSaidWithoutAToken() {
        return operations.stream()
                .filter(operation -> !SIGN_IN.contains(operation.toString()))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    Http.Answer answer = operation.send(world.nobody(), theirs(operation));
                    if (PUBLIC.contains(operation.toString())) {
                        assertThat(answer.status()).isNotEqualTo(401);
                        return;
                    }
                    answer.expect(401);
                    assertThat(Shown.of(answer, theirs(operation)))
                            .isEqualTo(Shown.of(operation.send(world.nobody(), nobodys), nobodys));
                }));
    }

    private Map<String, String> theirs(Operation operation) {
        return operation.places().stream().allMatch(theirs::containsKey) ? theirs : nobodys;
    }

    @TestFactory
    Stream<DynamicTest> listsHoldOnlyOnesOwn() {
        Kind all = everything();
        return operations.stream()
                .filter(operation -> operation.method().equals("GET") && !operation.names())
                .filter(operation -> NO_LISTS.stream().noneMatch(operation.path()::startsWith))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    String list = operation.send(all.http(), theirs).expect(200).text();
                    assertThat(list)
                            .doesNotContain(theirs.values().stream()
                                    .filter(id -> id.length() == 36)
                                    .toList());
                    if (operation.queries().contains("after")) {
                        for (String cursor : cursors(operation.path())) {
                            assertThat(all.http()
                                            .get(operation.path() + "?after=" + cursor)
                                            .text())
                                    .doesNotContain(theirs.values().stream()
                                            .filter(id -> id.length() == 36)
                                            .toList());
                        }
                    }
                }));
    }

    /** Places in somebody else's list: where their next page begins, what stands in it, and an id of another kind. */
    private List<String> cursors(String path) {
        String page = owner.get(path).expect(200).text();
        Stream<String> ids = UUID_OR_NEXT
                .matcher(page)
                .results()
                .map(found -> found.group(1) == null ? found.group() : found.group(1));
        return Stream.concat(ids.distinct().limit(5), Stream.of(theirs.getOrDefault("/api/v1/items/{id}", "")))
                .toList();
    }

    /**
     * Looking takes as long whether it is somebody's or nobody's: medians of looks in turn. The bound is wide, because the machine has other
     * work; it catches bytes that are fetched, keys that are unwrapped or calls to the store before the account is compared.
     */
    @TestFactory
    Stream<DynamicTest> aForeignIdTakesNoLonger() {
        Kind all = everything();
        return naming().map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
            Duration difference = Duration.ofDays(1);
            for (int attempt = 0; attempt < 3 && difference.toMillis() > 25; attempt++) {
                difference = difference(all.http(), operation);
            }
            assertThat(difference).isLessThanOrEqualTo(Duration.ofMillis(25));
        }));
    }

    private Duration difference(Http caller, Operation operation) {
        long[] foreign = new long[LOOKS];
        long[] none = new long[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            foreign[i] = nanos(() -> operation.send(caller, theirs));
            none[i] = nanos(() -> operation.send(caller, nobodys));
        }
        Arrays.sort(foreign);
        Arrays.sort(none);
        return Duration.ofNanos(Math.abs(foreign[LOOKS / 2] - none[LOOKS / 2]));
    }

    private static long nanos(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }

    @Test
    void oneForeignIdSpoilsABatch() {
        Http stranger = everything().http();
        JsonNode own = stranger.get("/api/v1/holds").expect(200).json();
        stranger.post(
                        "/api/v1/holds",
                        Map.of(
                                "title",
                                "t",
                                "authority",
                                "a",
                                "reason",
                                "r",
                                "items",
                                List.of(theirs.getOrDefault("/api/v1/items/{id}", ""))))
                .problem(404, "not-found");
        assertThat(stranger.get("/api/v1/holds").expect(200).json()).isEqualTo(own);
    }

    private Stream<Operation> naming() {
        return operations.stream()
                .filter(Operation::names)
                .filter(operation -> CAPABILITIES.stream().noneMatch(operation.path()::startsWith));
    }
}
