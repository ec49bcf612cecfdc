package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who has no token, or one that may not do it, is told so, and nothing else. */
@ExtendWith(World.Shared.class)
class StrangersIT {

    private static final String ITEMS = "/api/v1/items/";

    private final World world;
    private final Http http;
    private final Recordings recordings;
    private final String item;

    StrangersIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
        this.item = world.keptRecording();
    }

    @Test
    void asksForAToken() {
        for (String path : List.of("/api/v1/items", ITEMS + item, "/api/v1/holds", "/no/such/path")) {
            Http.Answer refused = world.nobody().get(path).problem(401, "token-missing");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
        for (String token : List.of("wrong", http.token() + "x", "' OR 1=1 --", "a".repeat(4000), "ä")) {
            world.nobody()
                    .get("/api/v1/items", "Authorization", "Bearer " + token)
                    .problem(401, "token-invalid");
        }
        world.nobody()
                .get("/api/v1/items", "Authorization", "Basic " + http.token())
                .problem(401, "token-invalid");
        world.nobody().get("/api/v1/items?access_token=" + http.token()).problem(401, "token-missing");
    }

    @Test
    void asksForTheScope() {
        Http reader = world.bearer("main", Set.of(Scope.READ.word()));
        reader.get(ITEMS + item).expect(200);
        assertThat(reader.post(ITEMS + item + "/trash", "")
                        .problem(403, "scope-missing")
                        .detail())
                .contains("items:write");
        reader.put(ITEMS + item + "/retention", Map.of("period", "P1D")).problem(403, "scope-missing");
        reader.put("/api/v1/retention/rules", Recordings.RULES).problem(403, "scope-missing");
        reader.get("/api/v1/holds").problem(403, "scope-missing");
        new Recordings(reader, world.clock())
                .announce(10, recordings.described())
                .problem(403, "scope-missing");
        world.bearer("main", Set.of(Scope.UPLOAD.word())).get(ITEMS + item).problem(403, "scope-missing");
    }

    /** What a browser has is one item's ticket, and no more. */
    @Test
    void aTicketOpensItsOwnItemOnly() {
        String other = recordings.handOver(world.clips().playable(), recordings.described());
        recordings.await(other, "READY");
        String path = link(item);
        world.nobody().get(path).expect(200);
        world.nobody().get(path + "video.mp4").expect(200);
        for (String name : List.of("..%2f" + other + "%2fvideo.mp4", other, "source/../../" + other)) {
            assertThat(world.nobody().get(path + name).status()).isIn(400, 401, 404);
        }
        String ticket = path.split("/", -1)[2];
        for (String guess :
                List.of(ticket.substring(1), ticket + "A", ticket.toLowerCase(java.util.Locale.ROOT), "%00")) {
            assertThat(world.nobody().get("/play/" + guess + "/video.mp4").status())
                    .isIn(400, 404);
        }
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            world.nobody()
                    .send(method, path + "video.mp4", java.net.http.HttpRequest.BodyPublishers.noBody())
                    .problem(405, "method-not-allowed");
        }
        world.nobody()
                .get("/api/v1/items/" + item, "Authorization", "Bearer " + ticket)
                .problem(401, "token-invalid");
    }

    /** What a link plays is not cached, not indexed, and does not tell other sites where it came from. */
    @Test
    void aPlayedPageLeaksNothing() {
        String path = link(item);
        for (String part : List.of(
                "",
                "video.mp4",
                "index.m3u8",
                "master.m3u8",
                "poster.jpg",
                "audio.m4a",
                "storyboard1.jpg",
                "storyboard.vtt")) {
            Http.Answer played = world.nobody().get(path + part).expect(200);
            assertThat(played.header("Cache-Control")).contains("no-store");
            assertThat(played.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(played.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(played.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
        // A second policy would hold beside the page's own, and forbid it to play.
        Http.Answer page = world.nobody().get(path).expect(200);
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("media-src 'self'")
                .doesNotContain("sandbox", "script-src");
        assertThat(page.response().headers().allValues("Cache-Control")).hasSize(1);
        assertThat(page.text()).contains("noindex").doesNotContain("Weekly", "ada@example.org", item);
    }

    private String link(String id) {
        return http.post(ITEMS + id + "/playback-links", "")
                .expect(201)
                .json()
                .get("path")
                .asString();
    }
}
