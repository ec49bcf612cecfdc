package dev.tenure.catalog.words;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * Tells the words of a text. Letters are compared without case, width and accents of the Latin, Greek and Cyrillic scripts: {@code Ｍüller},
 * {@code MULLER} and {@code muller} are one word. Whatever is neither letter, digit nor a mark on one parts words. Scripts that are written without
 * spaces are not taken apart: a run of them is one word.
 */
public final class Words {

    /** The longest word that is told from others, in characters; of longer ones the beginning counts. Addresses fit whole (RFC 5321 §4.5.3.1). */
    public static final int MAX_WORD = 254;

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
    /** What stands around an address in running text: {@code <ada@example.org>,}. */
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private Words() {}

    /** The words that a text is found by. An e-mail address is one word, and those before its @ are words too. */
    public static SequencedSet<String> of(String text) {
        SequencedSet<String> words = new LinkedHashSet<>();
        for (String piece : SPACE.split(folded(text), -1)) {
            int at = piece.indexOf('@');
            if (at < 0) {
                addParts(piece, words);
            } else {
                addAddress(piece, words);
                addParts(piece.substring(0, at), words);
            }
        }
        return words;
    }

    /** The words that somebody looks for, each of which must be there: as {@link #of}, but an e-mail address stands for itself alone. */
    public static SequencedSet<String> asked(String text) {
        SequencedSet<String> words = new LinkedHashSet<>();
        for (String piece : SPACE.split(folded(text), -1)) {
            if (piece.indexOf('@') < 0) {
                addParts(piece, words);
            } else {
                addAddress(piece, words);
            }
        }
        return words;
    }

    private static void addParts(String piece, SequencedSet<String> words) {
        for (String word : BETWEEN.split(piece, -1)) {
            add(word, words);
        }
    }

    private static void addAddress(String piece, SequencedSet<String> words) {
        add(AROUND.matcher(piece).replaceAll(""), words);
    }

    private static void add(String word, SequencedSet<String> words) {
        if (!word.isEmpty()) {
            words.add(word.length() <= MAX_WORD ? word : word.substring(0, whole(word)));
        }
    }

    /** Never between the two halves of a character. */
    private static int whole(String word) {
        return Character.isHighSurrogate(word.charAt(MAX_WORD - 1)) ? MAX_WORD - 1 : MAX_WORD;
    }

    /** Upper case first, so that ß and ss are alike; sigma is the one letter with two small forms. */
    private static String folded(String text) {
        String small = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
        String bare = ACCENTS.matcher(Normalizer.normalize(small, Normalizer.Form.NFKD))
                .replaceAll("");
        return Normalizer.normalize(bare, Normalizer.Form.NFKC);
    }
}
