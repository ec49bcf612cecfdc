package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.contract.Behaviours;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may come in, and buckets that are not there yet. */
abstract class AccessContract extends Behaviours {

    private final S3UnderTest target;
    private final ObjectKey key = folder.key("guarded");

    AccessContract(S3ServerContract server) {
        super(server);
        this.target = server.target();
    }

    @Test
    void refusesAWrongSecret() {
        S3Settings settings = target.settings();
        refuses(S3Stores.open(settings.withCredentials(String.valueOf(settings.accessKey()), "not-the-secret")));
    }

    @Test
    void refusesAnUnknownAccessKey() {
        S3Settings settings = target.settings();
        refuses(S3Stores.open(settings.withCredentials("NOBODYKNOWSTHISKEY00", String.valueOf(settings.secretKey()))));
    }

    @Test
    void refusesWhoeverDoesNotSign() {
        refuses(S3Stores.openUnsigned(target.settings()));
    }

    private void refuses(ObjectStore intruder) {
        ObjectVersion put = put(key, random(10));
        try (intruder) {
            intruder.adapt(store.features());
            refused(() -> intruder.open(key, ByteRange.whole(1)).close());
            refused(() -> intruder.put(key, random(1), TYPE, TAGS));
            refused(() -> intruder.listVersions(folder));
            // S3Proxy calls an unsigned batch malformed; the point is that nothing goes.
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> intruder.deleteVersions(List.of(put)))
                    .matches(failure -> !failure.worthRetrying());
            refused(intruder::ensureBucket);
        }
        assertThat(store.listVersions(folder)).containsExactly(put);
    }

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .matches(failure -> failure.fault() == Fault.CONFIGURATION);
    }

    @Test
    void makesAMissingBucketOnce() {
        String name = "made-" + UUID.randomUUID();
        try (ObjectStore fresh = S3Stores.open(target.settings().withBucket(name))) {
            fresh.adapt(store.features());
            refused(() -> fresh.put(key, random(1), TYPE, TAGS));
            refused(() -> fresh.open(key, ByteRange.whole(1)));

            fresh.ensureBucket();
            assertThatNoException().isThrownBy(fresh::ensureBucket);
            ObjectVersion one = fresh.put(key, random(1), TYPE, TAGS);
            ObjectVersion two = fresh.put(key, random(1), TYPE, TAGS);

            if (store.features().versions()) {
                assertThat(fresh.listVersions(folder)).containsExactlyInAnyOrder(one, two);
            }
            fresh.deleteVersions(fresh.listVersions(folder));
        } finally {
            target.client().deleteBucket(request -> request.bucket(name));
        }
    }
}
