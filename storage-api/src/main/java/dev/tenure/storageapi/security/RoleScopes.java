package dev.tenure.storageapi.security;

import dev.tenure.catalog.people.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What each role may do. The one table. */
final class RoleScopes {

    private RoleScopes() {}

    /** The scopes of a role; those of a host reach no further than their own items. */
    static Set<Scope> of(Role role) {
        return switch (role) {
            case HOST -> EnumSet.of(Scope.READ, Scope.CHANGE, Scope.PROCESS);
            // Uploads too: an administrator hands that scope on to media servers.
            case STORAGE_ADMIN ->
                EnumSet.of(
                        Scope.READ,
                        Scope.UPLOAD,
                        Scope.PROCESS,
                        Scope.RULE,
                        Scope.WEBHOOKS,
                        Scope.ACCOUNT,
                        Scope.PEOPLE);
            case PRIVACY_OFFICER -> EnumSet.of(Scope.READ, Scope.CHANGE, Scope.HOLD, Scope.TRAIL);
            case AUDITOR -> EnumSet.of(Scope.READ, Scope.TRAIL);
        };
    }

    /** What somebody with these roles may do, on some items at least. */
    static Set<String> of(Collection<Role> roles) {
        return roles.stream()
                .flatMap(role -> of(role).stream())
                .map(Scope::word)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What somebody with these roles may do on all items of the account. */
    static Set<String> everywhere(Collection<Role> roles) {
        return of(roles.stream().filter(role -> role != Role.HOST).toList());
    }
}
