package dev.tenure.catalog.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesByLengthOnly() {
        assertThat(Passwords.objection("a".repeat(11))).isPresent();
        assertThat(Passwords.objection("a".repeat(12))).isEmpty();
        assertThat(Passwords.objection("a".repeat(200))).isEmpty();
        assertThat(Passwords.objection("a".repeat(201))).isPresent();
    }

    @Test
    void drawsOneTimePasswordsThatCanBeReadOut() {
        assertThat(passwords.oneTime())
                .matches("([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}")
                .isNotEqualTo(passwords.oneTime());
    }
}
