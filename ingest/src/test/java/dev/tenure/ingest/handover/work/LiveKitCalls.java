package dev.tenure.ingest.handover.work;

import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * What a LiveKit calls of, signed as it signs.
 *
 * @param secret of its key {@code APIkey}
 */
record LiveKitCalls(HandOverWorld world, Source source, String secret) {

    /** An egress of an hour that ended an hour ago. */
    static String ended(HandOverWorld world, String egress, String room, String key, int size) {
        long nanos = world.now().minus(Duration.ofHours(1)).getEpochSecond() * 1_000_000_000L;
        return ("{\"egressId\":\"%s\",\"roomId\":\"%s\",\"roomName\":\"Weekly\",\"status\":\"EGRESS_COMPLETE\","
                        + "\"fileResults\":[{\"filename\":\"%s\",\"startedAt\":\"%d\",\"endedAt\":\"%d\",\"size\":\"%d\","
                        + "\"location\":\"%s\"}]}")
                .formatted(egress, room, key, nanos - 3_600_000_000_000L, nanos, size, world.addressOf(key));
    }

    Hearing of(String event, String id, String egress) {
        String body = "{\"event\":\"%s\",\"id\":\"%s\",\"egressInfo\":%s}".formatted(event, id, egress);
        String token = Jwt.sign(secret, Map.of("iss", "APIkey", "sha256", sha256(body)), world.now());
        return world.the(Hearings.class).hear(source.id(), Calls.of(body, "Authorization", token));
    }

    private static String sha256(String body) {
        return Base64.getEncoder().encodeToString(digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
