package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.strict.Fault;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.StrictS3;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What the SDK does by itself, or keeps to itself, between a call and its answer. */
class LostAnswersTest {

    private static final KeyPrefix FOLDER = new KeyPrefix("folder/");
    private static final ObjectKey KEY = FOLDER.key("once");

    private final StrictS3 server = StrictS3.start();
    private final S3Settings settings = server.settings("answers", Duration.ofSeconds(20));
    private final ObjectStore store = S3Stores.open(settings);

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
        store.adapt(StrictS3.EVERYTHING);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private Optional<ObjectVersion> putOnce() {
        return store.putIfAbsent(KEY, new byte[] {7}, "text/plain", ObjectTags.none());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void winsAlsoWhenTheAnswerToItsFirstTryWasLost(boolean byCondition) {
        store.adapt(StrictS3.EVERYTHING.withExclusivePut(byCondition));
        server.faults().next(Operation.PUT_OBJECT, new Fault.ErrorAfter(500, "InternalError"));

        ObjectVersion won = putOnce().orElseThrow();

        assertThat(store.listVersions(FOLDER)).containsExactly(won);
        assertThat(putOnce()).isEmpty();
    }

    @Test
    void neverTakesACompletedUploadForARefusedOne() {
        server.faults().always(Operation.HEAD_OBJECT, new Fault.Refused(403, "AccessDenied"));
        S3Clients clients = new S3Clients(settings, new CountedCredentials());
        Bucket bucket =
                new Bucket("answers", clients.speaking(StrictS3.EVERYTHING), StrictS3.EVERYTHING, clients.limits());

        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> new S3Reads(bucket).written(KEY, null, 1));
        clients.close();
    }

    @Test
    void closesTheCredentialsWithTheStoreAndNotBefore() {
        CountedCredentials credentials = new CountedCredentials();
        try (ObjectStore own = new S3ObjectStore(new S3Clients(settings, credentials), "answers")) {
            own.presign(KEY, Duration.ofMinutes(1));
            own.presign(KEY, Duration.ofMinutes(1));
            assertThat(own.facts(KEY)).isEmpty();
            assertThat(credentials.closed).hasValue(0);
        }
        assertThat(credentials.closed).hasValue(1);
    }

    private final class CountedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create(server.accessKey(), server.secretKey());
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
