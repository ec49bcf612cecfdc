package dev.tenure.catalog.people;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a password is one that somebody tries (NIST SP 800-63B §5.1.1.2): commonly used ones, words, names, rows of keys, repeats and sequences, and what is known
 * of the person, put together in any way that programs for guessing know.
 */
final class Guessability {

    /** Of 0 to 4: more than 10^8 guesses, centuries at the pace of sign-in and weeks of work of one core on a stolen hash. */
    private static final int ENOUGH = 3;

    /** What comes after so many characters only adds to what is there, and the work grows with the square of them. */
    private static final int LOOKED_AT = 64;

    /** Shorter parts of names are in any password. */
    private static final int SHORTEST_PART = 3;

    private static final String ADVICE =
            "Take several words that have nothing to do with each other or with you, or let a password manager make one.";

    private final Zxcvbn guesser = new Zxcvbn();

    /**
     * What speaks against a password, in words for whoever chose it; nothing of the password is in them.
     *
     * @param about what everybody knows of the person
     */
    Optional<String> objection(String password, List<String> about) {
        List<String> known =
                about.stream().flatMap(Guessability::parts).distinct().toList();
        // What is known counts for nothing at all: a name is no better for standing beside a year.
        return Stream.of(password, without(known, password))
                .map(part -> guesser.measure(part.substring(0, Math.min(part.length(), LOOKED_AT)), known))
                .filter(strength -> strength.getScore() < ENOUGH)
                .findFirst()
                .map(strength -> "This password is easily guessed. "
                        + (strength.getFeedback().getWarning(Locale.ENGLISH) + " ").stripLeading()
                        + ADVICE);
    }

    private static String without(List<String> known, String password) {
        String longestFirst = known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(longestFirst, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(password)
                .replaceAll("");
    }

    /** The whole and each of its words. */
    private static Stream<String> parts(String text) {
        return Stream.concat(Stream.of(text), Stream.of(text.split("[^\\p{L}\\p{N}]+", -1)))
                .filter(part -> part.length() >= SHORTEST_PART);
    }
}
