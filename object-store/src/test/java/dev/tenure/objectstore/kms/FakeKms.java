package dev.tenure.objectstore.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AWS KMS as its API reference has it, in so far as a vault uses it: Encrypt and Decrypt in JSON 1.1, keys by id, ARN and alias, encryption
 * contexts that are enforced, requests that must be signed for the right credentials, and failures on demand.
 */
final class FakeKms implements AutoCloseable {

    static final String ACCESS_KEY = "fake-access-key";
    static final String SECRET_KEY = "fake-secret-key";
    static final String REGION = "eu-central-1";

    private static final Pattern CREDENTIAL = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/kms/aws4_request, SignedHeaders=[a-z0-9;-]+,"
                    + " Signature=[0-9a-f]{64}");
    private static final Pattern TEXT = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern CONTEXT = Pattern.compile("\"EncryptionContext\"\\s*:\\s*(\\{[^}]*})");
    private static final int NONCE = 12;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile @Nullable Failure failure;

    /** What KMS answers instead; {@link #HANG} answers nothing. */
    record Failure(int status, String code, String message) {
        static final Failure HANG = new Failure(0, "", "");
    }

    private static final class Refused extends Exception {
        private final transient Failure answer;

        Refused(int status, String code, String message) {
            super(message);
            this.answer = new Failure(status, code, message);
        }
    }

    FakeKms() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A new key, by its ARN. */
    String aKey() {
        String arn = "arn:aws:kms:" + REGION + ":111122223333:key/" + java.util.UUID.randomUUID();
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        keys.put(arn, new SecretKeySpec(secret, "AES"));
        return arn;
    }

    void alias(String alias, String arn) {
        aliases.put(alias, arn);
    }

    /** From now on every call fails so, until it is told otherwise with null. */
    void answer(@Nullable Failure instead) {
        answer(instead, Integer.MAX_VALUE);
    }

    /** The next calls fail so. */
    void answer(@Nullable Failure instead, int times) {
        failuresLeft.set(times);
        failure = instead;
    }

    /** The operations that were asked for, in order, whatever came of them. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            calls.add(target);
            Failure now = failure;
            try {
                if (Failure.HANG.equals(now)) {
                    closing.await();
                    return;
                }
                authorize(exchange);
                if (now != null && failuresLeft.getAndDecrement() > 0) {
                    throw new Refused(now.status, now.code, now.message);
                }
                send(exchange, 200, answerTo(target, body));
            } catch (Refused refused) {
                send(
                        exchange,
                        refused.answer.status,
                        "{\"__type\":\"" + refused.answer.code + "\",\"message\":\"" + refused.answer.message + "\"}");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void authorize(HttpExchange exchange) throws Refused {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            throw new Refused(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Matcher signed = CREDENTIAL.matcher(header);
        if (!signed.matches() || !signed.group(2).equals(REGION)) {
            throw new Refused(
                    400, "IncompleteSignatureException", "no AWS4-HMAC-SHA256 signature for kms in " + REGION);
        }
        if (!signed.group(1).equals(ACCESS_KEY)) {
            throw new Refused(
                    400, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
    }

    private String answerTo(String target, String body) throws Refused {
        String context = context(body);
        try {
            return switch (target) {
                case "TrentService.Encrypt" -> {
                    String arn = key(text(body, "KeyId").orElseThrow());
                    byte[] nonce = new byte[NONCE];
                    random.nextBytes(nonce);
                    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, arn, nonce, context)
                            .doFinal(Base64.getDecoder()
                                    .decode(text(body, "Plaintext").orElseThrow()));
                    byte[] id = arn.getBytes(StandardCharsets.US_ASCII);
                    byte[] blob = new byte[1 + id.length + NONCE + sealed.length];
                    blob[0] = (byte) id.length;
                    System.arraycopy(id, 0, blob, 1, id.length);
                    System.arraycopy(nonce, 0, blob, 1 + id.length, NONCE);
                    System.arraycopy(sealed, 0, blob, 1 + id.length + NONCE, sealed.length);
                    yield "{\"CiphertextBlob\":\"" + Base64.getEncoder().encodeToString(blob) + "\",\"KeyId\":\"" + arn
                            + "\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}";
                }
                case "TrentService.Decrypt" -> {
                    byte[] blob = Base64.getDecoder()
                            .decode(text(body, "CiphertextBlob").orElseThrow());
                    String stated = key(text(body, "KeyId").orElseThrow());
                    int length = blob.length == 0 ? 0 : blob[0] & 0xff;
                    if (blob.length <= 1 + length + NONCE) {
                        throw new Refused(400, "InvalidCiphertextException", "");
                    }
                    String arn = new String(blob, 1, length, StandardCharsets.US_ASCII);
                    if (!keys.containsKey(arn)) {
                        throw new Refused(400, "InvalidCiphertextException", "");
                    }
                    if (!arn.equals(stated)) {
                        throw new Refused(
                                400,
                                "IncorrectKeyException",
                                "The key ID in the request does not identify a CMK that can");
                    }
                    byte[] nonce = java.util.Arrays.copyOfRange(blob, 1 + length, 1 + length + NONCE);
                    byte[] plain = cipher(Cipher.DECRYPT_MODE, arn, nonce, context)
                            .doFinal(blob, 1 + length + NONCE, blob.length - 1 - length - NONCE);
                    yield "{\"Plaintext\":\"" + Base64.getEncoder().encodeToString(plain) + "\",\"KeyId\":\"" + arn
                            + "\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}";
                }
                default -> throw new Refused(400, "UnknownOperationException", "");
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refused(400, "InvalidCiphertextException", "");
        }
    }

    private String key(String named) throws Refused {
        String arn = aliases.getOrDefault(named, named);
        return keys.keySet().stream()
                .filter(known -> known.equals(arn) || known.endsWith(":key/" + arn))
                .findFirst()
                .orElseThrow(() -> new Refused(400, "NotFoundException", "Key '" + named + "' does not exist"));
    }

    private Cipher cipher(int mode, String arn, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(arn), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Of one pair, so that its order does not matter. */
    private static String context(String body) {
        Matcher found = CONTEXT.matcher(body);
        return found.find() ? found.group(1).replaceAll("\\s", "") : "";
    }

    private static Optional<String> text(String body, String name) {
        Matcher found = TEXT.matcher(body);
        while (found.find()) {
            if (found.group(1).equals(name)) {
                return Optional.of(found.group(2));
            }
        }
        return Optional.empty();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
