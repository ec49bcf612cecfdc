package dev.tenure.storageapi.webhook;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Somebody who is told of events, really on the network of this machine. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    /** What came. */
    record Message(String id, String timestamp, String signature, String body) {

        /** Whether the public library, which knows this secret, takes it for genuine. */
        boolean genuine(String secret) {
            try {
                new Webhook(secret)
                        .verify(
                                body,
                                Map.of(
                                        "webhook-id", List.of(id),
                                        "webhook-timestamp", List.of(timestamp),
                                        "webhook-signature", List.of(signature)));
                return true;
            } catch (com.standardwebhooks.exceptions.WebhookVerificationException forged) {
                return false;
            } catch (com.standardwebhooks.exceptions.EmptyWebhookSecretException noSecret) {
                throw new AssertionError(noSecret);
            }
        }
    }

    /** Answers with this status each time, and looks at a message before that. */
    Receiver(Function<Message, Integer> manners) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/in", exchange -> take(exchange, manners));
        server.start();
    }

    static Receiver answering(int status) {
        return new Receiver(message -> status);
    }

    private void take(HttpExchange exchange, Function<Message, Integer> manners) throws IOException {
        Message message = new Message(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        messages.add(message);
        int status = manners.apply(message);
        if (status >= 300 && status < 400) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }

    List<Message> messages() {
        return List.copyOf(messages);
    }

    List<String> ids() {
        return messages.stream().map(Message::id).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
