package dev.tenure.catalog.reach;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/** Connects to addresses that were checked, and to nothing else: it looks up no name, follows nothing, keeps nothing. */
final class PinnedClient implements Closeable {

    /** Longer lines or more of them are no answer of an honest server. */
    private static final int MAX_LINE = 8192;

    private static final int MAX_HEADERS = 100;

    /** Addresses of one host that are tried; all within the caller's one deadline. */
    private static final int MAX_ADDRESSES = 3;

    private static final int MAX_CONNECTIONS = 128;

    private final CloseableHttpClient client;

    /**
     * Makes a client.
     *
     * @param silence how long a server may say nothing: while connecting, before an answer, and between two reads of one
     */
    PinnedClient(SSLContext tls, Duration silence, String userAgent) {
        Timeout timeout = Timeout.of(silence);
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
        this.client = HttpClients.custom()
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
                .setUserAgent(userAgent)
                .build();
    }

    /** A request, made anew for each address that is tried. */
    interface Making {
        HttpUriRequestBase request() throws IOException;
    }

    /** Sends to the first of the addresses that takes a connection. Whoever called cancels the request to be done with the answer. */
    ClassicHttpResponse execute(Target target, InetAddress[] addresses, Making making) throws IOException {
        ConnectException last = new ConnectException();
        for (InetAddress address : Arrays.copyOf(addresses, Math.min(addresses.length, MAX_ADDRESSES))) {
            HttpHost host = new HttpHost(target.tls() ? "https" : "http", address, target.host(), target.port());
            HttpUriRequestBase request = making.request();
            try {
                return client.executeOpen(host, request, HttpCoreContext.create());
            } catch (ConnectException refused) {
                request.cancel();
                last = refused;
            }
        }
        throw last;
    }

    @Override
    public void close() throws IOException {
        client.close();
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
}
