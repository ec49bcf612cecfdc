package dev.tenure.catalog.people;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether somebody is who they say. Takes as long, and says the same, whatever of it is wrong. */
public final class Credentials {

    /** How long a one-time password waits for its person: over a weekend and a holiday. */
    public static final Duration ONE_TIME_LIFETIME = Duration.ofDays(7);

    private final JdbcCredentials kept;
    private final JdbcGuesses guesses;
    private final Passwords passwords;
    private final Guessability guessability = new Guessability();

    Credentials(JdbcCredentials kept, JdbcGuesses guesses, Passwords passwords) {
        this.kept = kept;
        this.guesses = guesses;
        this.passwords = passwords;
    }

    /**
     * Who signs in with this password. Empty when anything of it is wrong, and while guesses at this address, or from that place, are paused. Never
     * inside a transaction: it computes for a while.
     *
     * @param account its short name
     * @param place where the request comes from, as an address of the network
     */
    public Optional<Person> bySecret(String account, String email, String password, String place) {
        Guess guess = new Guess(account, email, place);
        // Counted before they are tried: however many come at once, no more are tried than may be.
        if (!guesses.admits(guess.origin(), Guess.FREE_FROM_PLACE)) {
            // No work for a place that asks too much; it learns nothing by that but its own pause.
            return Optional.empty();
        }
        boolean mayTry = guesses.admits(guess.target(), Guess.FREE_AT_ONE);
        Optional<JdbcCredentials.Kept> known = kept.find(account, email);
        boolean right = passwords.fits(password, known.map(JdbcCredentials.Kept::hash));
        Optional<Person> person = known.map(JdbcCredentials.Kept::person);
        if (!mayTry || !right) {
            guesses.failed(guess, person);
            return Optional.empty();
        }
        person.ifPresent(who -> guesses.forgive(guess, who));
        return person;
    }

    /** Whether the password is this person's, under the same pauses as when they sign in. */
    public boolean confirms(Person person, String password, String place) {
        Guess guess = new Guess(person.account().toString(), person.email(), place);
        if (!guesses.admits(guess.origin(), Guess.FREE_FROM_PLACE)
                || !guesses.admits(guess.target(), Guess.FREE_AT_ONE)) {
            return false;
        }
        boolean right = passwords.fits(password, kept.hash(person.id()));
        if (right) {
            guesses.forgive(guess, person);
        } else {
            guesses.failed(guess, Optional.of(person));
        }
        return right;
    }

    /** What speaks against a password, in words for whoever chose it; empty when nothing does. Computes for a moment. */
    public Optional<String> objection(Person person, String password) {
        return Passwords.objection(password).or(() -> guessability.objection(password, about(person)));
    }

    /** What everybody knows of a person. */
    private List<String> about(Person person) {
        return Stream.of(
                        List.of(person.email(), person.name(), "tenure"), person.aliases(), kept.namesOfAccount(person))
                .flatMap(List::stream)
                .toList();
    }

    /** Replaces the person's password and ends all of their sessions. */
    public void change(Person person, String password) {
        kept.change(person, passwords.hash(password), Actor.person(person.id()));
    }

    /**
     * Makes a password that is good for choosing another, for {@link #ONE_TIME_LIFETIME}, and ends the person's sessions. Its text is returned this
     * once.
     */
    public String oneTime(Person person, Actor actor) {
        String password = passwords.oneTime();
        kept.oneTime(person, passwords.hash(password), ONE_TIME_LIFETIME, actor);
        return password;
    }

    /** Whether the person's password is one that somebody else gave them. */
    public boolean mustChange(PersonId person) {
        return kept.mustChange(person);
    }
}
