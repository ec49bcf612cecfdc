package dev.tenure.storageapi.security;

import java.util.Optional;

/** Understands access tokens that are not ours; there is none of it unless a provider is configured. */
public interface ProviderTokens {

    /** Whom the token speaks for; empty when it is not valid here, for whatever reason. */
    Optional<Caller> callerOf(String token);
}
