package dev.tenure.storageapi.webhook.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
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

    /** Longer lines or more of them are no answer of a receiver. */
    private static final int MAX_LINE = 8192;

    private static final int MAX_HEADERS = 100;

    /** Addresses of one host that are tried; all within the one deadline. */
    private static final int MAX_ADDRESSES = 3;

    private static final int MAX_CONNECTIONS = 128;

    private final Reach reach;
    private final Names names;
    private final Duration deadline;
    private final CloseableHttpClient client;
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
        this.client = client(tls, Timeout.of(deadline));
    }

    private static CloseableHttpClient client(SSLContext tls, Timeout timeout) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new NoNames())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                // A connection kept is one whose address was checked for another request.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setUserAgent("Tenure-Webhooks/1")
                .build();
    }

    /** What the client would look up was looked up before. */
    private static final class NoNames implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("nothing is looked up here");
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("nothing is looked up here");
        }
    }

    /**
     * Refuses an address to which nothing would be sent. Looks its name up.
     *
     * @throws NotReachable when it is refused
     */
    public void check(String url) throws NotReachable {
        addresses(reach.target(url));
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

    private InetAddress[] addresses(Target target) throws NotReachable {
        try {
            InetAddress[] addresses = names.resolve(target.host());
            reach.check(target, addresses);
            return addresses;
        } catch (UnknownHostException e) {
            throw Reach.unreachable();
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

        private synchronized HttpPost begin(Target target) throws IOException {
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
                return post(target, addresses(target));
            } catch (NotReachable refused) {
                return new Outcome.Unanswered(String.valueOf(refused.getMessage()));
            } catch (IOException failure) {
                return new Outcome.Unanswered(reason(failure));
            }
        }

        private Outcome post(Target target, InetAddress... addresses) throws IOException {
            ConnectException last = new ConnectException();
            for (InetAddress address : Arrays.copyOf(addresses, Math.min(addresses.length, MAX_ADDRESSES))) {
                try {
                    return post(target, address);
                } catch (ConnectException refused) {
                    last = refused;
                }
            }
            throw last;
        }

        private Outcome post(Target target, InetAddress address) throws IOException {
            HttpPost post = begin(target);
            HttpHost host = new HttpHost(target.tls() ? "https" : "http", address, target.host(), target.port());
            try {
                return answered(client.executeOpen(host, post, HttpCoreContext.create()));
            } finally {
                // Not by closing the answer: that would read what is left of it.
                post.cancel();
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
