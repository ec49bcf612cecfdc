package dev.tenure.catalog.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessabilityTest {

    private static final List<String> ABOUT =
            List.of("ada.lovelace@analytical.example", "Ada Lovelace", "tenure", "engine-works", "Engine Works Ltd");

    private final Guessability guessability = new Guessability();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "P@ssw0rd1234",
                "123456789012",
                "qwertyuiop[]",
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "abcdefghijkl",
                "ada.lovelace@analytical.example",
                "AdaLovelace1815",
                "lovelaceada!",
                "engine-works1",
                "TenureTenure1",
                "1234567890qwertyuiop"
            })
    void refusesWhatIsGuessedAndSaysWhatToDo(String password) {
        assertThat(guessability.objection(password, ABOUT))
                .hasValueSatisfying(objection -> assertThat(objection)
                        .contains("easily guessed", "password manager")
                        .doesNotContain(password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "violin tractor mustard",
                "x7Kp-2vQm-9Lwd",
                "Der Mond ist aus Käse gemacht"
            })
    void takesWhatIsNot(String password) {
        assertThat(guessability.objection(password, ABOUT)).isEmpty();
    }

    @Test
    void looksAtLongOnesForAMomentOnly() {
        assertThat(guessability.objection("a".repeat(200), ABOUT)).isPresent();
        assertThat(guessability.objection("ab1!".repeat(50), ABOUT)).isPresent();
    }
}
