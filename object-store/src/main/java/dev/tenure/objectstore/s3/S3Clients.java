package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's clients for one server: one for each dialect in use, all on the same connections. */
final class S3Clients implements AutoCloseable {

    /** Above what one worker and its readers use at once; too few and calls wait for each other. */
    private static final int MAX_CONNECTIONS = 128;

    /** Closes nothing: what the SDK makes closes the credentials that it was given, and all of it shares these. */
    private record Lent(AwsCredentialsProvider owned) implements AwsCredentialsProvider {

        @Override
        public AwsCredentials resolveCredentials() {
            return owned.resolveCredentials();
        }
    }

    private record Dialect(Checksums checksums, boolean contentMd5) {}

    private final S3Settings settings;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient connections;
    private @Nullable S3Presigner presigner;
    private final Map<Dialect, S3Client> clients = new ConcurrentHashMap<>();

    S3Clients(S3Settings settings, AwsCredentialsProvider credentials) {
        this(settings, credentials, Apache5HttpClient.builder());
    }

    /** Connects to what this means by the server's name, and to nothing else. */
    S3Clients(S3Settings settings, AwsCredentialsProvider credentials, HostLookup hosts) {
        this(settings, credentials, Apache5HttpClient.builder().dnsResolver(new Pinned(hosts)));
    }

    private S3Clients(S3Settings settings, AwsCredentialsProvider credentials, Apache5HttpClient.Builder connections) {
        this.settings = settings;
        this.credentials = credentials;
        this.connections = connections.maxConnections(MAX_CONNECTIONS).build();
    }

    private record Pinned(HostLookup hosts) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return hosts.addresses(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** The client that speaks as the server understands. */
    S3Client speaking(StoreFeatures features) {
        Checksums checksums = settings.checksums() == null ? features.checksums() : settings.checksums();
        return clients.computeIfAbsent(
                new Dialect(checksums, features.batchDelete() == BatchDelete.CONTENT_MD5), this::client);
    }

    private S3Client client(Dialect dialect) {
        boolean everywhere = dialect.checksums == Checksums.SUPPORTED;
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(new Lent(credentials))
                .requestChecksumCalculation(
                        everywhere
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        everywhere
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service())
                .httpClient(connections)
                .overrideConfiguration(
                        call -> call.apiCallTimeout(limits().call()).apiCallAttemptTimeout(limits().attempt()));
        if (everywhere) {
            builder.putAuthScheme(new ChecksumForHash());
        }
        if (dialect.contentMd5) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    /**
     * Bytes are in memory when they are sent, so their checksum goes ahead of them in a header. In chunks with a trailer it would cost half as much
     * processor time again, and some servers refuse those, or store them as content.
     */
    private software.amazon.awssdk.services.s3.S3Configuration service() {
        return software.amazon.awssdk.services.s3.S3Configuration.builder()
                .pathStyleAccessEnabled(settings.pathStyle())
                .chunkedEncodingEnabled(false)
                .build();
    }

    /** How long calls may take. */
    CallLimits limits() {
        return new CallLimits(settings.callTimeout());
    }

    /** Signs addresses without asking the server. One for all, until this is closed. */
    synchronized S3Presigner presigner() {
        if (presigner == null) {
            presigner = newPresigner();
        }
        return presigner;
    }

    private S3Presigner newPresigner() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(new Lent(credentials))
                .serviceConfiguration(service());
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(S3Client::close);
        if (presigner != null) {
            presigner.close();
        }
        connections.close();
        if (credentials instanceof SdkAutoCloseable own) {
            own.close();
        }
    }
}
