package dev.tenure.catalog.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void knowsAPasswordByItsHashOnly() {
        String hash = passwords.hash("correct horse battery");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
        assertThat(passwords.fits("correct horse battery", Optional.of(hash))).isTrue();
        assertThat(passwords.fits("correct horse batterz", Optional.of(hash))).isFalse();
        assertThat(passwords.fits("correct horse battery", Optional.empty())).isFalse();
    }

    @Test
    void takesTheSameLettersHoweverTheyAreComposed() {
        String hash = passwords.hash("M\u00fcnchner Freiheit");

        assertThat(passwords.fits("Mu\u0308nchner Freiheit", Optional.of(hash))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "elevenchars", "ada@example.org"})
    void refusesWhatIsTooShortOrTheOwnAddress(String password) {
        assertThat(Passwords.objection(password, "ada@example.org")).isPresent();
    }

    @Test
    void refusesNothingButLength() {
        assertThat(Passwords.objection("a".repeat(12), "ada@example.org")).isEmpty();
        assertThat(Passwords.objection("a".repeat(200), "ada@example.org")).isEmpty();
        assertThat(Passwords.objection("a".repeat(201), "ada@example.org")).isPresent();
    }

    @Test
    void drawsOneTimePasswordsThatCanBeReadOut() {
        assertThat(passwords.oneTime())
                .matches("([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}")
                .isNotEqualTo(passwords.oneTime());
    }
}
