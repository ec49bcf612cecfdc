package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.catalog.AccountId;
import dev.tenure.ingest.handover.Macs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What plugNmeet's webhooks did not tell comes over, because its list of recordings is asked for. */
@ExtendWith(HandOverWorld.Shared.class)
class PlugNmeetIT {

    private final HandOverWorld world;
    private final AccountId account;

    /** The newest first, as they are asked for. */
    private final List<String> recordings = new CopyOnWriteArrayList<>();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer plugnmeet;

    PlugNmeetIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    @BeforeEach
    void startPlugNmeet() throws IOException {
        plugnmeet = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        plugnmeet.createContext("/auth/recording/fetch", this::answer);
        plugnmeet.start();
    }

    @AfterEach
    void stop() {
        plugnmeet.stop(0);
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean genuine = exchange.getRequestHeaders()
                        .getFirst("HASH-SIGNATURE")
                        .equals(HexFormat.of().formatHex(Macs.sha256("s", body)))
                && "k".equals(exchange.getRequestHeaders().getFirst("API-KEY"));
        JsonNode wish = JsonMapper.shared().readTree(body);
        int from = wish.path("from").asInt();
        int limit = wish.path("limit").asInt();
        asked.add(from + "+" + limit + " " + wish.path("order_by").asString());
        List<String> page =
                recordings.subList(Math.min(from, recordings.size()), Math.min(from + limit, recordings.size()));
        String said = !genuine
                ? "{\"status\":false,\"msg\":\"hash mismatch\"}"
                : page.isEmpty()
                        ? "{\"status\":false,\"msg\":\"no recordings found\"}"
                        : "{\"status\":true,\"msg\":\"success\",\"result\":{\"total_recordings\":\"" + recordings.size()
                                + "\",\"recordings_list\":" + page.stream().collect(Collectors.joining(",", "[", "]"))
                                + "}}";
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String recording(String id, String path) {
        return "{\"record_id\":\"" + id + "\",\"room_id\":\"room01\",\"room_sid\":\"RM_1\",\"file_path\":\"" + path
                + "\",\"file_size\":0.02,\"creation_time\":\"1772616900\"}";
    }

    private void puts(String path, byte[] bytes) throws IOException {
        Path file = world.folders()
                .resolve(world.slug(account))
                .resolve("recordings")
                .resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Source source() throws IOException {
        Files.createDirectories(world.folders().resolve(world.slug(account)).resolve("recordings"));
        return world.aSource(
                account,
                "plugnmeet",
                Map.of(
                        "api-key",
                        "k",
                        "directory",
                        "recordings",
                        "server-url",
                        "http://127.0.0.1:" + plugnmeet.getAddress().getPort(),
                        "end-from-time",
                        "true"),
                Map.of("api-secret", "s"),
                false);
    }

    @Test
    void whatItForgotToCallOfComesOver() throws IOException {
        puts("node_01/room01/a.mp4", HandOverWorld.webm(20_000, 9));
        recordings.add(recording("R1", "node_01/room01/a.mp4"));
        Source source = source();
        world.work();

        Told told = world.only(source);
        assertThat(told.state()).as(told.problem()).isEqualTo(Told.State.ARRIVED);
        assertThat(world.item(told.item()).orElseThrow().anchor()).isEqualTo("2026-03-04T09:35:00Z");
        assertThat(asked).containsExactly("0+100 DESC");
    }

    /** The rules allow at most a year; what was refused for that would be deleted by the server one day. */
    @Test
    void whatTheRulesForbidASourceToAskForIsKeptByTheRules() throws IOException {
        puts("node_01/room01/a.mp4", HandOverWorld.webm(20_000, 8));
        recordings.add(recording("R1", "node_01/room01/a.mp4"));
        Source source = source();
        world.database()
                .sql("UPDATE source SET retention = 'P999Y' WHERE id = :id")
                .param("id", source.id().value())
                .update();
        world.work();

        Told told = world.only(source);
        assertThat(told.state()).as(told.problem()).isEqualTo(Told.State.ARRIVED);
    }

    @Test
    void theNextPagesOfItsListAreAskedForToo() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            elsewhere.add(recording("away-" + i, "../elsewhere/" + i + ".mp4"));
        }
        recordings.addAll(elsewhere);
        puts("node_01/room01/oldest.mp4", HandOverWorld.webm(20_000, 10));
        recordings.add(recording("oldest", "node_01/room01/oldest.mp4"));
        Source source = source();

        world.work();

        assertThat(asked).containsExactly("0+100 DESC", "100+100 DESC", "200+100 DESC");
        assertThat(world.told(source)).hasSize(201);
        assertThat(world.told(source))
                .filteredOn(told -> told.state() == Told.State.ARRIVED)
                .singleElement()
                .satisfies(told -> assertThat(told.key()).isEqualTo("oldest"));
    }

    @Test
    void aListThatEndsWithAFullPageComesToItsEnd() throws IOException {
        for (int i = 0; i < 100; i++) {
            recordings.add(recording("away-" + i, "../elsewhere/" + i + ".mp4"));
        }
        Source source = source();

        world.work();
        assertThat(asked).as("no recordings is no failure").containsExactly("0+100 DESC", "100+100 DESC");

        puts("node_01/room01/new.mp4", HandOverWorld.webm(20_000, 11));
        recordings.addFirst(recording("new", "node_01/room01/new.mp4"));
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(world.told(source))
                .filteredOn(told -> told.state() == Told.State.ARRIVED)
                .hasSize(1);
        assertThat(asked.subList(2, asked.size())).as("from the newest on").startsWith("0+100 DESC");
    }
}
