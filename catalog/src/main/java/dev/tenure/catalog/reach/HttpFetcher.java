package dev.tenure.catalog.reach;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers of others, and fetches files from them. Where to is checked as {@link Reach} says before each connection; the client itself resolves
 * nothing. Safe for use by many threads.
 */
public final class HttpFetcher implements AutoCloseable {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Names names;
    private final Duration deadline;
    private final PinnedClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes a fetcher.
     *
     * @param deadline for a whole exchange; of a download, for all before its first byte, and for the silence between two reads. Too small gives
     *     up servers that only are slow, too large lets dead ones keep others waiting
     */
    public HttpFetcher(Names names, SSLContext tls, Duration deadline) {
        this.names = names;
        this.deadline = deadline;
        this.client = new PinnedClient(tls, deadline, "Tenure-Hand-Over/1");
    }

    /**
     * A request with its body, if it has one.
     *
     * @param headers its {@code Content-Type} among them
     * @param body text, sent as UTF-8
     */
    public record Request(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body) {

        /** A GET. */
        public static Request get(String url, Map<String, String> headers) {
            return new Request("GET", url, headers, null);
        }

        /** Without its headers, which may hold a secret, and without what the address may carry as one. */
        @Override
        public String toString() {
            int query = url.indexOf('?');
            return method + " " + (query < 0 ? url : url.substring(0, query));
        }
    }

    /** A whole answer. */
    public static final class Reply {

        private final int status;
        private final byte[] body;

        private Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public byte[] body() {
            return body.clone();
        }
    }

    /**
     * What opens doors, and to whom it is shown.
     *
     * @param hosts beside the host of the first address, those that may have it when they are redirected to
     */
    public record Bearer(String token, List<String> hosts) {

        public Bearer {
            hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        }

        @Override
        public String toString() {
            return "Bearer[…]";
        }
    }

    /** An answer whose body is read as it comes. Closing it drops the connection. */
    public static final class Download implements AutoCloseable {

        private final ClassicHttpResponse response;
        private final HttpUriRequestBase request;
        private final InputStream body;

        private Download(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
            this.response = response;
            this.request = request;
            this.body = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
        }

        public int status() {
            return response.getCode();
        }

        /** The first header of this name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
        }

        /** Throws when the connection ends before the announced length. */
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            // Not by closing the answer: that would read what is left of it.
            request.cancel();
        }
    }

    /**
     * One request and its whole answer, within the deadline. Redirects are answers like any other.
     *
     * @param most bytes of the answer; more of it is a failure
     * @throws NotReachable when the address may not be reached; nothing was sent
     * @throws IOException when there is no whole answer
     */
    public Reply exchange(Reach reach, Request request, int most) throws IOException, NotReachable {
        Target target = reach.target(request.url());
        Opening opening = new Opening(request, target, request.headers());
        return within(opening, () -> {
            try (Download answer = opening.open(reach)) {
                byte[] body = answer.body().readNBytes(most + 1);
                if (body.length > most) {
                    throw new IOException("the answer is larger than " + most + " bytes");
                }
                return new Reply(answer.status(), body);
            }
        });
    }

    /**
     * Opens an address for reading. Redirects are followed, each hop checked as the first, and never from TLS to none.
     *
     * @param headers sent to every hop: nothing secret
     * @param hops how many redirects; 0 makes one an answer like any other
     * @throws NotReachable when the address, or that of a hop, may not be reached
     * @throws IOException when nothing answers
     */
    public Download open(Reach reach, String url, Map<String, String> headers, @Nullable Bearer bearer, int hops)
            throws IOException, NotReachable {
        Target first = reach.target(url);
        Target target = first;
        for (int left = hops; ; left--) {
            Map<String, String> sent = new LinkedHashMap<>(headers);
            boolean trusted =
                    target.host().equals(first.host()) && target.port() == first.port() && target.tls() == first.tls();
            if (bearer != null && (trusted || bearer.hosts().contains(target.host()))) {
                sent.put("Authorization", "Bearer " + bearer.token());
            }
            Opening opening = new Opening(Request.get(target.uri().toString(), sent), target, sent);
            Download answer = within(opening, () -> opening.open(reach));
            Optional<String> location = answer.header("Location");
            if (left == 0 || location.isEmpty() || !REDIRECTS.contains(answer.status())) {
                return answer;
            }
            answer.close();
            target = hop(reach, target, location.get());
            if (first.tls() && !target.tls()) {
                throw new NotReachable("It redirects from https to http.");
            }
        }
    }

    private static Target hop(Reach reach, Target from, String location) throws NotReachable {
        URI next;
        try {
            next = from.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new NotReachable("It redirects to an address that is not well-formed.");
        }
        return reach.target(next.toString());
    }

    private <T> T within(Opening opening, Callable<T> work) throws IOException, NotReachable {
        Future<T> outcome = threads.submit(work);
        try {
            return outcome.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            opening.cancel();
            throw new SocketTimeoutException("there was no answer within " + deadline.toMillis() + " ms");
        } catch (InterruptedException e) {
            opening.cancel();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("broken off on our side");
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        }
    }

    private static IOException unwrapped(ExecutionException failed) throws NotReachable {
        return switch (failed.getCause()) {
            case NotReachable refused -> throw refused;
            case IOException broken -> broken;
            case null, default -> throw new IllegalStateException("fetching failed", failed.getCause());
        };
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        client.close();
    }

    /** One request, which can be broken off from outside at any point. */
    private final class Opening {

        private final Request wish;
        private final Target target;
        private final Map<String, String> headers;
        private boolean cancelled;
        private @Nullable HttpUriRequestBase request;

        Opening(Request wish, Target target, Map<String, String> headers) {
            this.wish = wish;
            this.target = target;
            this.headers = headers;
        }

        synchronized void cancel() {
            cancelled = true;
            if (request != null) {
                request.cancel();
            }
        }

        private synchronized HttpUriRequestBase begin() throws SocketTimeoutException {
            if (cancelled) {
                throw new SocketTimeoutException("cancelled");
            }
            HttpUriRequestBase made = new HttpUriRequestBase(wish.method(), target.uri());
            headers.forEach(made::setHeader);
            made.setHeader("Connection", "close");
            if (wish.body() != null) {
                String type = headers.getOrDefault("Content-Type", "application/octet-stream");
                made.setEntity(
                        new ByteArrayEntity(wish.body().getBytes(StandardCharsets.UTF_8), ContentType.parse(type)));
            }
            request = made;
            return made;
        }

        Download open(Reach reach) throws IOException, NotReachable {
            InetAddress[] addresses = reach.addresses(target, names);
            ClassicHttpResponse response = client.execute(target, addresses, this::begin);
            HttpUriRequestBase sent = request;
            if (sent == null) {
                throw new IllegalStateException("an answer to no request");
            }
            return new Download(response, sent);
        }
    }
}
