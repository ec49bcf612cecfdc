package dev.tenure.ingest.handover;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON Web Tokens with a shared secret (RFC 7519, RFC 7515), as media servers sign their calls. The algorithms are those of the caller's list; keys
 * that a token names or brings along are not looked at.
 */
public final class Jwt {

    /** How far the clocks of a media server and ours may be apart. */
    public static final Duration LEEWAY = Duration.ofSeconds(60);

    /** No token of a media server is longer, in characters. */
    private static final int MAX_LENGTH = 8192;

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.shared();

    private Jwt() {}

    /** How a token is signed. */
    public enum Algorithm {
        HS256("HmacSHA256"),
        HS384("HmacSHA384"),
        HS512("HmacSHA512");

        private final String java;

        Algorithm(String java) {
            this.java = java;
        }
    }

    /**
     * The claims of a token that one of the secrets signed and whose time it is.
     *
     * @param mustExpire whether a token without an end is refused
     * @return empty for everything else, whatever is wrong with it
     */
    public static Optional<JsonNode> verify(
            @Nullable String token, List<String> secrets, Set<Algorithm> allowed, boolean mustExpire, Instant now) {
        if (token == null
                || token.length() > MAX_LENGTH
                || !SHAPE.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            String[] parts = token.split("\\.", -1);
            JsonNode header = object(parts[0]);
            Optional<Algorithm> algorithm = Arrays.stream(Algorithm.values())
                    .filter(allowed::contains)
                    .filter(one -> one.name().equals(header.path("alg").asString("")))
                    .findFirst();
            // An extension that must be understood (RFC 7515 §4.1.11) is one that is not.
            if (algorithm.isEmpty() || header.has("crit")) {
                return Optional.empty();
            }
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            byte[] shown = DECODER.decode(parts[2]);
            boolean genuine = false;
            for (String secret : secrets) {
                byte[] right = Macs.hmac(algorithm.get().java, secret.getBytes(StandardCharsets.UTF_8), signed);
                genuine |= MessageDigest.isEqual(right, shown);
            }
            if (!genuine) {
                return Optional.empty();
            }
            return Optional.of(object(parts[1])).filter(claims -> timely(claims, mustExpire, now));
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    /**
     * The claims of a token of LiveKit's scheme: signed with HS256, for exactly this body, by one of these keys.
     *
     * @param keys what {@code iss} may name
     * @return empty for everything else
     */
    public static Optional<JsonNode> verifyBody(
            Optional<String> token, List<String> keys, List<String> secrets, byte[] body, Instant now) {
        return verify(token.orElse(null), secrets, Set.of(Algorithm.HS256), true, now)
                .filter(claims -> keys.contains(claims.path("iss").asString("")))
                .filter(claims -> isHash(claims.path("sha256").asString(""), body));
    }

    private static boolean isHash(String claimed, byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return MessageDigest.isEqual(Base64.getEncoder().encode(hash), claimed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JsonNode object(String part) {
        JsonNode node = JSON.readTree(DECODER.decode(part));
        if (!node.isObject()) {
            throw new IllegalArgumentException("no JSON object");
        }
        return node;
    }

    private static boolean timely(JsonNode claims, boolean mustExpire, Instant now) {
        if (mustExpire && !claims.has("exp")) {
            return false;
        }
        for (String name : List.of("exp", "nbf", "iat")) {
            JsonNode claim = claims.path(name);
            if (!claim.isMissingNode() && !claim.isNumber()) {
                return false;
            }
        }
        long earliest = now.minus(LEEWAY).getEpochSecond();
        long latest = now.plus(LEEWAY).getEpochSecond();
        boolean over = claims.has("exp") && claims.get("exp").asLong(0) <= earliest;
        boolean early = claims.has("nbf") && claims.get("nbf").asLong(Long.MAX_VALUE) > latest;
        return !over && !early;
    }

    /** Makes a token that is good for some minutes. */
    public static String sign(String secret, Map<String, Object> claims, Instant now) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("nbf", now.minus(LEEWAY).getEpochSecond());
        all.put("exp", now.plus(Duration.ofMinutes(5)).getEpochSecond());
        String signed =
                ENCODER.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII))
                        + "."
                        + ENCODER.encodeToString(JSON.writeValueAsBytes(all));
        return signed + "." + ENCODER.encodeToString(Macs.sha256(secret, signed.getBytes(StandardCharsets.US_ASCII)));
    }
}
