package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.people.AccountSettings;
import dev.tenure.catalog.people.Credentials;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.people.Session;
import dev.tenure.catalog.people.Sessions;
import dev.tenure.catalog.people.SettingsOfAccounts;
import dev.tenure.catalog.people.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CatalogWorld.Shared.class)
class PeopleIT {

    private static final String PASSWORD = "correct horse battery";

    private final CatalogWorld world;
    private final People people;
    private final Credentials credentials;
    private final Sessions sessions;
    private final Items items;
    private final Account account;

    PeopleIT(CatalogWorld world) {
        this.world = world;
        people = world.the(People.class);
        credentials = world.the(Credentials.class);
        sessions = world.the(Sessions.class);
        items = world.the(Items.class);
        account = world.the(Accounts.class).find(world.anAccount()).orElseThrow();
    }

    private Person person(String email, Role... roles) {
        return done(
                people.add(account.id(), new NewPerson(email, "Name", Set.of(roles), List.of()), CatalogWorld.ACTOR));
    }

    private static Person done(PeopleChange change) {
        assertThat(change).isInstanceOf(PeopleChange.Done.class);
        return ((PeopleChange.Done) change).person();
    }

    private @Nullable UUID owner(Item item) {
        return world.database()
                .sql("SELECT owner_id FROM item WHERE id = :id")
                .param("id", item.id().value())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, UUID.class)))
                .single()
                .orElse(null);
    }

    @Test
    void knowsAPersonByAddressInAnyCaseAndOnce() {
        Person ada = person("Ada@Example.org", Role.HOST);

        assertThat(ada.email()).isEqualTo("ada@example.org");
        assertThat(people.add(
                        account.id(), new NewPerson("ADA@example.org", "A", Set.of(), List.of()), CatalogWorld.ACTOR))
                .isEqualTo(new PeopleChange.Taken("email"));
        assertThat(people.find(world.anAccount(), ada.id())).isEmpty();
        assertThat(people.page(account.id(), null, 10)).containsExactly(ada);
    }

    @Test
    void ownsWhatTheyHostUnderAnyOfTheirNamesAndWhatWasThereBefore() {
        Item before = world.aReceivingItem(account.id());
        assertThat(owner(before)).isNull();

        Person host = done(people.add(
                account.id(),
                new NewPerson("someone@example.org", "Host", Set.of(Role.HOST), List.of("HOST@example.org")),
                CatalogWorld.ACTOR));
        Item after = world.aReceivingItem(account.id());

        assertThat(owner(before)).isEqualTo(host.id().value());
        assertThat(owner(after)).isEqualTo(host.id().value());
        assertThat(items.find(account.id(), after.id(), host.id())).isPresent();
        assertThat(items.find(account.id(), after.id(), person("b@example.org").id()))
                .isEmpty();
        assertThat(items.page(account.id(), host.id(), null, 10)).hasSize(2);
        assertThat(world.the(Trail.class).of(account.id(), before.id()))
                .extracting(Trail.Entry::action)
                .contains("item.owner");
    }

    @Test
    void leavingMovesItemsToTheStewardAndEndsEverythingElse() {
        Person admin = person("admin@example.org", Role.STORAGE_ADMIN);
        Person host = person("host@example.org", Role.HOST);
        Item item = world.aReceivingItem(account.id());
        credentials.change(host, PASSWORD);
        String session = sessions.start(host, Session.Method.PASSWORD, null);
        String token = world.the(Tokens.class)
                .issue(account.id(), "mine", Set.of("items:read"), Duration.ofDays(1), host.id(), CatalogWorld.ACTOR)
                .orElseThrow()
                .text();

        assertThat(people.leave(account.id(), host.id(), null, CatalogWorld.ACTOR))
                .isEqualTo(new PeopleChange.NoSteward());
        assertThat(people.leave(account.id(), host.id(), host.id(), CatalogWorld.ACTOR))
                .isEqualTo(new PeopleChange.NoSteward());
        assertThat(sessions.find(session)).isPresent();
        assertThat(world.the(SettingsOfAccounts.class)
                        .change(account.id(), steward(admin.id()), Expected.ANY, CatalogWorld.ACTOR))
                .isEqualTo(SettingsOfAccounts.Change.DONE);
        assertThat(done(people.leave(account.id(), host.id(), null, CatalogWorld.ACTOR))
                        .leftAt())
                .isNotNull();

        assertThat(items.find(item.id()).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("revision")
                .isEqualTo(item);
        assertThat(owner(item)).isEqualTo(admin.id().value());
        assertThat(owner(world.aReceivingItem(account.id())))
                .isEqualTo(admin.id().value());
        assertThat(sessions.find(session)).isEmpty();
        assertThat(world.the(Accounts.class).bearerOf(token)).isEmpty();
        assertThat(people.present(host.id())).isEmpty();
        assertThat(credentials.bySecret(account.slug(), host.email(), PASSWORD, "leaver"))
                .isEmpty();
        assertThat(people.leave(account.id(), host.id(), admin.id(), CatalogWorld.ACTOR))
                .isEqualTo(new PeopleChange.Unknown());
    }

    private static AccountSettings steward(PersonId id) {
        AccountSettings usual = AccountSettings.DEFAULT;
        return new AccountSettings(id, usual.locale(), usual.zone(), usual.sessionLifetime(), usual.sessionIdle());
    }

    @Test
    void aStewardsOwnLeavingPassesOnWhatTheyTookOver() {
        Person admin = person("admin@example.org", Role.STORAGE_ADMIN);
        Person first = person("host@example.org", Role.HOST);
        Person second = person("second@example.org", Role.HOST);
        world.aReceivingItem(account.id());

        done(people.leave(account.id(), first.id(), second.id(), CatalogWorld.ACTOR));
        done(people.leave(account.id(), second.id(), admin.id(), CatalogWorld.ACTOR));

        assertThat(owner(world.aReceivingItem(account.id())))
                .isEqualTo(admin.id().value());
        assertThat(items.page(account.id(), admin.id(), null, 10)).hasSize(2);
    }

    @Test
    void somebodyAlwaysManagesThePeopleEvenWhenTwoGoAtOnce() throws Exception {
        Person one = person("one@example.org", Role.STORAGE_ADMIN);
        Person two = person("two@example.org", Role.STORAGE_ADMIN);
        Person rest = person("rest@example.org", Role.HOST);

        List<PeopleChange> changes = atOnce(List.of(
                () -> people.leave(account.id(), one.id(), rest.id(), CatalogWorld.ACTOR),
                () -> people.change(
                        account.id(),
                        two.id(),
                        before -> new NewPerson(before.email(), "Two", Set.of(Role.AUDITOR), List.of()),
                        Expected.ANY,
                        CatalogWorld.ACTOR)));

        assertThat(changes)
                .hasAtLeastOneElementOfType(PeopleChange.Done.class)
                .contains(new PeopleChange.LastAdministrator());
    }

    @Test
    void parallelGuessesAreTriedNoMoreOftenThanGuessesInTurn() throws Exception {
        Person ada = person("ada@example.org", Role.HOST);
        credentials.change(ada, PASSWORD);
        List<Callable<Optional<Person>>> guesses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String place = "place-" + i + account.slug();
            guesses.add(() -> credentials.bySecret(account.slug(), "ada@example.org", "wrong password", place));
        }
        assertThat(atOnce(guesses)).containsOnly(Optional.empty());

        assertThat(failures(ada)).isEqualTo(5);
        assertThat(credentials.bySecret(account.slug(), "ada@example.org", PASSWORD, "elsewhere" + account.slug()))
                .as("the right password while guesses are paused")
                .isEmpty();
        world.database()
                .sql("UPDATE sign_in_attempt SET paused_until = clock_timestamp()")
                .update();
        assertThat(credentials.bySecret(account.slug(), "ADA@example.org ", PASSWORD, "elsewhere" + account.slug()))
                .contains(ada);
        assertThat(failures(ada)).isZero();
    }

    @Test
    void eachFurtherFailureDoublesThePauseUpToAQuarterOfAnHour() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            credentials.bySecret(account.slug(), "nobody@example.org", "wrong password", "p" + i + account.slug());
            pauses.add(world.database()
                    .sql("""
                            UPDATE sign_in_attempt SET paused_until = clock_timestamp() WHERE subject = :subject
                            RETURNING COALESCE((SELECT round(EXTRACT(epoch FROM old.paused_until - old.last_at))
                                                  FROM sign_in_attempt old WHERE old.subject = :subject), 0)
                            """)
                    .param("subject", Secret.hash("person\n" + account.slug() + "\nnobody@example.org"))
                    .query(Long.class)
                    .single());
        }
        assertThat(pauses).containsExactly(0L, 0L, 0L, 0L, 30L, 60L, 120L, 240L, 480L, 900L, 900L, 900L);
    }

    /** What the trail says of guesses at anybody of this account, oldest first. */
    private List<String> toldOfGuesses() {
        return world.the(Trail.class).page(account.id(), null, 1000).stream()
                .filter(entry -> entry.action().startsWith("person.sign-in"))
                .map(entry -> entry.action() + " " + new TreeMap<>(entry.detail()))
                .toList();
    }

    private void guess(String email, String password) {
        assertThat(credentials.bySecret(
                        account.slug(), email, password, UUID.randomUUID().toString()))
                .isEmpty();
    }

    @Test
    void guessesAtAPersonAreSeenInTheTrailInFewEntries() {
        Person ada = person("ada@example.org", Role.HOST);
        credentials.change(ada, PASSWORD);
        for (int i = 0; i < 40; i++) {
            guess("ada@example.org", "wrong password");
        }
        String whom = ", person=" + ada.id() + "}";
        assertThat(toldOfGuesses())
                .as("a first failure and one pause, in which 35 guesses were not even tried")
                .containsExactly(
                        "person.sign-in-failed {failures=1" + whom,
                        "person.sign-in-paused {failures=5, pause=PT30S" + whom);

        pausesEnd();
        guess("ada@example.org", "wrong password");
        guess("ada@example.org", "wrong password");
        assertThat(toldOfGuesses()).hasSize(3).last().isEqualTo("person.sign-in-paused {failures=6, pause=PT1M" + whom);

        pausesEnd();
        assertThat(credentials.bySecret(account.slug(), "ada@example.org", PASSWORD, "home" + account.slug()))
                .contains(ada);
        assertThat(toldOfGuesses()).hasSize(4).last().isEqualTo("person.sign-in-after-failures {failures=6" + whom);
        assertThat(credentials.bySecret(account.slug(), "ada@example.org", PASSWORD, "home" + account.slug()))
                .contains(ada);
        assertThat(toldOfGuesses()).as("after a sign-in without failures").hasSize(4);
        assertThat(credentials.confirms(ada, "wrong password", "home" + account.slug()))
                .isFalse();
        assertThat(toldOfGuesses()).last().isEqualTo("person.sign-in-failed {failures=1" + whom);
    }

    private void pausesEnd() {
        world.database()
                .sql("UPDATE sign_in_attempt SET paused_until = clock_timestamp()")
                .update();
    }

    @Test
    void guessesAtOnceAreOneEntryAndWhatWasTypedIsNowhere() throws Exception {
        Person ada = person("ada@example.org", Role.HOST);
        credentials.change(ada, PASSWORD);
        List<Callable<Optional<Person>>> guesses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String place = "place-" + i + account.slug();
            guesses.add(() -> credentials.bySecret(account.slug(), "ada@example.org", "typed-by-mistake", place));
        }
        assertThat(atOnce(guesses)).containsOnly(Optional.empty());
        guess("grace-who-is-not-there@example.org", "typed-by-mistake");

        assertThat(toldOfGuesses())
                .filteredOn(entry -> entry.startsWith("person.sign-in-paused"))
                .hasSize(1);
        assertThat(toldOfGuesses()).hasSizeLessThanOrEqualTo(2);
        assertThat(world.database()
                        .sql(
                                "SELECT body FROM trail_detail UNION ALL SELECT CAST(one AS text) FROM sign_in_attempt one")
                        .query((row, number) -> row.getString(1))
                        .list())
                .noneMatch(text -> text.contains("typed-by-mistake") || text.contains("grace-who"));
    }

    private int failures(Person person) {
        return world.database()
                .sql("SELECT COALESCE(max(failures), 0) FROM sign_in_attempt WHERE subject = :subject")
                .param("subject", Secret.hash("person\n" + account.slug() + "\n" + person.email()))
                .query(Integer.class)
                .single();
    }

    @Test
    void aOneTimePasswordOpensNothingAfterItsTime() {
        Person ada = person("ada@example.org", Role.HOST);
        String password = credentials.oneTime(ada, CatalogWorld.ACTOR);

        assertThat(credentials.bySecret(account.slug(), ada.email(), password, account.slug()))
                .contains(ada);
        assertThat(credentials.mustChange(ada.id())).isTrue();
        world.database()
                .sql("UPDATE person_password SET one_time_until = clock_timestamp() WHERE person_id = :id")
                .param("id", ada.id().value())
                .update();
        assertThat(credentials.bySecret(account.slug(), ada.email(), password, account.slug()))
                .isEmpty();
    }

    @Test
    void sessionsEndByAgeAndByBeingIdle() {
        Person ada = person("ada@example.org", Role.HOST);
        String old = sessions.start(ada, Session.Method.PASSWORD, null);
        world.database()
                .sql("UPDATE person_session SET ends_at = clock_timestamp() WHERE person_id = :id")
                .param("id", ada.id().value())
                .update();
        assertThat(sessions.find(old)).isEmpty();

        String idle = sessions.start(ada, Session.Method.PASSWORD, null);
        assertThat(sessions.find(idle).orElseThrow().fresh()).isTrue();
        world.database()
                .sql("UPDATE person_session SET last_seen_at = last_seen_at - idle_limit WHERE person_id = :id")
                .param("id", ada.id().value())
                .update();
        assertThat(sessions.find(idle)).isEmpty();
    }

    @Test
    void bindsASubjectToAnAddressOnceAndNeverToAnother() {
        Person ada = person("ada@example.org", Role.HOST);
        String issuer = "https://idp.example.org/" + account.slug();

        assertThat(people.bound(account.id(), issuer, "1")).isEmpty();
        assertThat(people.bind(account.id(), issuer, "1", "ADA@example.org")).contains(ada);
        assertThat(people.bound(account.id(), issuer, "1")).contains(ada);
        assertThat(people.bind(account.id(), issuer, "2", "ada@example.org")).isEmpty();
        assertThat(people.bound(world.anAccount(), issuer, "1")).isEmpty();
    }

    @Test
    void notesTheUseOfATokenAtMostOnceAMinute() {
        Tokens tokens = world.the(Tokens.class);
        Tokens.Issued issued = tokens.issue(
                        account.id(), "recorder", Set.of("uploads:write"), Duration.ofDays(1), null, CatalogWorld.ACTOR)
                .orElseThrow();
        assertThat(tokens.issue(account.id(), "recorder", Set.of(), Duration.ofDays(1), null, CatalogWorld.ACTOR))
                .isEmpty();
        assertThat(tokens.page(account.id(), null, null, 10)).containsExactly(issued.token());

        world.the(Accounts.class).bearerOf(issued.text());
        Tokens.Token used = tokens.page(account.id(), null, null, 10).getFirst();
        assertThat(used.lastUsedAt()).isNotNull();
        world.the(Accounts.class).bearerOf(issued.text());
        assertThat(tokens.page(account.id(), null, null, 10)).containsExactly(used);

        assertThat(tokens.revoke(world.anAccount(), issued.token().id(), null, CatalogWorld.ACTOR))
                .isFalse();
        assertThat(tokens.revoke(account.id(), issued.token().id(), null, CatalogWorld.ACTOR))
                .isTrue();
        assertThat(world.the(Accounts.class).bearerOf(issued.text())).isEmpty();
        assertThat(tokens.page(account.id(), null, null, 10)).isEmpty();
    }

    private static <T> List<T> atOnce(List<? extends Callable<? extends T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<? extends T>> running = new ArrayList<>();
            work.forEach(one -> running.add(threads.submit(one)));
            List<T> results = new ArrayList<>();
            for (Future<? extends T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
