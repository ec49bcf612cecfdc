package dev.tenure.storageapi.people;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.Credentials;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Role;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The people of an account. */
@RestController
@RequestMapping("/api/v1/people")
class PeopleController {

    private static final int PAGE = 50;

    private final People people;
    private final Credentials credentials;
    private final InstantSource clock;

    PeopleController(People people, Credentials credentials, InstantSource clock) {
        this.people = people;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Somebody to add. */
    record PersonRequest(
            String email,
            String name,
            List<Role> roles,
            @Nullable List<String> aliases) {

        PersonRequest {
            Given.text("email", email);
            Given.text("name", name);
            Given.list("roles", roles);
            if (aliases != null) {
                Given.list("aliases", aliases);
            }
        }

        NewPerson described() {
            return new NewPerson(email, name, roleSet(roles), aliases == null ? List.of() : aliases);
        }
    }

    /** What of a person changes; what is absent stays. */
    record PersonPatch(
            @Nullable String name,
            @Nullable List<Role> roles,
            @Nullable List<String> aliases) {

        PersonPatch {
            if (name != null) {
                Given.text("name", name);
            }
            if (roles != null) {
                Given.list("roles", roles);
            }
            if (aliases != null) {
                Given.list("aliases", aliases);
            }
        }

        NewPerson applied(Person person) {
            return new NewPerson(
                    person.email(),
                    name == null ? person.name() : name,
                    roles == null ? person.roles() : roleSet(roles),
                    aliases == null ? person.aliases() : aliases);
        }
    }

    /** Who takes over; absent means the steward of the account's settings. */
    record LeaveRequest(@Nullable String steward) {}

    /** A person. */
    record PersonView(
            String id,
            String email,
            String name,
            List<Role> roles,
            List<String> aliases,
            Instant createdAt,
            @Nullable Instant leftAt) {

        static PersonView of(Person person) {
            return new PersonView(
                    person.id().toString(),
                    person.email(),
                    person.name(),
                    person.roles().stream().sorted().toList(),
                    person.aliases(),
                    person.createdAt(),
                    person.leftAt());
        }
    }

    /** A page, and what to ask for the next one with. */
    record Page(List<PersonView> people, @Nullable String next) {}

    /** A password to hand to its person, told this once. */
    record OneTimePassword(String password, Instant expiresAt) {}

    @GetMapping
    Page list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.PEOPLE);
        List<Person> page = people.page(caller.account(), after == null ? null : id(after), PAGE);
        String next = page.size() < PAGE ? null : page.getLast().id().toString();
        return new Page(page.stream().map(PersonView::of).toList(), next);
    }

    @PostMapping
    ResponseEntity<PersonView> add(Caller caller, @RequestBody PersonRequest wish) {
        caller.needs(Scope.PEOPLE);
        NewPerson described = fitting(wish::described);
        PersonView added = PersonView.of(done(people.add(caller.account(), described, caller.actor())));
        return ResponseEntity.created(URI.create("/api/v1/people/" + added.id()))
                .body(added);
    }

    @GetMapping("/{id}")
    ResponseEntity<PersonView> detail(Caller caller, @PathVariable String id) {
        caller.needs(Scope.PEOPLE);
        return shown(need(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<PersonView> change(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody PersonPatch wish) {
        caller.needs(Scope.PEOPLE);
        PersonId person = need(caller, id).id();
        Expected expected = VersionTags.required(ifMatch);
        return shown(done(people.change(
                caller.account(), person, before -> fitting(() -> wish.applied(before)), expected, caller.actor())));
    }

    @PostMapping("/{id}/leave")
    PersonView leave(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable LeaveRequest wish) {
        caller.needs(Scope.PEOPLE);
        Person person = need(caller, id);
        PersonId steward = wish == null || wish.steward() == null ? null : steward(wish.steward());
        return PersonView.of(done(people.leave(caller.account(), person.id(), steward, caller.actor())));
    }

    @PostMapping("/{id}/one-time-password")
    OneTimePassword oneTimePassword(Caller caller, @PathVariable String id) {
        caller.needs(Scope.PEOPLE).needsFresh();
        Person person = need(caller, id);
        if (person.leftAt() != null) {
            throw unknown();
        }
        Instant expires = clock.instant().plus(Credentials.ONE_TIME_LIFETIME);
        return new OneTimePassword(credentials.oneTime(person, caller.actor()), expires);
    }

    private Person need(Caller caller, String id) {
        return people.find(caller.account(), id(id)).orElseThrow(PeopleController::unknown);
    }

    private static ResponseEntity<PersonView> shown(Person person) {
        return ResponseEntity.ok().eTag(VersionTags.of(person.revision())).body(PersonView.of(person));
    }

    private static Person done(PeopleChange change) {
        return switch (change) {
            case PeopleChange.Done(Person person) -> person;
            case PeopleChange.Unknown unknown -> throw unknown();
            case PeopleChange.Outdated outdated ->
                throw new ApiProblem(
                        ProblemCode.PRECONDITION_FAILED, "The person is another revision than If-Match names.");
            case PeopleChange.Taken(String what) ->
                throw new ApiProblem(ProblemCode.TAKEN, "Another person of the account has this, see '" + what + "'.");
            case PeopleChange.LastAdministrator last ->
                throw new ApiProblem(
                        ProblemCode.LAST_ADMINISTRATOR, "This is the last person who may manage the account's people.");
            case PeopleChange.NoSteward none ->
                throw new ApiProblem(
                        ProblemCode.STEWARD_NEEDED,
                        "The items of whoever leaves go to a steward: another person of the account who is there.");
        };
    }

    private static NewPerson fitting(Supplier<NewPerson> description) {
        try {
            return description.get();
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Set<Role> roleSet(List<Role> roles) {
        Set<Role> set = EnumSet.noneOf(Role.class);
        set.addAll(roles);
        return set;
    }

    private static PersonId steward(String text) {
        try {
            return PersonId.of(text);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.STEWARD_NEEDED, "'steward' names nobody of the account.");
        }
    }

    private static PersonId id(String text) {
        try {
            return PersonId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such person.");
    }
}
