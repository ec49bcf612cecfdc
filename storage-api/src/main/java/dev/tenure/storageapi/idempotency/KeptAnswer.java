package dev.tenure.storageapi.idempotency;

import java.util.Map;

/**
 * An answer as it was given.
 *
 * @param headers those that belong to what was done, not to the single exchange
 * @param body in Base64
 */
record KeptAnswer(int status, Map<String, String> headers, String body) {

    KeptAnswer {
        headers = Map.copyOf(headers);
    }
}
