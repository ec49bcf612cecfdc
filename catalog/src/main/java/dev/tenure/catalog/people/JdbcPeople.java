package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcPeople implements People {

    private static final String SELECT = """
            SELECT id, account_id, email, name, roles, created_at, left_at, revision,
                   ARRAY(SELECT alias FROM person_alias WHERE person_id = person.id ORDER BY alias) AS aliases
              FROM person
            """;

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;

    JdbcPeople(JdbcClient database, Ids ids, Trail trail) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
    }

    @Override
    @Transactional
    public PeopleChange add(AccountId account, NewPerson person, Actor actor) {
        alone(account);
        Optional<String> taken = taken(account, null, person);
        if (taken.isPresent()) {
            return new PeopleChange.Taken(taken.get());
        }
        return new PeopleChange.Done(insert(account, person, actor));
    }

    @Override
    @Transactional
    public Optional<Person> addFirst(AccountId account, NewPerson person, Actor actor) {
        alone(account);
        boolean somebody = database.sql("SELECT EXISTS (SELECT FROM person WHERE account_id = :account)")
                .param("account", account.value())
                .query(Boolean.class)
                .single();
        return somebody ? Optional.empty() : Optional.of(insert(account, person, actor));
    }

    private Person insert(AccountId account, NewPerson person, Actor actor) {
        PersonId id = new PersonId(ids.next());
        database.sql("""
                        INSERT INTO person (id, account_id, email, name, roles)
                        VALUES (:id, :account, lower(:email), :name, :roles)
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .param("email", person.email())
                .param("name", person.name())
                .param("roles", words(person.roles()))
                .update();
        aliases(account, id, person.aliases());
        trail.append(
                account, null, actor, "person.added", Map.of("person", id.toString(), "roles", text(person.roles())));
        adopt(account, id, actor);
        return find(account, id).orElseThrow();
    }

    @Override
    public Optional<Person> find(AccountId account, PersonId id) {
        return database.sql(SELECT + " WHERE id = :id AND account_id = :account")
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcPeople::person)
                .optional();
    }

    @Override
    public Optional<Person> present(PersonId id) {
        return database.sql(SELECT + " WHERE id = :id AND left_at IS NULL")
                .param("id", id.value())
                .query(JdbcPeople::person)
                .optional();
    }

    @Override
    public List<Person> page(AccountId account, @Nullable PersonId after, int limit) {
        return database.sql(SELECT + """
                                 WHERE account_id = :account AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .param("account", account.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(JdbcPeople::person)
                .list();
    }

    @Override
    @Transactional
    public PeopleChange change(
            AccountId account, PersonId id, Function<Person, NewPerson> wanted, Expected expected, Actor actor) {
        alone(account);
        Person before = find(account, id).filter(one -> one.leftAt() == null).orElse(null);
        if (before == null) {
            return new PeopleChange.Unknown();
        }
        if (!expected.allows(before.revision())) {
            return new PeopleChange.Outdated();
        }
        NewPerson wish = wanted.apply(before);
        if (manages(before.roles()) && !manages(wish.roles()) && lastAdministrator(before)) {
            return new PeopleChange.LastAdministrator();
        }
        Optional<String> taken = taken(account, id, wish);
        if (taken.isPresent()) {
            return new PeopleChange.Taken(taken.get());
        }
        database.sql("UPDATE person SET name = :name, roles = :roles, revision = revision + 1 WHERE id = :id")
                .param("id", id.value())
                .param("name", wish.name())
                .param("roles", words(wish.roles()))
                .update();
        database.sql("DELETE FROM person_alias WHERE person_id = :id")
                .param("id", id.value())
                .update();
        aliases(account, id, wish.aliases());
        trail.append(
                account,
                null,
                actor,
                "person.changed",
                Map.of("person", id.toString(), "rolesBefore", text(before.roles()), "roles", text(wish.roles())));
        adopt(account, id, actor);
        return new PeopleChange.Done(find(account, id).orElseThrow());
    }

    @Override
    @Transactional
    public PeopleChange leave(AccountId account, PersonId id, @Nullable PersonId steward, Actor actor) {
        alone(account);
        Person leaver = find(account, id).filter(one -> one.leftAt() == null).orElse(null);
        if (leaver == null) {
            return new PeopleChange.Unknown();
        }
        if (manages(leaver.roles()) && lastAdministrator(leaver)) {
            return new PeopleChange.LastAdministrator();
        }
        PersonId heir = (steward == null ? settledSteward(account) : Optional.of(steward))
                .filter(one -> !one.equals(id))
                .flatMap(one -> find(account, one))
                .filter(one -> one.leftAt() == null)
                .map(Person::id)
                .orElse(null);
        if (heir == null) {
            return new PeopleChange.NoSteward();
        }
        List<ItemId> moved = move(account, id, heir);
        // What went to the leaver from others goes on to the same steward, so that a successor is always somebody who
        // is there.
        database.sql("""
                        UPDATE person
                           SET successor_id = :heir, left_at = CASE WHEN id = :id THEN clock_timestamp() ELSE left_at END,
                               revision = CASE WHEN id = :id THEN revision + 1 ELSE revision END
                         WHERE id = :id OR successor_id = :id
                        """).param("id", id.value()).param("heir", heir.value()).update();
        database.sql(
                        "UPDATE account_settings SET steward_id = :heir, revision = revision + 1 WHERE account_id = :account AND steward_id = :id")
                .param("account", account.value())
                .param("id", id.value())
                .param("heir", heir.value())
                .update();
        for (String credential : List.of("person_session", "person_password", "person_subject")) {
            database.sql("DELETE FROM " + credential + " WHERE person_id = :id")
                    .param("id", id.value())
                    .update();
        }
        database.sql(
                        "UPDATE access_token SET revoked_at = clock_timestamp() WHERE person_id = :id AND revoked_at IS NULL")
                .param("id", id.value())
                .update();
        moved.forEach(item -> owner(account, item, actor, id, heir));
        trail.append(
                account,
                null,
                actor,
                "person.left",
                Map.of("person", id.toString(), "steward", heir.toString(), "items", Integer.toString(moved.size())));
        return new PeopleChange.Done(find(account, id).orElseThrow());
    }

    private Optional<PersonId> settledSteward(AccountId account) {
        return database.sql(
                        "SELECT steward_id FROM account_settings WHERE account_id = :account AND steward_id IS NOT NULL")
                .param("account", account.value())
                .query(UUID.class)
                .optional()
                .map(PersonId::new);
    }

    /** Locks them in order of id, as whoever changes several items does. */
    private List<ItemId> move(AccountId account, PersonId from, PersonId to) {
        return database.sql("""
                        WITH locked AS (
                            SELECT id AS locked_id FROM item WHERE account_id = :account AND owner_id = :from
                             ORDER BY id FOR NO KEY UPDATE)
                        UPDATE item SET owner_id = :to FROM locked WHERE id = locked_id
                        RETURNING id
                        """)
                .param("account", account.value())
                .param("from", from.value())
                .param("to", to.value())
                .query((row, number) -> new ItemId(Rows.uuid(row, "id")))
                .list();
    }

    /** Items that are nobody's and whose host the person is; locked in order of id. */
    private void adopt(AccountId account, PersonId id, Actor actor) {
        database.sql("""
                        WITH locked AS (
                            SELECT item.id AS locked_id FROM item JOIN meeting ON meeting.id = item.meeting_id
                             WHERE item.account_id = :account AND item.owner_id IS NULL
                               AND lower(meeting.host) IN (SELECT email FROM person WHERE id = :id
                                                           UNION SELECT alias FROM person_alias WHERE person_id = :id)
                             ORDER BY item.id FOR NO KEY UPDATE OF item)
                        UPDATE item SET owner_id = :id FROM locked WHERE id = locked_id
                        RETURNING id
                        """)
                .param("id", id.value())
                .param("account", account.value())
                .query((row, number) -> new ItemId(Rows.uuid(row, "id")))
                .list()
                .forEach(item -> owner(account, item, actor, null, id));
    }

    private void owner(AccountId account, ItemId item, Actor actor, @Nullable PersonId from, PersonId to) {
        trail.append(
                account,
                item,
                actor,
                "item.owner",
                from == null ? Map.of("to", to.toString()) : Map.of("from", from.toString(), "to", to.toString()));
    }

    @Override
    public Optional<Person> bound(AccountId account, String issuer, String subject) {
        return database.sql(SELECT + """
                                 WHERE account_id = :account AND left_at IS NULL
                                   AND id = (SELECT person_id FROM person_subject WHERE issuer = :issuer AND subject = :subject)
                                """)
                .param("account", account.value())
                .param("issuer", issuer)
                .param("subject", subject)
                .query(JdbcPeople::person)
                .optional();
    }

    @Override
    @Transactional
    public Optional<Person> bind(AccountId account, String issuer, String subject, String email) {
        Optional<Person> person = database.sql(
                        SELECT + " WHERE account_id = :account AND left_at IS NULL AND email = lower(:email)")
                .param("account", account.value())
                .param("email", email)
                .query(JdbcPeople::person)
                .optional();
        if (person.isEmpty()) {
            return person;
        }
        // An address that was given to somebody else must not open what belongs to whom it was bound first.
        int bound = database.sql("""
                        INSERT INTO person_subject (issuer, subject, person_id) VALUES (:issuer, :subject, :person)
                        ON CONFLICT DO NOTHING
                        """)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("person", person.get().id().value())
                .update();
        if (bound == 0) {
            return Optional.empty();
        }
        trail.append(
                account,
                null,
                Actor.person(person.get().id()),
                "person.bound",
                Map.of("person", person.get().id().toString(), "issuer", issuer));
        return person;
    }

    /** Lets changes of the account's people, and announcements of items, come one after the other; until the transaction ends. */
    private void alone(AccountId account) {
        database.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:people, 0))) taken")
                .param("people", "people:" + account)
                .query(Integer.class)
                .single();
    }

    /** What of the wish belongs to another person of the account. */
    private Optional<String> taken(AccountId account, @Nullable PersonId self, NewPerson wish) {
        boolean email = database.sql("""
                        SELECT EXISTS (SELECT FROM person WHERE account_id = :account AND email = lower(:email)
                                          AND id IS DISTINCT FROM CAST(:self AS uuid))
                        """)
                .param("account", account.value())
                .param("email", wish.email())
                .param("self", self == null ? null : self.value())
                .query(Boolean.class)
                .single();
        if (email) {
            return Optional.of("email");
        }
        boolean alias = database.sql("""
                        SELECT EXISTS (SELECT FROM person_alias
                                        WHERE account_id = :account AND person_id IS DISTINCT FROM CAST(:self AS uuid)
                                          AND alias IN (SELECT lower(wish) FROM unnest(:aliases) AS wish))
                        """)
                .param("account", account.value())
                .param("aliases", wish.aliases().toArray(String[]::new))
                .param("self", self == null ? null : self.value())
                .query(Boolean.class)
                .single();
        return alias ? Optional.of("aliases") : Optional.empty();
    }

    private void aliases(AccountId account, PersonId id, List<String> aliases) {
        database.sql("""
                        INSERT INTO person_alias (account_id, alias, person_id)
                        SELECT DISTINCT :account, lower(wish), :id FROM unnest(:aliases) AS wish
                        """)
                .param("account", account.value())
                .param("aliases", aliases.toArray(String[]::new))
                .param("id", id.value())
                .update();
    }

    private boolean lastAdministrator(Person person) {
        return !database.sql("""
                        SELECT EXISTS (SELECT FROM person
                                        WHERE account_id = :account AND id <> :id AND left_at IS NULL AND roles && CAST(:managing AS text[]))
                        """)
                .param("account", person.account().value())
                .param("id", person.id().value())
                .param(
                        "managing",
                        Arrays.stream(Role.values())
                                .filter(Role::managesPeople)
                                .map(Role::name)
                                .toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    private static boolean manages(Set<Role> roles) {
        return roles.stream().anyMatch(Role::managesPeople);
    }

    private static String[] words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::name).toArray(String[]::new);
    }

    private static String text(Set<Role> roles) {
        return String.join(" ", words(roles));
    }

    static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                new PersonId(Rows.uuid(row, "id")),
                new AccountId(Rows.uuid(row, "account_id")),
                row.getString("email"),
                row.getString("name"),
                roles(row),
                List.of((String[]) row.getArray("aliases").getArray()),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "left_at"),
                row.getLong("revision"));
    }

    static Set<Role> roles(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("roles").getArray())
                .map(Role::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
