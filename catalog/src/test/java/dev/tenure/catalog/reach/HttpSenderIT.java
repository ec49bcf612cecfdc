package dev.tenure.catalog.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenure.catalog.reach.Outcome.Answered;
import dev.tenure.catalog.reach.Outcome.Unanswered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers of all manners, really on the network of this machine. */
class HttpSenderIT {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Reach LOOPBACK = new Reach(List.of(), List.of("127.0.0.0/8"));

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = listen();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private static HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Manners {
        void answer(HttpExchange exchange) throws IOException;
    }

    private String receiver(Manners manners) {
        server.createContext("/in", exchange -> {
            requests.incrementAndGet();
            manners.answer(exchange);
        });
        return "http://hooks.test:" + server.getAddress().getPort() + "/in";
    }

    private static HttpSender sender(Reach reach, Names names, Duration deadline) {
        try {
            return new HttpSender(reach, names, SSLContext.getDefault(), deadline);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcome post(String url, Duration deadline) throws IOException {
        try (HttpSender sender = sender(LOOPBACK, name -> new InetAddress[] {HERE}, deadline)) {
            return sender.post(url, Map.of("webhook-id", "1"), BODY);
        }
    }

    @Test
    void postsJsonWithItsHeadersAndTellsTheAnswer() throws IOException {
        String url = receiver(exchange -> {
            boolean right = exchange.getRequestMethod().equals("POST")
                    && new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).equals("{}")
                    && exchange.getRequestHeaders().getFirst("webhook-id").equals("1")
                    && exchange.getRequestHeaders().getFirst("Content-Type").startsWith("application/json")
                    && exchange.getRequestHeaders().getFirst("Host").startsWith("hooks.test:")
                    && exchange.getRequestURI().toString().equals("/in?a=%2F");
            exchange.getResponseHeaders().set("Retry-After", "7");
            answer(exchange, right ? 202 : 400, "thanks");
        });
        assertThat(post(url + "?a=%2F", Duration.ofSeconds(30))).isEqualTo(new Answered(202, "7", "thanks"));
    }

    @Test
    void aNameThatIsNeverToldKeepsNobodyWaiting() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        Names hanging = new TimelyNames(
                host -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return new InetAddress[] {HERE};
                },
                Duration.ofMillis(200),
                1);
        String url = receiver(exchange -> answer(exchange, 202, "thanks"));
        // Long before the deadline of the sending, which would end it too.
        try (HttpSender sender = sender(LOOPBACK, hanging, Duration.ofMinutes(10))) {
            assertThat(sender.post(url, Map.of(), BODY))
                    .isEqualTo(new Unanswered(String.valueOf(Reach.unreachable().getMessage())));
            assertThatExceptionOfType(NotReachable.class).isThrownBy(() -> sender.check(url));
        } finally {
            end.countDown();
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void givesEachConnectionBackHoweverTheAnswerEnds() throws IOException {
        String url = receiver(exchange -> {
            boolean whole = requests.get() % 2 == 0;
            exchange.sendResponseHeaders(200, whole ? 5 : 100_000);
            exchange.getResponseBody().write(new byte[whole ? 5 : 20_000]);
            exchange.getResponseBody().flush();
        });
        try (HttpSender sender = sender(LOOPBACK, name -> new InetAddress[] {HERE}, Duration.ofSeconds(30))) {
            for (int i = 0; i < 300; i++) {
                assertThat(sender.post(url, Map.of(), BODY)).isInstanceOf(Answered.class);
            }
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        AtomicInteger inside = new AtomicInteger();
        server.createContext("/inside", exchange -> {
            inside.incrementAndGet();
            answer(exchange, 200, "secret");
        });
        String url = receiver(exchange -> {
            exchange.getResponseHeaders().set("Location", "/inside");
            answer(exchange, exchange.getRequestURI().getQuery().equals("307") ? 307 : 302, "");
        });
        assertThat(post(url + "?302", Duration.ofSeconds(30))).isEqualTo(new Answered(302, null, ""));
        assertThat(post(url + "?307", Duration.ofSeconds(30))).isEqualTo(new Answered(307, null, ""));
        assertThat(inside).hasValue(0);
    }

    @Test
    void readsOnlyTheBeginningOfALongAnswer() throws IOException {
        AtomicLong written = new AtomicLong();
        String url = receiver(exchange -> {
            exchange.sendResponseHeaders(200, 1L << 30);
            byte[] piece = new byte[1 << 16];
            try (OutputStream answer = exchange.getResponseBody()) {
                while (written.addAndGet(piece.length) <= 1L << 30) {
                    answer.write(piece);
                }
            }
        });
        Outcome outcome = post(url, Duration.ofSeconds(30));
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.head()).hasSize(1024);
        });
        assertThat(written.get()).as("what buffers of the network took").isLessThan(64L << 20);
    }

    @Test
    void waitsNoLongerThanTheDeadlineHoweverSlowlyTheAnswerDrips() throws IOException {
        String url = receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream answer = exchange.getResponseBody();
            while (!await(over, 50)) {
                answer.write('.');
                answer.flush();
            }
        });
        long began = System.nanoTime();
        assertThat(post(url, Duration.ofSeconds(1))).isInstanceOf(Unanswered.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void waitsNoLongerThanTheDeadlineForWhoeverSaysNothing() throws IOException {
        String url = receiver(exchange -> await(over, 60_000));
        assertThat(post(url, Duration.ofMillis(500))).isInstanceOf(Unanswered.class);
        try (HttpSender sender = sender(
                LOOPBACK,
                name -> {
                    await(over, 60_000);
                    return new InetAddress[] {HERE};
                },
                Duration.ofMillis(500))) {
            assertThat(sender.post(url, Map.of(), BODY)).isInstanceOf(Unanswered.class);
        }
    }

    @Test
    void connectsToTheAddressThatWasCheckedWhateverTheNameMeansLater() throws IOException {
        String url = receiver(exchange -> answer(exchange, 200, "inside"));
        AtomicInteger asked = new AtomicInteger();
        // First an address that may be reached and answers nothing, then the one where something listens that must not
        // be reached.
        Names rebinding = name ->
                new InetAddress[] {InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.77.0.1" : "127.0.0.1")};
        Reach one = new Reach(List.of(), List.of("127.77.0.0/16"));
        try (HttpSender sender = sender(one, rebinding, Duration.ofSeconds(5))) {
            assertThat(sender.post(url, Map.of(), BODY)).isInstanceOf(Unanswered.class);
            assertThat(asked).hasValue(1);
            assertThat(sender.post(url, Map.of(), BODY))
                    .isEqualTo(new Unanswered(String.valueOf(Reach.unreachable().getMessage())));
            assertThat(asked).hasValue(2);
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void refusesANameOfWhichOneAddressIsInside() throws IOException {
        String url = receiver(exchange -> answer(exchange, 200, "inside"));
        Reach one = new Reach(List.of(), List.of("127.77.0.0/16"));
        Names both = name -> new InetAddress[] {InetAddress.ofLiteral("127.77.0.1"), HERE};
        try (HttpSender sender = sender(one, both, Duration.ofSeconds(5))) {
            assertThat(sender.post(url, Map.of(), BODY)).isInstanceOf(Unanswered.class);
            assertThatExceptionOfType(NotReachable.class).isThrownBy(() -> sender.check(url));
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void triesTheNextAddressWhereNobodyListens() throws IOException {
        String url = receiver(exchange -> answer(exchange, 200, "here"));
        Names two = name -> new InetAddress[] {InetAddress.ofLiteral("127.77.0.1"), HERE};
        try (HttpSender sender = sender(LOOPBACK, two, Duration.ofSeconds(30))) {
            assertThat(sender.post(url, Map.of(), BODY)).isEqualTo(new Answered(200, null, "here"));
        }
    }

    @Test
    void tellsOfNamesThatMeanNothingAndOfReceiversThatSpeakNoTls() throws IOException {
        try (HttpSender sender = sender(
                LOOPBACK,
                name -> {
                    throw new UnknownHostException(name);
                },
                Duration.ofSeconds(5))) {
            assertThat(sender.post("https://gone.test/", Map.of(), BODY))
                    .isEqualTo(new Unanswered(String.valueOf(Reach.unreachable().getMessage())));
        }
        String url = receiver(exchange -> answer(exchange, 200, ""));
        assertThat(post(url.replace("http:", "https:"), Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(
                        Unanswered.class, failed -> assertThat(failed.reason()).isNotBlank());
    }

    @Test
    void survivesWhatIsNoHttp() throws Exception {
        try (ServerSocket noise = new ServerSocket(0, 1, HERE)) {
            Thread speaker = Thread.ofVirtual().start(() -> {
                try (var socket = noise.accept()) {
                    byte[] noise64k = new byte[1 << 16];
                    socket.getOutputStream().write(noise64k);
                } catch (IOException hungUp) {
                    // As it should.
                }
            });
            assertThat(post("http://hooks.test:" + noise.getLocalPort() + "/", Duration.ofSeconds(5)))
                    .isInstanceOf(Unanswered.class);
            speaker.join();
        }
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream answer = exchange.getResponseBody()) {
            answer.write(bytes);
        }
    }
}
