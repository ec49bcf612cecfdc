package dev.tenure.catalog;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The half of an entry that an erasure may take away: who did it, with which details. The other half holds only its commitment, from which
 * nobody can guess the body without the salt.
 *
 * @param salt 32 random bytes as lower-case hexadecimal digits
 * @param body canonical JSON: <code>{"actor": …, "detail": {…}}</code>
 */
public record TrailDetail(String salt, String body) {

    private static final Pattern SALT = Pattern.compile("[0-9a-f]{64}");
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public TrailDetail {
        if (!SALT.matcher(salt).matches()) {
            throw new IllegalArgumentException("a salt has 64 lower-case hexadecimal digits");
        }
    }

    static TrailDetail of(Actor actor, Map<String, String> detail) {
        JsonValue.Builder texts = JsonObject.builder();
        new TreeMap<>(detail).forEach(texts::put);
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new TrailDetail(
                HexFormat.of().formatHex(salt),
                JsonObject.builder()
                        .put("actor", actor.value())
                        .put("detail", texts.build())
                        .build()
                        .canonical());
    }

    /** SHA-256(salt || body), the body in UTF-8. */
    public ContentHash commitment() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(HexFormat.of().parseHex(salt));
            sha256.update(body.getBytes(StandardCharsets.UTF_8));
            return ContentHash.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
