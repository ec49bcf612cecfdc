package dev.tenure.catalog.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "Müller, muller",
        "MÜLLER, mu\u0308ller",
        "Ｍüller, muller",
        "Straße, STRASSE",
        "ΟΔΟΣ, οδος",
        "Έλλη, ελλη",
        "Ёлка, елка",
        "İzmir, izmir",
        "ﬁnance, Finance"
    })
    void tellsNoDifferenceOfCaseWidthAndAccents(String one, String other) {
        assertThat(Words.of(one)).hasSize(1).isEqualTo(Words.of(other));
    }

    @Test
    void partsAtWhateverIsNoLetterOrDigit() {
        assertThat(Words.of("Q3-Review: \"Budget/2026\"…  (internal)"))
                .containsExactly("q3", "review", "budget", "2026", "internal");
        assertThat(Words.of(" \t… – !")).isEmpty();
        assertThat(Words.of("")).isEmpty();
    }

    @Test
    void keepsMarksThatAreNoAccents() {
        assertThat(Words.of("हिन्दी")).containsExactly("हिन्दी");
    }

    @Test
    void findsAnAddressWholeAndByItsName() {
        assertThat(Words.of("<Ada.Lovelace@Example.org>,"))
                .containsExactly("ada.lovelace@example.org", "ada", "lovelace");
        assertThat(Words.asked("Ada.Lovelace@Example.org")).containsExactly("ada.lovelace@example.org");
        assertThat(Words.asked("Ada@")).containsExactly("ada");
        assertThat(Words.of("@")).isEmpty();
    }

    @Test
    void cutsWordsOfNoUseWithoutBreakingACharacter() {
        assertThat(Words.of("x".repeat(253) + "𝒳𐐷"))
                .allSatisfy(word -> assertThat(word)
                        .hasSizeLessThanOrEqualTo(Words.MAX_WORD)
                        .satisfies(whole -> assertThat(Character.isHighSurrogate(whole.charAt(whole.length() - 1)))
                                .isFalse()));
        assertThat(Words.of("a".repeat(600))).containsExactly("a".repeat(Words.MAX_WORD));
    }
}
