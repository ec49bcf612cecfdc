package dev.tenure.catalog.signing;

/** The signing key file cannot be used; the message names the file, the problem and the remedy. */
public final class UnusableSigningKey extends RuntimeException {

    UnusableSigningKey(String message) {
        super(message);
    }

    UnusableSigningKey(String message, Throwable cause) {
        super(message, cause);
    }
}
