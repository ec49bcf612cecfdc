package dev.tenure.catalog.people;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Password hashes: Argon2id with 19 MiB, 2 passes and 1 lane (OWASP's first choice). A hash names its own parameters, so they can be raised later.
 * Of what they are made there is no rule but their length: others make passwords that people write down. What is easily guessed, {@link Guessability} knows.
 */
final class Passwords {

    /** Shorter ones are guessed from a stolen hash. In characters. */
    static final int MIN_LENGTH = 12;

    /** Longer ones only cost work. In characters. */
    static final int MAX_LENGTH = 200;

    /** Hashes computed at once: each takes a core and 19 MiB, and anybody may ask for one. */
    private static final int AT_ONCE = 4;

    /** Without letters and digits that are mistaken for each other when they are copied from a screen. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    /** 20 letters of 31: 99 bits. */
    private static final int ONE_TIME_LETTERS = 20;

    private static final int GROUP = 5;

    private final SecureRandom random = new SecureRandom();
    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final Semaphore room = new Semaphore(AT_ONCE, true);
    /** Of a password that nobody knows: what is compared for people who are not there. */
    private final String nobodys = hash(oneTime());

    String hash(String password) {
        String normal = normal(password);
        room.acquireUninterruptibly();
        try {
            return String.valueOf(argon2.encode(normal));
        } finally {
            room.release();
        }
    }

    /** Whether the password belongs to the hash. The work is the same where there is no hash. */
    boolean fits(String password, Optional<String> hash) {
        if (tooLong(password)) {
            return false;
        }
        String normal = normal(password);
        room.acquireUninterruptibly();
        try {
            return argon2.matches(normal, hash.orElse(nobodys)) && hash.isPresent();
        } finally {
            room.release();
        }
    }

    /** What speaks against a password's length, to be told to whoever chose it. */
    static Optional<String> objection(String password) {
        int length = password.codePointCount(0, password.length());
        return length < MIN_LENGTH || tooLong(password)
                ? Optional.of("A password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters.")
                : Optional.empty();
    }

    /** A password for once, in groups that can be read out. */
    String oneTime() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ONE_TIME_LETTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static boolean tooLong(String password) {
        return password.codePointCount(0, password.length()) > MAX_LENGTH;
    }

    /** The same letters, however a keyboard composed them (NIST SP 800-63B §3.1.1.2). */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
