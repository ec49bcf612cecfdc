package dev.tenure.catalog.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** Asks an RFC 3161 authority over HTTP (its section 3.4). */
public final class TimestampAuthority {

    /** Tokens have some kilobytes with their certificates; a larger answer is another thing. */
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private static final int NONCE_BYTES = 16;
    private static final int OK = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI address;
    private final Duration timeout;
    private final @Nullable X509Certificate pinned;

    /**
     * An authority at this address.
     *
     * @param timeout for all of a request, the last byte of the answer included
     * @param pinned the certificate that must have signed; null accepts the one that the token brings along
     */
    public TimestampAuthority(URI address, Duration timeout, @Nullable X509Certificate pinned) {
        this.address = address;
        this.timeout = timeout;
        this.pinned = pinned;
    }

    /**
     * A token for the SHA-256 of these bytes, checked.
     *
     * @return DER
     * @throws TimestampFailed if there is none to be had, or it proves nothing
     */
    public byte[] stamp(byte[] message) {
        try {
            TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            byte[] random = new byte[NONCE_BYTES];
            RANDOM.nextBytes(random);
            TimeStampRequest request =
                    generator.generate(TSPAlgorithms.SHA256, TimestampToken.sha256(message), new BigInteger(1, random));
            TimeStampResponse response = new TimeStampResponse(ask(request.getEncoded()));
            // Status, nonce, hash and the answer's form.
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new TimestampFailed("the timestamp authority refused: " + response.getStatusString(), null);
            }
            TimestampToken.check(token, message, pinned);
            return token.getEncoded();
        } catch (TSPException | IOException e) {
            throw new TimestampFailed("the timestamp authority's answer is not usable: " + e.getMessage(), e);
        }
    }

    private byte[] ask(byte[] query) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/timestamp-query")
                .header("Accept", "application/timestamp-reply")
                .timeout(timeout)
                .POST(BodyPublishers.ofByteArray(query))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build()) {
            // The request's own limit ends with the headers; this one covers a body that only drips.
            CompletableFuture<HttpResponse<byte[]>> answer =
                    client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            try {
                HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (response.statusCode() != OK) {
                    throw new TimestampFailed("the timestamp authority answered " + response.statusCode(), null);
                }
                return response.body();
            } finally {
                answer.cancel(true);
                client.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw new TimestampFailed("the timestamp authority cannot be asked: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new TimestampFailed("the timestamp authority did not answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimestampFailed("asking the timestamp authority was interrupted", e);
        }
    }
}
