package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks the server as a browser would: by address, without the SDK. */
final class Web implements AutoCloseable {

    /** For an object of a few bytes. Too small breaks slow links, too large makes a dead server cost that much. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** @param date the server's clock, where it told it */
    record Answer(int status, String body, Optional<Instant> date, Optional<String> server) {

        boolean given() {
            return status == 200;
        }
    }

    /**
     * One GET. Nothing is tried again and no redirection followed.
     *
     * @throws ObjectStoreException of fault STORE when there is no answer, or one that blames the server
     */
    Answer get(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 500) {
                throw new ObjectStoreException(
                        Fault.STORE, "GET " + address.getPath() + ": the store answered " + answer.statusCode(), null);
            }
            return new Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Date").flatMap(Web::instant),
                    answer.headers().firstValue("Server"));
        } catch (IOException e) {
            throw new ObjectStoreException(Fault.STORE, "GET " + address.getPath() + ": no answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException(Fault.STORE, "GET " + address.getPath() + ": interrupted", e);
        }
    }

    private static Optional<Instant> instant(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
