package dev.tenure.catalog.listing;

import dev.tenure.catalog.words.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words that somebody looks for.
 *
 * @param words whole words, each of which must be there
 * @param beginning what one more word must begin with
 */
public record Sought(List<String> words, @Nullable String beginning) {

    /** The most words of one search: each costs a look at where it is rarest. */
    public static final int MAX_WORDS = 6;

    /** The shortest beginning of a word that is looked for: shorter ones are in almost everything. */
    public static final int MIN_BEGINNING = 3;

    /** No words: true of everything. */
    public static final Sought ANYTHING = new Sought(List.of(), null);

    public Sought {
        words = List.copyOf(words);
    }

    /**
     * Reads what somebody typed: words in any order, of which the last may end with {@code *} to stand for all that begin so.
     *
     * @throws IllegalArgumentException when there is no word in it, there are too many, or the beginning is too short; the message goes on from
     *     the name of the field
     */
    public static Sought of(String typed) {
        String text = typed.strip();
        boolean open = text.endsWith("*");
        List<String> words = new ArrayList<>(Words.asked(text));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("has no word to look for");
        }
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("has more than " + MAX_WORDS + " words");
        }
        if (!open) {
            return new Sought(words, null);
        }
        List<String> parts = new ArrayList<>(Words.asked(text.substring(text.lastIndexOf(' ') + 1)));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("has a * that follows no word");
        }
        String beginning = parts.getLast();
        if (beginning.codePointCount(0, beginning.length()) < MIN_BEGINNING) {
            throw new IllegalArgumentException("needs " + MIN_BEGINNING + " letters before its *");
        }
        words.remove(beginning);
        return new Sought(words, beginning);
    }

    boolean anything() {
        return words.isEmpty() && beginning == null;
    }
}
