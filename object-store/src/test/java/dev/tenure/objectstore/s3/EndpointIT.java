package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.StoreFeatures;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on any server that the environment names: {@code TENURE_TEST_S3_ENDPOINT}, {@code _ACCESS_KEY} and {@code _SECRET_KEY}, and if need
 * be {@code _REGION}, {@code _BUCKET} and {@code _NAME}. Without a bucket one is made, and removed at the end; in one that is given everything
 * happens under {@code contract/}. The name heads the table's column, and brings the differences that are known of a server of that name.
 */
@EnabledIfEnvironmentVariable(named = EndpointIT.VARIABLES + "ENDPOINT", matches = ".+")
@EnabledIfEnvironmentVariable(named = EndpointIT.VARIABLES + "ACCESS_KEY", matches = ".+")
@EnabledIfEnvironmentVariable(named = EndpointIT.VARIABLES + "SECRET_KEY", matches = ".+")
class EndpointIT extends S3ServerContract {

    static final String VARIABLES = "TENURE_TEST_S3_";

    private static S3UnderTest target;

    EndpointIT() {
        if (variable("NAME").orElse("").startsWith("Ceph radosgw 16")) {
            different("tagsAnObjectThatArrivedInParts", "it forgets the tags of an upload");
            different("completesNoUploadThatIsGone", "it answers 500, so the outcome is unknown");
            different(
                    "goesOnInsideAKeyWhoseListedVersionsAreDeleted",
                    "it finds no place behind a version that is gone; whoever deletes lists from the start again");
        }
        if (variable("BUCKET").isPresent()) {
            unreliable("makesAMissingBucketOnce", "the bucket was given, so making others may be forbidden");
        }
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(VARIABLES + name)).filter(value -> !value.isBlank());
    }

    @BeforeAll
    static void connect() {
        URI endpoint = URI.create(variable("ENDPOINT").orElseThrow());
        S3Settings settings = S3UnderTest.settings(
                endpoint,
                variable("REGION").orElse("us-east-1"),
                variable("BUCKET").orElseGet(() -> "tenure-" + UUID.randomUUID()),
                variable("ACCESS_KEY").orElseThrow(),
                variable("SECRET_KEY").orElseThrow());
        target = new S3UnderTest(variable("NAME").orElse(endpoint.getAuthority()), settings, features(settings));
    }

    private static StoreFeatures features(S3Settings settings) {
        return FeatureTrial.of(settings);
    }

    @AfterAll
    static void clear() {
        if (variable("BUCKET").isPresent()) {
            target.clear("contract/");
        } else {
            target.clear("");
            target.client()
                    .deleteBucket(request -> request.bucket(target.store().bucket()));
        }
        target.close();
    }

    @Override
    S3UnderTest target() {
        return target;
    }
}
