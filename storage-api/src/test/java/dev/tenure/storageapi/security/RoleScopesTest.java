package dev.tenure.storageapi.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Role;
import dev.tenure.storageapi.problem.ApiProblem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleScopesTest {

    private static Person person(Role... roles) {
        return new Person(
                new PersonId(UUID.randomUUID()),
                new AccountId(UUID.randomUUID()),
                "ada@example.org",
                "Ada",
                Set.of(roles),
                List.of(),
                Instant.EPOCH,
                null,
                1);
    }

    @ParameterizedTest
    @EnumSource
    void whoManagesPeopleIsWhomTheCatalogTakesForIt(Role role) {
        assertThat(RoleScopes.of(role).contains(Scope.PEOPLE)).isEqualTo(role.managesPeople());
    }

    @Test
    void everyScopeBelongsToARole() {
        assertThat(RoleScopes.of(Arrays.asList(Role.values()))).isEqualTo(Scope.all());
    }

    @Test
    void aHostKnowsOfTheirOwnItemsOnly() {
        Person host = person(Role.HOST);
        Caller caller = Caller.byProvider(host, true);

        assertThat(caller.onlyItemsOf()).isEqualTo(host.id());
        assertThat(caller.changesOnlyItemsOf()).isEqualTo(host.id());
    }

    @Test
    void aHostWhoIsAlsoAnAuditorSeesAllItemsButChangesTheirOwn() {
        Person both = person(Role.HOST, Role.AUDITOR);
        Caller caller = Caller.byProvider(both, true);

        assertThat(caller.onlyItemsOf()).isNull();
        assertThat(caller.changesOnlyItemsOf()).isEqualTo(both.id());
        assertThat(caller.grants("items:write")).isFalse();
        assertThat(caller.grants("items:read")).isTrue();
    }

    @Test
    void aTokenDoesNoMoreThanItSaysAndNoMoreThanItsPersonMayNow() {
        Caller caller = Caller.byToken(person(Role.AUDITOR), Set.of("items:read", "holds:write"));

        assertThat(caller.scopes()).containsExactly("items:read");
        assertThat(caller.onlyItemsOf()).isNull();
    }

    @Test
    void aPersonWithoutRolesMayDoNothing() {
        Person nobody = person();

        assertThat(Caller.byProvider(nobody, true).scopes()).isEmpty();
        assertThat(Caller.byProvider(nobody, true).onlyItemsOf()).isEqualTo(nobody.id());
    }

    @Test
    void onlyAFreshProofOpensWhatCannotBeTakenBack() {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> Caller.byProvider(person(Role.HOST), false).needsFresh());
        assertThat(Caller.byProvider(person(Role.HOST), true).needsFresh()).isNotNull();
    }
}
