package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Macs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Zoom's recordings come over: its addresses redirect, its tokens expire, its connections break. */
@ExtendWith(HandOverWorld.Shared.class)
class ZoomIT {

    private static final byte[] FILM = HandOverWorld.webm(20_000_000, 11);

    private final HandOverWorld world;
    private final AccountId account;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<String> shownToTheCdn = new CopyOnWriteArrayList<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger breaks = new AtomicInteger();
    private final AtomicBoolean manyPages = new AtomicBoolean();
    private HttpServer zoom;
    private HttpServer cdn;

    ZoomIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    @BeforeEach
    void startZoom() throws IOException {
        cdn = listen();
        cdn.createContext("/film", exchange -> {
            shownToTheCdn.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            film(exchange);
        });
        zoom = listen();
        zoom.createContext("/rec/", exchange -> {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!taken.contains(shown)) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                String path = exchange.getRequestURI().getPath();
                exchange.getResponseHeaders()
                        .set("Location", path.endsWith("/inside") ? "http://10.0.0.1/x" : at(cdn) + "/film");
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        zoom.createContext("/oauth/token", exchange -> answer(exchange, "{\"access_token\":\"oauth\"}"));
        zoom.createContext(
                "/v2/accounts/me/recordings",
                exchange -> answer(exchange, page(exchange.getRequestURI().getRawQuery())));
        zoom.start();
        cdn.start();
    }

    private String page(String query) {
        boolean second = query.endsWith("&next_page_token=to%2Ftwo");
        String next = manyPages.get() && !second ? "to/two" : "";
        String name = second ? "second" : "listed";
        return "{\"next_page_token\":\"" + next + "\",\"meetings\":[" + meeting(name, "/rec/" + name) + "]}";
    }

    private static HttpServer listen() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }

    private static String at(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void film(HttpExchange exchange) throws IOException {
        String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
        ranges.add(range);
        String[] ends = range.replace("bytes=", "").split("-", -1);
        int from = Integer.parseInt(ends[0]);
        int to = ends[1].isEmpty() ? FILM.length : Integer.parseInt(ends[1]) + 1;
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + FILM.length);
        exchange.getResponseHeaders().set("ETag", "\"film\"");
        exchange.sendResponseHeaders(206, to - from);
        boolean breaking = to - from > 1 && breaks.getAndDecrement() > 0;
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(Arrays.copyOfRange(FILM, from, breaking ? from + 9_000_000 : to));
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        zoom.stop(0);
        cdn.stop(0);
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private Source source(boolean oauth) {
        Map<String, String> settings = new TreeMap<>(
                Map.of("hosts", "127.0.0.1", "api-url", at(zoom), "oauth-url", at(zoom), "account-id", "acc"));
        Map<String, String> secrets = new TreeMap<>(Map.of("secret-token", "s"));
        if (oauth) {
            settings.put("client-id", "c");
            secrets.put("client-secret", "cs");
        }
        return world.aSource(account, "zoom", settings, secrets, false);
    }

    private String meeting(String uuid, String path) {
        return "{\"uuid\":\"" + uuid + "\",\"topic\":\"Weekly\",\"start_time\":\"2026-03-04T08:30:00Z\",\"duration\":1,"
                + "\"recording_files\":[{\"id\":\"f\",\"file_type\":\"MP4\",\"file_extension\":\"MP4\",\"file_size\":"
                + FILM.length
                + ",\"status\":\"completed\",\"recording_end\":\"2026-03-04T08:31:00Z\",\"download_url\":\""
                + at(zoom) + path + "\"}]}";
    }

    private void calls(Source source, String path, String token) {
        calls(source, "u-" + UUID.randomUUID(), path, token);
    }

    private void calls(Source source, String uuid, String path, String token) {
        String body = "{\"event\":\"recording.completed\",\"download_token\":\"" + token
                + "\",\"payload\":{\"account_id\":\"acc\",\"object\":" + meeting(uuid, path) + "}}";
        String timestamp = Long.toString(world.now().getEpochSecond());
        String signature = HexFormat.of()
                .formatHex(Macs.sha256("s", ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8)));
        assertThat(world.the(Hearings.class)
                        .hear(
                                source.id(),
                                Calls.of(
                                        body,
                                        "x-zm-signature",
                                        "v0=" + signature,
                                        "x-zm-request-timestamp",
                                        timestamp)))
                .isInstanceOf(Hearing.Heard.class);
    }

    private void arrived(Told told) {
        assertThat(told.state()).as(String.valueOf(told.problem())).isEqualTo(Told.State.ARRIVED);
        StoredObject stored = world.the(StoredObjects.class)
                .visible(world.item(told.item()).orElseThrow().id())
                .getFirst();
        try {
            assertThat(stored.complete().sha256())
                    .isEqualTo(
                            ContentHash.of(MessageDigest.getInstance("SHA-256").digest(FILM)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTransferThatBreaksGoesOnWhereItStopped() {
        taken.add("Bearer tok");
        breaks.set(1);
        Source source = source(false);
        calls(source, "/rec/a", "tok");

        world.work();
        assertThat(world.only(source).problem()).contains("broke off at byte");
        world.advance(Duration.ofMinutes(1));
        world.work();

        arrived(world.only(source));
        assertThat(ranges)
                .as("the second transfer begins behind what was stored")
                .anyMatch(range -> range.matches("bytes=[1-9][0-9]{6}-"));
        assertThat(shownToTheCdn)
                .as("127.0.0.1 at another port is another server")
                .containsOnly("null");
    }

    /** Zoom calls again with another token and another address of the same file: its ids say that it is the same. */
    @Test
    void aRepeatWithAnotherTokenAndAddressIsTheSameFile() {
        taken.addAll(Set.of("Bearer tok", "Bearer later"));
        Source source = source(false);
        calls(source, "u-again", "/rec/a", "tok");
        calls(source, "u-again", "/rec/b", "later");
        world.work();
        arrived(world.only(source));
        int asked = ranges.size();

        calls(source, "u-again", "/rec/c", "later");
        world.advance(Duration.ofMinutes(20));
        world.work();
        arrived(world.only(source));
        assertThat(ranges).as("nothing is fetched again").hasSize(asked);
    }

    @Test
    void aTokenThatExpiredIsReplacedWhereOAuthIsSetUp() {
        taken.add("Bearer oauth");
        Source without = source(false);
        calls(without, "/rec/a", "expired");
        world.work();
        assertThat(world.only(without).state()).isEqualTo(Told.State.HEARD);
        assertThat(world.only(without).problem()).contains("401").doesNotContain("expired");
        world.the(Sources.class).delete(without, Expected.ANY, HandOverWorld.ACTOR);

        Source with = source(true);
        calls(with, "/rec/a", "expired");
        world.work();
        assertThat(world.told(with)).hasSize(2).allMatch(told -> told.state() == Told.State.ARRIVED);
    }

    @Test
    void aCallThatWasLostOnlyDelays() {
        taken.add("Bearer oauth");
        Source source = source(true);

        world.work();

        arrived(world.only(source));
    }

    @Test
    void theNextPageOfTheListIsAskedForToo() {
        taken.add("Bearer oauth");
        manyPages.set(true);
        Source source = source(true);

        world.work();

        assertThat(world.told(source)).hasSize(2).allMatch(told -> told.state() == Told.State.ARRIVED);
    }

    @Test
    void aRedirectIntoTheNetworkIsNotFollowed() {
        taken.add("Bearer tok");
        Source source = source(false);
        calls(source, "/rec/inside", "tok");

        world.work();

        assertThat(world.only(source).state()).isEqualTo(Told.State.HEARD);
        assertThat(world.only(source).problem()).contains("none that the operator allowed");
        assertThat(ranges).isEmpty();
    }
}
