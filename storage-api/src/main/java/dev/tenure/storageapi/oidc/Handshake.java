package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.Secret;
import java.util.Base64;
import java.util.Optional;

/**
 * What one sign-in with the provider must be finished with, by the browser that began it: it lies in a cookie of that browser.
 *
 * @param state what the provider sends back (RFC 6749 §10.12)
 * @param nonce what the provider writes, as a hash, into the token about the person
 * @param verifier what proves that whoever redeems the code began the sign-in (RFC 7636)
 * @param again the person was asked to prove anew who they are
 */
record Handshake(String state, String nonce, String verifier, boolean again) {

    static Handshake fresh(boolean again) {
        return new Handshake(Secret.random(""), Secret.random(""), Secret.random(""), again);
    }

    static Optional<Handshake> read(String cookie) {
        String[] parts = cookie.split("\\.", -1);
        return parts.length == 4
                ? Optional.of(new Handshake(parts[0], parts[1], parts[2], parts[3].equals("again")))
                : Optional.empty();
    }

    String write() {
        return String.join(".", state, nonce, verifier, again ? "again" : "");
    }

    static String hash(String secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secret.hash(secret));
    }

    @Override
    public String toString() {
        return "Handshake";
    }
}
