package dev.tenure.catalog.reach;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to addresses of others. A name is resolved once, every address it has is checked, and the connection goes to one of those; the
 * client itself resolves nothing. Redirects are answers like any other. Safe for use by many threads.
 */
public final class HttpSender implements AutoCloseable {

    /** As much of an answer as is read: enough for a message of an error, too little to be used for moving data. */
    private static final int MAX_ANSWER = 4096;

    /** As much of it as is told. */
    private static final int MAX_HEAD = 1024;

    private final Reach reach;
    private final Names names;
    private final Duration deadline;
    private final PinnedClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes a sender.
     *
     * @param deadline for everything from looking the name up to the last byte read. Too small gives up receivers that only are slow, too large lets
     *     them keep others waiting
     */
    public HttpSender(Reach reach, Names names, SSLContext tls, Duration deadline) {
        this.reach = reach;
        this.names = names;
        this.deadline = deadline;
        this.client = new PinnedClient(tls, deadline, "Tenure-Webhooks/1");
    }

    /**
     * Refuses an address to which nothing would be sent. Looks its name up.
     *
     * @throws NotReachable when it is refused
     */
    public void check(String url) throws NotReachable {
        reach.addresses(reach.target(url), names);
    }

    /** Posts the body; returns within the deadline, whatever the receiver does. */
    public Outcome post(String url, Map<String, String> headers, byte[] body) {
        Call call = new Call(url, headers, body);
        Future<Outcome> outcome = threads.submit(call::run);
        try {
            return outcome.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            call.cancel();
            return new Outcome.Unanswered("There was no answer within " + deadline.toMillis() + " ms.");
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            return new Outcome.Unanswered("The sending was broken off on our side.");
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("sending failed", unexpected.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        client.close();
    }

    /** One sending, which can be broken off from outside at any point. */
    private final class Call {

        private final String url;
        private final Map<String, String> headers;
        private final byte[] body;
        private boolean cancelled;
        private @Nullable HttpPost request;

        Call(String url, Map<String, String> headers, byte[] body) {
            this.url = url;
            this.headers = headers;
            this.body = body;
        }

        synchronized void cancel() {
            cancelled = true;
            if (request != null) {
                request.cancel();
            }
        }

        private synchronized HttpPost begin(Target target) throws SocketTimeoutException {
            if (cancelled) {
                throw new SocketTimeoutException("cancelled");
            }
            HttpPost post = new HttpPost(target.uri());
            headers.forEach(post::setHeader);
            post.setHeader("Connection", "close");
            post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
            request = post;
            return post;
        }

        Outcome run() {
            try {
                Target target = reach.target(url);
                return post(target, reach.addresses(target, names));
            } catch (NotReachable refused) {
                return new Outcome.Unanswered(String.valueOf(refused.getMessage()));
            } catch (IOException failure) {
                return new Outcome.Unanswered(reason(failure));
            }
        }

        private Outcome post(Target target, InetAddress... addresses) throws IOException {
            try {
                return answered(client.execute(target, addresses, () -> begin(target)));
            } finally {
                // Not by closing the answer: that would read what is left of it.
                cancel();
            }
        }

        private static Outcome answered(ClassicHttpResponse response) throws IOException {
            byte[] head = new byte[0];
            if (response.getEntity() != null) {
                InputStream content = response.getEntity().getContent();
                head = content.readNBytes(MAX_ANSWER);
            }
            Header retryAfter = response.getFirstHeader("Retry-After");
            return new Outcome.Answered(
                    response.getCode(), retryAfter == null ? null : retryAfter.getValue(), text(head));
        }

        private static String text(byte[] head) {
            String text = new String(head, StandardCharsets.UTF_8).replace('\0', ' ');
            return text.substring(0, Math.min(text.length(), MAX_HEAD));
        }

        private static String reason(IOException failure) {
            return switch (failure) {
                case SocketTimeoutException late -> "There was no answer in time.";
                case ConnectException refused -> "The connection was refused.";
                case SSLException tls -> "TLS failed: " + tls.getMessage();
                default -> "The connection broke: " + failure.getMessage();
            };
        }
    }
}
