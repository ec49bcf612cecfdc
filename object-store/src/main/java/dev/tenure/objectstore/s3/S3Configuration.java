package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectStore;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds the store from its settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
public class S3Configuration {

    /** Above what one worker and its readers use at once; too few and calls wait for each other. */
    private static final int MAX_CONNECTIONS = 128;

    @Bean(destroyMethod = "close")
    S3Client s3Client(S3Settings settings) {
        return client(settings);
    }

    @Bean
    ObjectStore objectStore(S3Client client, S3Settings settings) {
        return new S3ObjectStore(client, settings.bucket());
    }

    /** The store that the settings describe, for use without a container. Its connections live as long as the process. */
    public static ObjectStore open(S3Settings settings) {
        return new S3ObjectStore(client(settings), settings.bucket());
    }

    private static S3Client client(S3Settings settings) {
        Duration attempt = settings.callTimeout().dividedBy(2);
        boolean everywhere = settings.checksums() == S3Settings.Checksums.SUPPORTED;
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(
                        everywhere
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        everywhere
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(MAX_CONNECTIONS))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(settings.callTimeout()).apiCallAttemptTimeout(attempt));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        if (settings.accessKey() == null || settings.secretKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
