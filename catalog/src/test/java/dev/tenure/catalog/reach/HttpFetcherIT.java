package dev.tenure.catalog.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.catalog.reach.HttpFetcher.Bearer;
import dev.tenure.catalog.reach.HttpFetcher.Download;
import dev.tenure.catalog.reach.HttpFetcher.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of all manners, really on the network of this machine. */
class HttpFetcherIT {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Reach ONLY_FILES_TEST = new Reach(List.of("*.files.test"), List.of("127.0.0.0/8"));

    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private interface Manners {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void at(String path, Manners manners) {
        server.createContext(path, exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "") + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            manners.answer(exchange);
            exchange.close();
        });
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    private static HttpFetcher fetcher(Names names) {
        try {
            return new HttpFetcher(names, SSLContext.getDefault(), Duration.ofSeconds(2));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpFetcher fetcher() {
        return fetcher(host -> new InetAddress[] {HERE});
    }

    private static void says(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Manners redirect(String to) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    @Test
    void asksAndReadsTheWholeAnswer() throws Exception {
        at(
                "/ask",
                exchange -> says(
                        exchange,
                        200,
                        exchange.getRequestMethod()
                                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        try (HttpFetcher fetcher = fetcher()) {
            Request request =
                    new Request("POST", url("a.files.test", "/ask"), Map.of("Content-Type", "application/json"), "{}");
            assertThat(new String(
                            fetcher.exchange(ONLY_FILES_TEST, request, 100).body(), StandardCharsets.UTF_8))
                    .isEqualTo("POST{}");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> fetcher.exchange(ONLY_FILES_TEST, request, 5))
                    .withMessageContaining("larger");
        }
    }

    @Test
    void aTokenIsShownToTheFirstHostAndToThoseItIsMeantFor() throws Exception {
        at("/one", redirect(url("b.files.test", "/two")));
        at("/two", redirect("/three"));
        at("/three", exchange -> says(exchange, 200, "bytes"));
        try (HttpFetcher fetcher = fetcher();
                Download download = fetcher.open(
                        ONLY_FILES_TEST, url("a.files.test", "/one"), Map.of(), new Bearer("t", List.of()), 5)) {
            assertThat(new String(download.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("bytes");
        }
        assertThat(shown)
                .containsExactly("a.files.test/one Bearer t", "b.files.test/two null", "b.files.test/three null");
        shown.clear();
        try (HttpFetcher fetcher = fetcher();
                Download download = fetcher.open(
                        ONLY_FILES_TEST,
                        url("a.files.test", "/one"),
                        Map.of(),
                        new Bearer("t", List.of("B.files.test")),
                        5)) {
            assertThat(download.status()).isEqualTo(200);
        }
        assertThat(shown).contains("b.files.test/two Bearer t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/x",
                "http://elsewhere.test/x",
                "http://files.test.evil.example/x",
                "http://a.files.test@evil.example/x",
                "http://0x7f000001/x",
                "http://[::ffff:127.0.0.1]/x",
                "file:///etc/passwd",
                "gopher://a.files.test/x",
                "//evil.example/x",
                "http://a.files.test:99999/x",
                "::"
            })
    void aHopIsCheckedLikeTheFirst(String to) throws Exception {
        at("/one", redirect(to));
        try (HttpFetcher fetcher = fetcher()) {
            assertThatExceptionOfType(NotReachable.class)
                    .isThrownBy(() -> fetcher.open(ONLY_FILES_TEST, url("a.files.test", "/one"), Map.of(), null, 5)
                            .close());
        }
        assertThat(shown).hasSize(1);
    }

    @Test
    void aLoopEndsAndWithoutHopsARedirectIsAnAnswer() throws Exception {
        at("/one", redirect("/one"));
        try (HttpFetcher fetcher = fetcher()) {
            try (Download answer = fetcher.open(ONLY_FILES_TEST, url("a.files.test", "/one"), Map.of(), null, 3)) {
                assertThat(answer.status()).isEqualTo(302);
            }
            assertThat(shown).hasSize(4);
            Request request = Request.get(url("a.files.test", "/one"), Map.of());
            assertThat(fetcher.exchange(ONLY_FILES_TEST, request, 10).status()).isEqualTo(302);
        }
    }

    @Test
    void aNameThatMeansSomethingElseTheSecondTimeIsCheckedAgain() throws Exception {
        at("/one", redirect("/two"));
        at("/two", exchange -> says(exchange, 200, "inside"));
        AtomicInteger lookups = new AtomicInteger();
        Names rebinding =
                host -> new InetAddress[] {lookups.getAndIncrement() == 0 ? HERE : InetAddress.ofLiteral("10.0.0.1")};
        try (HttpFetcher fetcher = fetcher(rebinding)) {
            assertThatExceptionOfType(NotReachable.class)
                    .isThrownBy(() -> fetcher.open(ONLY_FILES_TEST, url("a.files.test", "/one"), Map.of(), null, 5)
                            .close());
        }
        assertThat(lookups).hasValue(2);
        assertThat(shown).hasSize(1);
    }

    @Test
    void whoeverDripsIsGivenUp() throws Exception {
        at("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            for (int i = 0; i < 1000 && !waited(); i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        });
        try (HttpFetcher fetcher = fetcher()) {
            Request request = Request.get(url("a.files.test", "/drip"), Map.of());
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> fetcher.exchange(ONLY_FILES_TEST, request, 5000));
        }
    }

    private boolean waited() {
        try {
            return over.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void aBodyThatEndsEarlyIsNoWholeOne() throws Exception {
        at("/short", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.getHttpContext().getServer().stop(0);
        });
        try (HttpFetcher fetcher = fetcher();
                Download download = fetcher.open(ONLY_FILES_TEST, url("a.files.test", "/short"), Map.of(), null, 0)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> download.body().readAllBytes());
        }
    }

    @Test
    void nothingSecretIsShownInWords() {
        assertThat(Request.get("https://a.files.test/x?token=canary", Map.of("Authorization", "canary")))
                .hasToString("GET https://a.files.test/x");
        assertThat(new Bearer("canary", List.of()).toString()).doesNotContain("canary");
    }
}
