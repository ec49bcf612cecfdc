package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Opens the store that settings describe. Nothing is asked of the server yet. Close what you open. */
public final class S3Stores {

    private S3Stores() {}

    /** The store, used as its features are {@link StoreFeatures#assumed} until {@link ObjectStore#adapt} says better. */
    public static ObjectStore open(S3Settings settings) {
        return new S3ObjectStore(new S3Clients(settings, credentials(settings)), settings.bucket());
    }

    /** The same store as a stranger sees it: no request is signed. */
    public static ObjectStore openUnsigned(S3Settings settings) {
        return new S3ObjectStore(new S3Clients(settings, AnonymousCredentialsProvider.create()), settings.bucket());
    }

    /**
     * Another's bucket, which is reached only where this says.
     *
     * @throws IllegalArgumentException when the settings have no credentials: this server's own would open what its owner may not see
     */
    public static ForeignBucket openForeign(S3Settings settings, HostLookup hosts) {
        if (settings.accessKey() == null || settings.secretKey() == null) {
            throw new IllegalArgumentException("another's bucket needs credentials of its own");
        }
        return new S3ForeignBucket(new S3Clients(settings, credentials(settings), hosts), settings.bucket());
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        if (settings.accessKey() == null || settings.secretKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
