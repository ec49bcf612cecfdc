package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.limits.Limits;
import dev.tenure.storageapi.security.Scope;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks too often is told how long to wait; who does not, goes on. */
@ExtendWith(World.Shared.class)
class LimitsIT {

    /** More than any quota here. */
    private static final int FLOOD = 6000;

    private final World world;

    LimitsIT(World world) {
        this.world = world;
    }

    @Test
    void aCallerHasAQuotaOfItsOwn() {
        Http eager = world.bearer("limited", "eager", Scope.all());
        Http.Answer first = eager.get("/api/v1/holds").expect(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"caller\";q=100;w=60");
        assertThat(first.header("RateLimit")).matches("\"caller\";r=\\d\\d;t=\\d+");
        Http.Answer refused = flood(eager, "/api/v1/nothing");
        refused.problem(429, "rate-limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit")).startsWith("\"caller\";r=0;");
        assertThat(refused.header("Cache-Control")).contains("no-store");

        world.bearer("limited", "calm", Scope.all()).get("/api/v1/holds").expect(200);
        assertThat(world.bean(Limits.class).forget())
                .as("a quota in use is not forgotten")
                .isGreaterThanOrEqualTo(0);
    }

    /** Addresses are those of the documentation; this test's own address is that of a trusted proxy. */
    @Test
    void anAddressWithoutATokenHasAQuota() {
        Http nobody = world.nobody();
        String[] there = {"X-Forwarded-For", "203.0.113.7"};
        refuses(there, "/play/guessed/video.mp4", () -> nobody.get("/api/v1/items", there));
        refuses(there, "/api/v1/items", () -> nobody.get("/no/such/path", there));
        refuses(
                there,
                "/api/v1/items",
                () -> nobody.get("/api/v1/items", "X-Forwarded-For", "198.51.100.1, 203.0.113.7"));
        nobody.get("/api/v1/items", "X-Forwarded-For", "203.0.113.8").problem(401, "token-missing");
        nobody.get("/api/v1/items").problem(401, "token-missing");
    }

    @Test
    void guessingTokensUsesItUp() {
        Http known = world.bearer("known", Set.of(Scope.READ.word()));
        known.get("/api/v1/items", "X-Forwarded-For", "203.0.113.9").expect(200);
        String[] guess = {"Authorization", "Bearer wrong", "X-Forwarded-For", "203.0.113.9"};
        // Who comes fresh waits, for the token would have to be looked up.
        refuses(guess, "/api/v1/items", () -> {
            Http fresh = world.bearer("fresh", Set.of(Scope.READ.word()));
            flood(world.nobody(), "/api/v1/items", guess);
            return fresh.get("/api/v1/items", "X-Forwarded-For", "203.0.113.9");
        });
        // Who was known there before does not suffer.
        for (int i = 0; i < 3; i++) {
            known.get("/api/v1/items", "X-Forwarded-For", "203.0.113.9").expect(200);
        }
        world.bearer("fresh", Set.of(Scope.READ.word())).get("/api/v1/items").expect(200);
    }

    /** A quota fills up again while a busy machine hesitates: of several looks at a spent one, one finds it spent. */
    private void refuses(String[] spender, String path, Supplier<Http.Answer> asked) {
        flood(world.nobody(), path, spender);
        Http.Answer last = asked.get();
        for (int i = 0; i < 20 && last.status() != 429; i++) {
            flood(world.nobody(), path, spender);
            last = asked.get();
        }
        last.problem(429, "rate-limited");
    }

    private static Http.Answer flood(Http http, String path, String... headers) {
        for (int i = 0; i < FLOOD; i++) {
            Http.Answer answer = http.get(path, headers);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("never refused");
    }
}
