package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.PresignedRead;
import java.net.URI;
import java.time.Duration;

/** Signed addresses. Nothing is asked of the server. */
final class S3Presigning {

    private static final Duration LONGEST = Duration.ofDays(7);

    private S3Presigning() {}

    static PresignedRead read(S3Clients clients, String bucket, ObjectKey key, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a signed address lives from a second to seven days: " + lifetime);
        }
        return S3Failures.looking("sign an address of", key, () -> {
            var signed = clients.presigner()
                    .presignGetObject(request -> request.signatureDuration(lifetime)
                            .getObjectRequest(get -> get.bucket(bucket).key(key.value())));
            return new PresignedRead(URI.create(signed.url().toString()), signed.expiration());
        });
    }
}
