package dev.tenure.objectstore.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;

/** LocalStack, where a container engine runs. It checks the signatures of shared addresses, but lets every access key in. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackIT extends S3ServerContract {

    private static final String VERSION = "4.14.0";

    @Container
    private static final LocalStackContainer CONTAINER = new LocalStackContainer("localstack/localstack:" + VERSION)
            .withServices("s3")
            .withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0");

    private static S3UnderTest target;

    LocalStackIT() {
        String credentials = "it knows no credentials";
        different("refusesAWrongSecret", credentials);
        different("refusesAnUnknownAccessKey", credentials);
        different("refusesWhoeverDoesNotSign", credentials);
        different("refusesAnAddressWithoutItsSignature", credentials);
    }

    @BeforeAll
    static void open() {
        S3Settings settings = S3UnderTest.settings(
                CONTAINER.getEndpoint(),
                CONTAINER.getRegion(),
                "contract",
                CONTAINER.getAccessKey(),
                CONTAINER.getSecretKey());
        target = new S3UnderTest("LocalStack " + VERSION, settings, FeatureTrial.of(settings));
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Override
    S3UnderTest target() {
        return target;
    }
}
