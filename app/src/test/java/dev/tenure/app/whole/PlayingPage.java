package dev.tenure.app.whole;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A page with a player in a real browser without a window, in front of a server of ours: what it asks for below
 * {@code /play/} is fetched there, and what it tells at the end is the result. Where no Chromium is installed, whoever
 * asks for one is skipped, and says so.
 */
final class PlayingPage implements AutoCloseable {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int LIMIT_SECONDS = 90;

    private final URI server;
    private final Path directory;
    private final HttpServer front;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<String> told = new CompletableFuture<>();

    private PlayingPage(URI server, Path directory, String page, Path library) throws IOException {
        this.server = server;
        this.directory = directory;
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(threads);
        front.createContext("/page.html", exchange -> answer(exchange, 200, page.getBytes(StandardCharsets.UTF_8)));
        front.createContext("/hls.js", exchange -> answer(exchange, 200, Files.readAllBytes(library)));
        front.createContext("/told", exchange -> {
            told.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, new byte[0]);
        });
        front.createContext("/play/", this::pass);
        front.start();
    }

    /** What the page told with a POST to {@code /told}. */
    static String tell(URI server, Path directory, String page, Path library) {
        Path browser = browser();
        try (PlayingPage playing = new PlayingPage(server, directory, page, library)) {
            return playing.run(browser);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path browser() {
        Path found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(place -> BROWSERS.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        assumeThat(found.toString())
                .as("recordings are played in Chromium where one is installed; none is here")
                .isNotEmpty();
        return found;
    }

    private String run(Path browser) throws IOException {
        Path output = directory.resolve("browser.out");
        Path profile = Files.createDirectory(directory.resolve("profile"));
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--mute-audio",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "http://127.0.0.1:" + front.getAddress().getPort() + "/page.html")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return told.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the page told nothing: " + Files.readString(output), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
            FileSystemUtils.deleteRecursively(profile);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()));
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            request.header("Range", range);
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String header : List.of("Content-Type", "Content-Range", "Accept-Ranges")) {
                answer.headers()
                        .firstValue(header)
                        .ifPresent(value -> exchange.getResponseHeaders().set(header, value));
            }
            answer(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
