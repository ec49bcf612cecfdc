package dev.tenure.storageapi.security;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts.TokenBearer;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** The bearer of a valid token, for the length of a request. Controllers ask for it as a parameter. */
public final class Caller extends AbstractAuthenticationToken {

    private final transient TokenBearer bearer;

    Caller(TokenBearer bearer) {
        super(List.of());
        this.bearer = bearer;
        setAuthenticated(true);
    }

    public AccountId account() {
        return bearer.account();
    }

    public Actor actor() {
        return bearer.actor();
    }

    /** The person whose items alone the caller may know of; absent for callers that may know of all of the account's. */
    public @Nullable PersonId onlyItemsOf() {
        return null;
    }

    /** Ends the request with 403 unless the token has this scope. */
    public Caller needs(Scope scope) {
        if (!bearer.scopes().contains(scope.word())) {
            throw new ApiProblem(ProblemCode.SCOPE_MISSING, "This needs the scope " + scope.word() + ".");
        }
        return this;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return bearer.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller caller && caller.bearer.equals(bearer);
    }

    @Override
    public int hashCode() {
        return bearer.hashCode();
    }
}
