package dev.tenure.storageapi.people;

import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Tokens;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tokens of media servers, for administrators; and tokens of people, for themselves. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private static final int PAGE = 50;

    /** The longest name of a token, in characters: it stands in every entry of the trail. */
    private static final int MAX_NAME = 100;

    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Who speaks by a token. */
    enum Kind {
        MEDIA_SERVER,
        PERSONAL
    }

    /** A token to make; its lifetime is an ISO 8601 duration such as P90D. */
    record TokenRequest(Kind kind, String name, List<String> scopes, String lifetime) {

        TokenRequest {
            if (kind == null) {
                throw new IllegalArgumentException("'kind' must be one of " + List.of(Kind.values()));
            }
            Given.text("name", name);
            if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "'name' must be 1 to " + MAX_NAME + " characters without control characters");
            }
            Given.list("scopes", scopes);
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException("'scopes' must name what the token may do");
            }
            Given.text("lifetime", lifetime);
        }
    }

    /**
     * A token.
     *
     * @param lastUsedAt to the minute; absent as long as it was not used
     */
    record TokenView(
            String id,
            Kind kind,
            String name,
            List<String> scopes,
            @Nullable String person,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static TokenView of(Tokens.Token token) {
            PersonId person = token.person();
            return new TokenView(
                    token.id().toString(),
                    person == null ? Kind.MEDIA_SERVER : Kind.PERSONAL,
                    token.name(),
                    token.scopes().stream().sorted().toList(),
                    person == null ? null : person.toString(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /** A token that was just made, with its text, told this once. */
    record IssuedView(String token, TokenView about) {}

    /** A page, newest first, and what to ask for the next one with. */
    record Page(List<TokenView> tokens, @Nullable String next) {}

    @GetMapping
    Page list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        List<Tokens.Token> page = tokens.page(caller.account(), onlyOf(caller), after == null ? null : id(after), PAGE);
        String next = page.size() < PAGE ? null : page.getLast().id().toString();
        return new Page(page.stream().map(TokenView::of).toList(), next);
    }

    @PostMapping
    ResponseEntity<IssuedView> issue(Caller caller, @RequestBody TokenRequest wish) {
        PersonId person = switch (wish.kind()) {
            case MEDIA_SERVER -> {
                caller.needs(Scope.PEOPLE);
                refuseUnless(wish.scopes().stream().allMatch(caller::grants));
                yield null;
            }
            case PERSONAL -> {
                refuseUnless(
                        caller.session().isPresent() && wish.scopes().stream().allMatch(caller.scopes()::contains));
                yield caller.person().map(Person::id).orElseThrow();
            }
        };
        caller.needsFresh();
        try {
            Set<String> scopes = new TreeSet<>(wish.scopes());
            return tokens.issue(
                            caller.account(), wish.name(), scopes, lifetime(wish.lifetime()), person, caller.actor())
                    .map(issued -> ResponseEntity.created(URI.create(
                                    "/api/v1/tokens/" + issued.token().id()))
                            .body(new IssuedView(issued.text(), TokenView.of(issued.token()))))
                    .orElseThrow(() -> new ApiProblem(
                            ProblemCode.TAKEN,
                            "A token of this name is valid already, see 'name': the trail shows it."));
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static void refuseUnless(boolean allowed) {
        if (!allowed) {
            throw new ApiProblem(
                    ProblemCode.SCOPE_MISSING,
                    "A program is given only what whoever makes its token may do on all items; a personal token is made by its person,"
                            + " signed in, and does no more than they may.");
        }
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable String id) {
        if (!tokens.revoke(caller.account(), id(id), onlyOf(caller), caller.actor())) {
            throw unknown();
        }
        return ResponseEntity.noContent().build();
    }

    /** Whose tokens the caller may know of. */
    private static @Nullable PersonId onlyOf(Caller caller) {
        if (caller.has(Scope.PEOPLE)) {
            return null;
        }
        return caller.person()
                .map(Person::id)
                .orElseThrow(() ->
                        new ApiProblem(ProblemCode.SCOPE_MISSING, "This needs the scope " + Scope.PEOPLE.word() + "."));
    }

    private static Duration lifetime(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'lifetime' is no duration such as P90D", e);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such token.");
    }
}
