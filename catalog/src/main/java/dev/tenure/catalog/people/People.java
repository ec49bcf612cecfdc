package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The people of accounts. Every change leaves an entry in the trail, in the same transaction. */
public interface People {

    /** Adds a person; items of meetings that they hosted, and that are nobody's yet, become theirs. */
    PeopleChange add(AccountId account, NewPerson person, Actor actor);

    /** Adds the first person of an account; empty when it has or had one. */
    Optional<Person> addFirst(AccountId account, NewPerson person, Actor actor);

    /** The account's person, whether still there or not. */
    Optional<Person> find(AccountId account, PersonId id);

    /** Whoever is there under this id; for a request that somebody makes in their name. */
    Optional<Person> present(PersonId id);

    /** People of an account in order of id, after {@code after} where that is given. */
    List<Person> page(AccountId account, @Nullable PersonId after, int limit);

    /**
     * Gives a person another name, other roles and aliases.
     *
     * @param wish makes of the person as they are, looked at when no other change can come between, what they are to be; the address must stay theirs
     */
    PeopleChange change(
            AccountId account, PersonId id, Function<Person, NewPerson> wish, Expected expected, Actor actor);

    /**
     * Lets a person leave: sessions and tokens end with this transaction, and items move to the steward, with everything else of them unchanged. What is
     * still announced under their name later goes to the steward too.
     *
     * @param steward who takes over; absent means whom the account's settings name
     */
    PeopleChange leave(AccountId account, PersonId id, @Nullable PersonId steward, Actor actor);

    /** Who is there and was bound to a subject of an OIDC provider. */
    Optional<Person> bound(AccountId account, String issuer, String subject);

    /**
     * Binds a subject to whoever has this address and is bound to no other subject of the provider. Empty when there is nobody.
     *
     * @param email that the provider has verified
     */
    Optional<Person> bind(AccountId account, String issuer, String subject, String email);
}
