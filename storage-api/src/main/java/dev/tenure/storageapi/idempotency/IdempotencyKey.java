package dev.tenure.storageapi.idempotency;

import dev.tenure.catalog.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller's key for one thing to be created.
 *
 * @param caller who sends it: two callers never share a key
 * @param text as the caller chose it. Opens the kept answer
 */
record IdempotencyKey(AccountId account, String caller, String text) {

    /** Room for any kind of id; shorter ones are guessed. */
    private static final Pattern FORM =
            Pattern.compile("\"([\\x21\\x23-\\x5b\\x5d-\\x7e]{16,128})\"|([\\x21\\x23-\\x7e]{16,128})");

    /** Reads the header: a string in quotes as the draft has it, or bare as most clients send it. */
    static IdempotencyKey of(AccountId account, String caller, String header) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "Idempotency-Key must be 16 to 128 visible characters that nobody can guess, such as a random UUID.");
        }
        return new IdempotencyKey(account, caller, form.group(1) == null ? form.group(2) : form.group(1));
    }

    /** What the row is found by. */
    byte[] hash() {
        return sha256("idempotency key", account.toString(), caller, text);
    }

    /** SHA-256 of texts that cannot run into each other. */
    static byte[] sha256(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "IdempotencyKey of " + account;
    }
}
