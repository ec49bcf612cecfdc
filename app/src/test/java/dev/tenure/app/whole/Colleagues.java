package dev.tenure.app.whole;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.people.Tokens;
import dev.tenure.storageapi.security.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** People of accounts, and tokens of theirs. */
final class Colleagues {

    private final World world;

    Colleagues(World world) {
        this.world = world;
    }

    /** Somebody new of the account. */
    PersonId person(String account, Role role) {
        String name = role.name() + "-" + UUID.randomUUID();
        PeopleChange made = world.bean(People.class)
                .add(
                        world.bean(Accounts.class).register(account, account).id(),
                        new NewPerson(name + "@" + account + ".test", name, Set.of(role), List.of()),
                        Actor.system("test"));
        return ((PeopleChange.Done) made).person().id();
    }

    /** Of their own tokens, each of which may do all that they may. */
    Http token(String account, PersonId person) {
        String token = world.bean(Tokens.class)
                .issue(
                        world.bean(Accounts.class).register(account, account).id(),
                        "t-" + UUID.randomUUID(),
                        Scope.all(),
                        Duration.ofHours(1),
                        person,
                        Actor.system("test"))
                .orElseThrow()
                .text();
        return new Http(world.server().address(), token);
    }
}
