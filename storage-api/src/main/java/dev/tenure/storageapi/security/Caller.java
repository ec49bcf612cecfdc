package dev.tenure.storageapi.security;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Session;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * Who calls, for the length of a request: a program with a token, or a person with a session, a token of their own or one of their provider.
 * Controllers ask for it as a parameter.
 */
public final class Caller extends AbstractAuthenticationToken {

    private final transient Standing standing;

    private Caller(Standing standing) {
        super(List.of());
        this.standing = standing;
        setAuthenticated(true);
    }

    /**
     * What is known of a caller.
     *
     * @param everywhere the scopes that reach all items of the account
     * @param fresh whether a person proved just now who they are; programs have nothing to prove
     */
    private record Standing(
            AccountId account,
            Actor actor,
            Set<String> scopes,
            Set<String> everywhere,
            @Nullable Person person,
            @Nullable Session session,
            boolean fresh) {}

    /** A program that may do this on all items of its account. */
    public static Caller program(AccountId account, Actor actor, Set<String> scopes) {
        return new Caller(new Standing(account, actor, scopes, scopes, null, null, true));
    }

    /** A person who is signed in here. */
    static Caller signedIn(Session session) {
        return person(session.person(), RoleScopes.of(session.person().roles()), session, session.fresh());
    }

    /** A person whose token of ours may do at most this. Whoever made it had to be signed in freshly. */
    static Caller byToken(Person person, Set<String> most) {
        Set<String> scopes =
                RoleScopes.of(person.roles()).stream().filter(most::contains).collect(Collectors.toUnmodifiableSet());
        return person(person, scopes, null, true);
    }

    /** A person whom their provider vouches for. */
    public static Caller byProvider(Person person, boolean fresh) {
        return person(person, RoleScopes.of(person.roles()), null, fresh);
    }

    private static Caller person(Person person, Set<String> scopes, @Nullable Session session, boolean fresh) {
        return new Caller(new Standing(
                person.account(),
                Actor.person(person.id()),
                scopes,
                RoleScopes.everywhere(person.roles()),
                person,
                session,
                fresh));
    }

    public AccountId account() {
        return standing.account();
    }

    public Actor actor() {
        return standing.actor();
    }

    /** The words of what the caller may do. */
    public Set<String> scopes() {
        return standing.scopes();
    }

    /** The person who calls; empty for programs. */
    public Optional<Person> person() {
        return Optional.ofNullable(standing.person());
    }

    /** The session that the request came with; empty for bearers of tokens. */
    public Optional<Session> session() {
        return Optional.ofNullable(standing.session());
    }

    /** The person whose items alone the caller may know of; absent for callers that may know of all of the account's. */
    public @Nullable PersonId onlyItemsOf() {
        return unlessEverywhere(Scope.READ);
    }

    /** The person whose items alone the caller may change, given that they may change any. */
    public @Nullable PersonId changesOnlyItemsOf() {
        return unlessEverywhere(Scope.CHANGE);
    }

    /** The person whose items' processing alone the caller may steer, given that they may steer any. */
    public @Nullable PersonId processesOnlyItemsOf() {
        return unlessEverywhere(Scope.PROCESS);
    }

    private @Nullable PersonId unlessEverywhere(Scope scope) {
        return standing.person() == null || standing.everywhere().contains(scope.word())
                ? null
                : standing.person().id();
    }

    /** Ends the request with 403 unless the caller has this scope. */
    public Caller needs(Scope scope) {
        if (!has(scope)) {
            throw new ApiProblem(ProblemCode.SCOPE_MISSING, "This needs the scope " + scope.word() + ".");
        }
        return this;
    }

    public boolean has(Scope scope) {
        return standing.scopes().contains(scope.word());
    }

    /** Whether the caller can hand a scope on to a program, which then has it on all items of the account. */
    public boolean grants(String scope) {
        return standing.scopes().contains(scope) && standing.everywhere().contains(scope);
    }

    /** Ends the request unless a person proved within minutes who they are; before acts that cannot be taken back. Programs pass. */
    public Caller needsFresh() {
        if (!standing.fresh()) {
            throw new ApiProblem(
                    ProblemCode.REAUTHENTICATE, "It is too long ago that you proved who you are for an act like this.");
        }
        return this;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return standing.actor().value();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller caller && caller.standing.equals(standing);
    }

    @Override
    public int hashCode() {
        return standing.hashCode();
    }
}
