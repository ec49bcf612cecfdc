package dev.tenure.catalog.people;

import dev.tenure.catalog.Secret;
import java.util.Locale;

/** An attempt at somebody's password: whose, and from where. */
record Guess(String account, String email, String place) {

    /** Guesses at one person before they are paused. */
    static final int FREE_AT_ONE = 5;

    /** Guesses from one place before they are paused: a whole office may come from one address. */
    static final int FREE_FROM_PLACE = 20;

    byte[] target() {
        return Secret.hash("person\n" + account + "\n" + email.strip().toLowerCase(Locale.ROOT));
    }

    byte[] origin() {
        return Secret.hash("place\n" + place);
    }
}
