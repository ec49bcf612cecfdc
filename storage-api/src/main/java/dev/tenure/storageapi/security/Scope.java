package dev.tenure.storageapi.security;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may do. */
public enum Scope {
    UPLOAD("uploads:write"),
    READ("items:read"),
    CHANGE("items:write"),
    PROCESS("processing:write"),
    RULE("retention:write"),
    HOLD("holds:write"),
    ACCOUNT("account:write"),
    PEOPLE("people:write"),
    TRAIL("trail:read"),
    WEBHOOKS("webhooks:write");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** As it stands in tokens. */
    public String word() {
        return word;
    }

    /** The words of all scopes, for a token that may do everything in its account. */
    public static Set<String> all() {
        return Arrays.stream(values()).map(Scope::word).collect(Collectors.toUnmodifiableSet());
    }
}
